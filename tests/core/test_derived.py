"""Facts that follow from facts, and the open suicide question."""

from datetime import date

import pytest

from glabella.core.derived import full_years
from glabella.core.fact_types import Catalogue, FactType, FactValue, Validity
from glabella.core.facts import INCOMPLETE_LIST, Fact, FactSet, Missing
from glabella.core.phases import with_protocol_facts
from tests import build

INTEGERS = [
    *(f"phq9_item{n}" for n in range(1, 10)),
    "phq9_total",
    "hamd17_item3",
    "hamd17_total",
    "madrs_item10",
    "madrs_total",
    "age",
]  # fmt: skip - a list of names

ASSESSMENT = build.definition(
    "suicide_risk_assessment",
    FactType.RECORDS,
    fields={
        "by": FactType.TEXT,
        "cleared": FactType.BOOLEAN,
        "valid_until": FactType.DATE,
    },
)

KNOWN: Catalogue = build.catalogue(
    *(build.definition(name, FactType.INTEGER) for name in INTEGERS),
    build.definition("birth_date", FactType.DATE),
    build.definition("death_date", FactType.DATE),
    build.definition("deceased"),
    build.definition("suicide_item_positive"),
    build.definition("cssrs_any_yes"),
    build.definition("suicidal_thoughts", validity=Validity("same_day", 0)),
    ASSESSMENT,
)


def derived(*facts: Fact) -> FactSet:
    return build.derived_set(*facts, known=KNOWN)


def value(facts: FactSet, name: str) -> FactValue | None:
    found = facts.lookup(name)
    return None if isinstance(found, Missing) else found.value


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(2008, 3, 2), date(2026, 3, 2), 18),
        (date(2008, 3, 3), date(2026, 3, 2), 17),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_age_in_completed_years(born: date, on: date, years: int) -> None:
    assert full_years(born, on) == years


def test_age_follows_from_the_birth_date_and_says_so() -> None:
    facts = derived(build.fact("birth_date", date(1980, 1, 1)))

    assert facts.lookup("age") == Fact("age", 46, build.ON, "derived from birth_date")


def test_someone_born_later_has_no_age() -> None:
    born = build.fact("birth_date", date(2026, 3, 3), as_of=build.days_before(1))

    assert value(derived(born), "age") is None


def test_a_stated_fact_stands_before_a_derived_one() -> None:
    facts = derived(build.fact("birth_date", date(1980, 1, 1)), build.fact("age", 40))

    assert value(facts, "age") == 40


@pytest.mark.parametrize(
    ("died", "dead"), [(date(2026, 3, 2), True), (date(2026, 3, 3), False)]
)
def test_death_counts_from_its_day(died: date, *, dead: bool) -> None:
    facts = derived(build.fact("death_date", died))

    assert value(facts, "deceased") is dead


def session(day: date | None, **cells: object) -> dict[str, object]:
    return {"date": day, "product": None, "units": None, "condition": None, **cells}


def test_the_last_toxin_is_the_latest_up_to_today() -> None:
    rows = (
        session(build.days_before(90)),
        session(build.days_before(10)),
        session(date(2026, 4, 1)),
        session(None),
    )

    facts = derived(build.fact("toxin_sessions", rows))

    assert value(facts, "last_toxin_date") == build.days_before(10)
    assert value(facts, "prior_botulinum_toxin") is True


def test_an_empty_list_of_sessions_says_never() -> None:
    facts = derived(build.fact("toxin_sessions", ()))

    assert value(facts, "prior_botulinum_toxin") is False
    assert value(facts, "last_toxin_date") is None


def test_an_empty_list_that_may_be_incomplete_says_nothing() -> None:
    found = derived(build.fact("toxin_sessions", (), certainty=INCOMPLETE_LIST))

    own = with_protocol_facts(build.protocol(), found, product="x")

    assert value(own, "prior_botulinum_toxin") is None
    assert value(own, "other_botulinum_toxin") is None


def test_no_record_of_sessions_says_nothing() -> None:
    facts = with_protocol_facts(build.protocol(), derived(), product="x")

    assert value(facts, "prior_botulinum_toxin") is None
    assert value(facts, "other_botulinum_toxin") is None


def test_another_or_an_unknown_product_is_another_toxin() -> None:
    ona = "onabotulinumtoxinA"
    rows = (
        session(build.days_before(5), product=ona, condition="condition"),
        session(build.days_before(50), product="abobotulinumtoxinA"),
        session(build.days_before(40)),
    )
    facts = derived(build.fact("toxin_sessions", rows))

    own = with_protocol_facts(build.protocol(), facts, product=ona)

    assert value(own, "other_botulinum_toxin") is True
    assert value(own, "last_other_toxin_date") == build.days_before(40)
    assert value(own, "cycles_completed") == 0


@pytest.mark.parametrize(("last", "cycles"), [(83, 1), (84, 2)])
def test_a_cycle_is_over_with_the_next_session_or_its_days(
    last: int, cycles: int
) -> None:
    days = [build.days_before(last + 84), build.days_before(last)]
    rows = tuple(session(day, condition="condition") for day in days)

    own = with_protocol_facts(
        build.protocol(), derived(build.fact("toxin_sessions", rows)), product="x"
    )

    assert value(own, "cycles_completed") == cycles


def test_a_stated_number_of_cycles_stands() -> None:
    facts = derived(build.fact("toxin_sessions", ()), build.fact("cycles_completed", 4))

    own = with_protocol_facts(build.protocol(), facts, product="x")

    assert value(own, "cycles_completed") == 4


def items(*values: int, as_of: date = build.ON) -> list[Fact]:
    return [
        build.fact(f"phq9_item{number}", answer, as_of=as_of)
        for number, answer in enumerate(values, start=1)
    ]


def test_nine_items_of_one_day_make_a_total() -> None:
    assert value(derived(*items(1, 2, 3, 0, 0, 0, 0, 0, 0)), "phq9_total") == 6


def test_a_missing_item_gives_no_total() -> None:
    assert value(derived(*items(1, 2, 3, 0, 0, 0, 0, 0)), "phq9_total") is None


def test_items_of_two_days_make_no_total() -> None:
    mixed = [*items(1, 1, 1, 1, 1, 1, 1, 1), build.fact("phq9_item9", 0, as_of=OLD)]

    assert value(derived(*mixed), "phq9_total") is None


OLD = build.days_before(400)
RECENT = build.days_before(5)


def open_item(*facts: Fact) -> FactValue | None:
    return value(derived(*facts), "suicide_item_positive")


@pytest.mark.parametrize(
    ("name", "answer", "is_open"),
    [
        ("phq9_item9", 0, False),
        ("phq9_item9", 1, True),
        ("hamd17_item3", 1, True),
        ("madrs_item10", 1, False),
        ("madrs_item10", 2, True),
        ("cssrs_any_yes", True, True),
        ("cssrs_any_yes", False, False),
        ("suicidal_thoughts", True, True),
    ],
)
def test_which_answers_open_the_question(
    name: str, answer: FactValue, *, is_open: bool
) -> None:
    assert open_item(build.fact(name, answer)) is is_open


def test_nobody_asked_is_neither_yes_nor_no() -> None:
    assert open_item() is None


def test_an_old_positive_stays_open_with_its_date() -> None:
    facts = derived(build.fact("phq9_item9", 2, as_of=OLD))

    assert facts.lookup("suicide_item_positive") == Fact(
        "suicide_item_positive",
        value=True,
        as_of=OLD,
        source=f"derived from phq9_item9 of {OLD.isoformat()}",
    )


def test_a_later_single_zero_closes_nothing() -> None:
    positive = build.fact("phq9_item9", 1, as_of=OLD)

    assert open_item(positive, build.fact("phq9_item9", 0, as_of=RECENT)) is True


def test_a_later_complete_screening_closes_it() -> None:
    positive = build.fact("phq9_item9", 1, as_of=OLD)
    complete = items(0, 0, 0, 0, 0, 0, 0, 0, 0, as_of=RECENT)
    total = build.fact("phq9_total", 3, as_of=RECENT)
    zero = build.fact("phq9_item9", 0, as_of=RECENT)

    assert open_item(positive, *complete) is False
    assert open_item(positive, zero, total) is False


def test_a_complete_screening_of_the_same_day_closes_nothing() -> None:
    hamd = build.fact("hamd17_item3", 2)

    assert open_item(hamd, *items(0, 0, 0, 0, 0, 0, 0, 0, 0)) is True


def clearance(**cells: object) -> Fact:
    row = {"by": "Dr. Test", "cleared": True, "valid_until": None, **cells}
    return build.fact("suicide_risk_assessment", (row,))


@pytest.mark.parametrize(
    ("cells", "is_open"),
    [
        ({}, False),
        ({"cleared": False}, True),
        ({"cleared": None}, True),
        ({"by": None}, True),
        ({"valid_until": build.ON}, False),
        ({"valid_until": build.days_before(1)}, True),
    ],
)
def test_a_named_clearance_that_holds_closes_it(
    cells: dict[str, object], *, is_open: bool
) -> None:
    assert open_item(build.fact("phq9_item9", 1), clearance(**cells)) is is_open


def test_an_empty_assessment_clears_nothing() -> None:
    empty = build.fact("suicide_risk_assessment", ())

    assert open_item(build.fact("phq9_item9", 1), empty) is True


def test_a_positive_answer_after_a_clearance_opens_it_again() -> None:
    row = {"by": "Dr. Test", "cleared": True, "valid_until": None}
    cleared = build.fact("suicide_risk_assessment", (row,), as_of=OLD)

    assert open_item(cleared, build.fact("phq9_item9", 1, as_of=RECENT)) is True
