"""Earlier sessions as the ledger counts them."""

from datetime import date
from decimal import Decimal

import attrs
import pytest

from glabella.core.administrations import Administration, LedgerOverride
from glabella.core.errors import UnknownNameError
from glabella.core.fact_types import Catalogue, FactType
from glabella.core.facts import INCOMPLETE_LIST, FactSet
from glabella.core.sessions import administrations, overrides, with_substances
from tests import build

SESSIONS = build.definition(
    "toxin_sessions",
    FactType.RECORDS,
    fields={
        "date": FactType.DATE,
        "product": FactType.TEXT,
        "units": FactType.DECIMAL,
        "condition": FactType.TEXT,
        "place": FactType.TEXT,
        "external": FactType.BOOLEAN,
        "certainty": FactType.TEXT,
    },
)

KNOWN: Catalogue = build.catalogue(SESSIONS)

TREATED = date(2026, 1, 1)

NAMES = {"botox": "onabotulinumtoxinA", "onabotulinumtoxina": "onabotulinumtoxinA"}


def had(*rows: dict[str, object], **values: tuple[dict[str, object], ...]) -> FactSet:
    return build.stated({"toxin_sessions": rows, **values}, known=KNOWN)


# ---- the ledger's rows --------------------------------------------------------------


def test_without_a_record_there_is_nothing_to_count() -> None:
    assert administrations(build.fact_set(known=KNOWN)) == ()


def test_a_whole_session_is_counted_whole() -> None:
    row = {
        "date": TREATED,
        "product": "onabotulinumtoxinA",
        "units": Decimal(155),
        "condition": "chronic_migraine",
        "place": "Elsewhere",
        "external": True,
        "certainty": "letter",
    }

    [found] = administrations(had(row))

    assert found == Administration(
        TREATED,
        "onabotulinumtoxinA",
        Decimal(155),
        place="Elsewhere",
        external=True,
        certainty="letter",
        condition="chronic_migraine",
        id="session 1",
    )


@pytest.mark.parametrize(
    "row",
    [
        {"date": TREATED},
        {"date": TREATED, "units": None, "product": None, "external": None},
        {"date": TREATED, "product": "", "place": "", "certainty": ""},
    ],
)
def test_what_nobody_knows_of_a_session_stays_unknown(row: dict[str, object]) -> None:
    assert administrations(had(row)) == (Administration(TREATED, id="session 1"),)


def test_a_session_without_a_date_counts_nowhere_and_keeps_its_number() -> None:
    found = administrations(had({"units": Decimal(100)}, {"date": TREATED}))

    assert found == (Administration(TREATED, id="session 2"),)


# ---- names of products --------------------------------------------------------------


def test_a_brand_is_read_as_its_substance() -> None:
    facts = had(
        {"date": TREATED, "product": "Botox"},
        {"date": TREATED, "product": "OnabotulinumtoxinA"},
        {"date": TREATED, "product": ""},
        {"date": TREATED, "product": None},
    )

    rows = with_substances(facts, NAMES).rows("toxin_sessions")

    ona = "onabotulinumtoxinA"
    assert [row["product"] for row in rows] == [ona, ona, None, None]
    assert [row["date"] for row in rows] == [TREATED] * 4


def test_every_statement_on_record_is_renamed() -> None:
    older = build.fact(
        "toxin_sessions",
        ({"product": "Botox"},),
        as_of=build.days_before(9),
        certainty=INCOMPLETE_LIST,
    )
    facts = build.fact_set(older, known=KNOWN, toxin_sessions=({"product": "botox"},))

    renamed = with_substances(facts, NAMES)

    assert renamed.history("toxin_sessions") == tuple(
        attrs.evolve(fact, value=({"product": "onabotulinumtoxinA"},))
        for fact in facts.history("toxin_sessions")
    )


def test_without_a_record_nothing_is_renamed() -> None:
    facts = build.fact_set(known=KNOWN, a=True)

    assert with_substances(facts, NAMES) is facts


def test_a_product_nobody_knows_is_no_product() -> None:
    with pytest.raises(
        UnknownNameError,
        match=r'^fact "toxin_sessions": there is no product "Botux"\. Name the active '
        r"substance or a brand, or leave it empty\.$",
    ):
        with_substances(had({"product": "Botux"}), NAMES)


# ---- decisions by name --------------------------------------------------------------

RULE = "other_botulinum_toxin_within_84_days"


def test_an_override_names_every_session_it_speaks_of() -> None:
    why = "asked the other clinic"
    row: dict[str, object] = {"criterion": RULE, "who": "Dr. Test", "why": why}
    facts = had({"date": TREATED}, {"units": None}, {"date": TREATED}, overrides=(row,))

    assert overrides(facts) == (
        LedgerOverride("session 1", "Dr. Test", why),
        LedgerOverride("session 3", "Dr. Test", why),
    )


@pytest.mark.parametrize(
    "row",
    [
        {"criterion": "another rule", "who": "Dr. Test", "why": "a reason"},
        {"criterion": RULE, "who": None, "why": "a reason"},
        {"criterion": RULE, "who": "", "why": "a reason"},
        {"criterion": RULE, "who": "Dr. Test", "why": None},
    ],
)
def test_a_decision_without_name_or_reason_lifts_nothing(
    row: dict[str, object],
) -> None:
    assert overrides(had({"date": TREATED}, overrides=(row,))) == ()
