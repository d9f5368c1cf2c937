"""Public holidays of an outlet: of its country and its region."""

from collections.abc import Mapping
from datetime import date

import pytest

from glabella.clinic.practice.holidays import holidays_of
from glabella.clinic.practice.models import Outlet

FIRST, BEFORE = date(2026, 1, 1), date(2027, 1, 1)
BERCHTOLD = date(2026, 1, 2)
NATIONAL = date(2026, 8, 1)


def outlet(profile: str = "CH", region: str = "") -> Outlet:
    return Outlet(name="Synthetic", profile=profile, region=region)


def of_the_year(profile: str = "CH", region: str = "") -> Mapping[date, str]:
    return holidays_of(outlet(profile, region), first=FIRST, before=BEFORE)


def test_region_adds_its_days_to_those_of_the_country() -> None:
    country, bern = of_the_year(), of_the_year(region="BE")

    assert (NATIONAL in country, BERCHTOLD in country) == (True, False)
    assert (NATIONAL in bern, BERCHTOLD in bern) == (True, True)


def test_region_nobody_knows_keeps_the_days_of_the_country() -> None:
    assert of_the_year(region="nowhere") == of_the_year()


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "National Day"), ("de", "Nationalfeiertag"), ("xx", "National Day")],
)
def test_day_is_named_in_the_language_asked_for(
    language: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "fr")  # of the machine, which nobody asked
    after = date(2026, 8, 2)

    found = holidays_of(outlet(), first=NATIONAL, before=after, language=language)

    assert found == {NATIONAL: name}


def test_day_before_which_the_span_ends_is_not_in_it() -> None:
    assert holidays_of(outlet(), first=date(2026, 7, 1), before=NATIONAL) == {}


def test_british_profile_has_the_days_of_its_country() -> None:
    found = of_the_year("UK")

    assert found == of_the_year("GB")
    assert date(2026, 12, 25) in found


def test_country_nobody_knows_and_an_empty_span_have_none() -> None:
    assert of_the_year("ZZ") == {}
    assert holidays_of(outlet(), first=NATIONAL, before=NATIONAL) == {}
