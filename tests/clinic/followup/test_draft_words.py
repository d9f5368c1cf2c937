"""Words of a draft: what is not known is said to be unknown, never left out."""

from decimal import Decimal

import attrs
import pytest

from glabella.clinic.followup.drafts import (
    figures_words,
    muscle_words,
    number_words,
    side_words,
)
from glabella.core.response import Figures
from glabella.core.truth import Truth
from tests.clinic.scene import library

KNOWN = Figures(
    measure="headache_days",
    baseline=Decimal(20),
    current=Decimal(9),
    fall_percent=Decimal(55),
    recorded_days=Decimal(26),
    recorded_minimum=None,
    response=Truth.YES,
    remission=Truth.UNKNOWN,
)


def test_figures_say_before_now_and_the_fall() -> None:
    assert figures_words(KNOWN) == "before 20, now 9, fall 55 %"


def test_figures_of_a_diary_say_how_many_days_were_recorded() -> None:
    figures = attrs.evolve(KNOWN, current=None, recorded_minimum=20)

    words = "before 20, now not known, fall 55 %; recorded days 26, needed 20"
    assert figures_words(figures) == words


@pytest.mark.parametrize(
    ("number", "words"), [(None, "not known"), (Decimal("2.25"), "2.2")]
)
def test_number_has_one_place(number: Decimal | None, words: str) -> None:
    assert number_words(number) == words


def test_name_from_elsewhere_is_said_as_it_stands() -> None:
    assert muscle_words("nobodys_muscle", library=library(), language="en") == (
        "nobodys_muscle"
    )
    assert [side_words(side) for side in ("left", "both", "")] == ["left", "both", ""]
