"""The fact set of a person, as the core is fed from the record."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from glabella.clinic.people.actions import merge_cards
from glabella.clinic.record import actions, queries
from glabella.clinic.record.models import FactEntry
from glabella.clinic.record.values import (
    NewDiaryDay,
    NewExternalDose,
    NewFact,
    NewScore,
    NewSession,
    NewSite,
)
from glabella.core.facts import Absence, Fact, FactSet, Missing
from glabella.core.product import substance_names
from tests import world
from tests.clinic.scene import Scene, instruments, library, scene

pytestmark = pytest.mark.django_db
ONA = "onabotulinumtoxinA"


def facts_on(here: Scene, on: date = world.TODAY) -> FactSet:
    return queries.fact_set(here.who, on=on, catalogue=library().catalogue)


def value(facts: FactSet, name: str) -> object:
    found = facts.lookup(name)
    return found.value if isinstance(found, Fact) else found.reason


def record_fact(here: Scene, new: NewFact) -> None:
    actions.record_fact(
        here.card.id, new, by=here.by, at=world.AT, catalogue=library().catalogue
    )


def record_session(here: Scene, on: date, units: int = 155) -> None:
    site = NewSite("frontalis", "left", Decimal(units))
    new = NewSession(here.outlet.id, "chronic_migraine", ONA, on, sites=(site,))
    actions.record_session(here.card.id, new, by=here.by, at=world.AT)


def fill(here: Scene, first: date, answers: Sequence[bool | None]) -> None:
    days = [
        NewDiaryDay("headache", first + timedelta(days=number), had)
        for number, had in enumerate(answers)
    ]
    actions.record_diary_days(here.card.id, days, by=here.by, at=world.AT)


def test_card_states_birth_date_and_so_the_age() -> None:
    facts = facts_on(scene())

    assert value(facts, "birth_date") == date(1980, 5, 1)
    assert value(facts, "age") == 46


def test_sex_and_death_stand_on_the_card_too() -> None:
    here = scene()
    type(here.card).objects.filter(id=here.card.id).update(
        sex="female", deceased_on=date(2026, 10, 1)
    )

    facts = facts_on(here)

    assert value(facts, "sex") == "female"
    assert value(facts, "deceased") is True


def test_unknown_card_states_nothing() -> None:
    here = scene()
    type(here.card).objects.filter(id=here.card.id).update(birth_date=None)

    facts = facts_on(here)

    assert value(facts, "age") is Absence.NOT_RECORDED
    assert value(facts, "sex") is Absence.NOT_RECORDED


def test_stated_fact_is_known_until_it_is_withdrawn() -> None:
    here = scene()
    record_fact(here, NewFact("headache_hours_per_day", Decimal("4.25"), world.TODAY))
    entry = queries.facts(here.who)[0]

    before = facts_on(here)
    actions.withdraw_fact(entry.id, reason="other person", by=here.by, at=world.AT)
    after = facts_on(here)

    assert value(before, "headache_hours_per_day") == Decimal("4.25")
    assert value(after, "headache_hours_per_day") is Absence.NOT_RECORDED


def test_fact_without_a_day_is_of_the_day_it_was_recorded() -> None:
    here = scene()
    record_fact(here, NewFact("bipolar_disorder", value=False))

    found = facts_on(here).lookup("bipolar_disorder")

    assert found == Fact("bipolar_disorder", False, world.TODAY)


def test_fact_that_no_longer_exists_is_left_out() -> None:
    here = scene()
    FactEntry.objects.create(
        patient=here.card, fact="gone_with_a_version", value=1, recorded_at=world.AT
    )

    names = {fact.id for fact in facts_on(here).all_facts()}

    assert names == {"birth_date", "age"}


def test_sessions_and_doses_from_elsewhere_are_one_list() -> None:
    here = scene()
    record_session(here, date(2026, 3, 2))
    dose = NewExternalDose(
        date(2025, 1, 7), "Botox", Decimal(100), "chronic_migraine", "Elsewhere"
    )
    names = substance_names(library().products.values())
    actions.note_external_dose(
        here.card.id, dose, by=here.by, at=world.AT, substances=names
    )

    rows = facts_on(here).rows("toxin_sessions")

    assert [
        (row["date"], row["product"], row["units"], row["condition"], row["external"])
        for row in rows
    ] == [
        (date(2026, 3, 2), ONA, Decimal(155), "chronic_migraine", False),
        (date(2025, 1, 7), ONA, Decimal(100), "chronic_migraine", True),
    ]
    assert value(facts_on(here), "last_toxin_date") == date(2026, 3, 2)


def test_list_of_sessions_is_whole_only_once_somebody_has_asked() -> None:
    here = scene()
    record_session(here, date(2026, 3, 2))
    before = facts_on(here).lookup("toxin_sessions")

    record_fact(here, NewFact("toxin_sessions", [], world.TODAY))

    after = facts_on(here).lookup("toxin_sessions")
    assert isinstance(before, Fact)
    assert isinstance(after, Fact)
    assert before.may_be_incomplete
    assert not after.may_be_incomplete
    assert after.value == before.value


def test_person_without_sessions_has_no_list_of_them() -> None:
    assert value(facts_on(scene()), "toxin_sessions") is Absence.NOT_RECORDED


def test_later_session_is_not_seen_on_an_earlier_day() -> None:
    here = scene()
    record_session(here, date(2026, 3, 2))

    assert facts_on(here, date(2026, 3, 1)).rows("toxin_sessions") == ()


def test_answers_of_the_phq9_are_facts_and_a_missing_one_gives_no_total() -> None:
    here = scene()
    answers = (1, 0, None, 0, 0, 0, 0, 0, 0)
    new = NewScore("phq9", world.TODAY, answers)
    actions.record_score(
        here.card.id, new, by=here.by, at=world.AT, instruments=instruments()
    )

    facts = facts_on(here)

    assert value(facts, "phq9_item1") == 1
    assert value(facts, "phq9_item3") is Absence.NOT_RECORDED
    assert value(facts, "phq9_total") is Absence.NOT_RECORDED
    assert value(facts, "suicide_item_positive") is False


def test_only_item_9_makes_suicidality_an_open_question() -> None:
    here = scene()
    new = NewScore("phq9", world.TODAY, {"9": 2})
    actions.record_score(
        here.card.id, new, by=here.by, at=world.AT, instruments=instruments()
    )

    assert value(facts_on(here), "suicide_item_positive") is True


def test_total_of_another_instrument_is_a_fact() -> None:
    here = scene()
    new = NewScore("hit6", world.TODAY, total=62)
    actions.record_score(
        here.card.id, new, by=here.by, at=world.AT, instruments=instruments()
    )

    assert value(facts_on(here), "hit6_total") == 62


@pytest.mark.parametrize(
    ("instrument", "item", "fact"),
    [
        ("bdi2", "9", "bdi2_item9"),
        ("hamd17", "3", "hamd17_item3"),
        ("madrs", "10", "madrs_item10"),
        ("qids_sr16", "12", "qids_item12"),
    ],
)
def test_item_about_suicidality_of_any_instrument_is_a_fact(
    instrument: str, item: str, fact: str
) -> None:
    here = scene()
    new = NewScore(instrument, world.TODAY, {item: 2})
    actions.record_score(
        here.card.id, new, by=here.by, at=world.AT, instruments=instruments()
    )

    assert value(facts_on(here), fact) == 2
    assert value(facts_on(here), "suicide_item_positive") is True


def test_blank_diary_day_is_neither_recorded_nor_free() -> None:
    here = scene()
    fill(here, world.TODAY - timedelta(days=28), [True, False, None, True])

    facts = facts_on(here)

    assert value(facts, "headache_days_28_current") == Decimal(2)
    assert value(facts, "diary_recorded_days") == 3


def test_today_and_days_before_the_window_do_not_count() -> None:
    here = scene()
    fill(here, world.TODAY - timedelta(days=29), [True])
    fill(here, world.TODAY, [True])

    facts = facts_on(here)

    assert value(facts, "diary_recorded_days") is Absence.NOT_RECORDED


def test_month_counts_only_if_no_day_of_it_is_blank() -> None:
    here = scene()
    fill(here, date(2026, 8, 1), [True, False] * 15 + [True])
    fill(here, date(2026, 9, 1), [True] * 29 + [None])
    fill(here, date(2026, 10, 1), [False] * 31)

    facts = facts_on(here)

    months = value(facts, "headache_days_per_month")
    assert months == (Decimal(16), None, Decimal(0))
    assert value(facts, "headache_days_source") == "diary"


def test_diary_gives_way_to_what_somebody_said_later() -> None:
    here = scene()
    fill(here, world.TODAY - timedelta(days=28), [True] * 28)
    record_fact(here, NewFact("headache_days_28_current", Decimal(9), world.TODAY))

    assert value(facts_on(here), "headache_days_28_current") == Decimal(9)


def test_all_cards_of_a_person_are_read_together() -> None:
    here = scene()
    other = world.patient(here.outlet)
    second = Scene(here.outlet, here.user, here.by, other)
    record_session(second, date(2026, 3, 2))
    merge_cards(here.card.id, other.id, reason="same", by=here.by, at=world.AT)

    assert len(facts_on(here).rows("toxin_sessions")) == 1


def test_day_of_two_cards_is_one_day() -> None:
    here = scene()
    other = world.patient(here.outlet)
    day = world.TODAY - timedelta(days=1)
    fill(here, day, [True])
    fill(Scene(here.outlet, here.user, here.by, other), day, [True])
    merge_cards(here.card.id, other.id, reason="same", by=here.by, at=world.AT)

    assert value(facts_on(here), "diary_recorded_days") == 1


def test_reading_costs_the_same_for_one_and_for_three(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for rows in (1, 3):
        here = scene()
        for number in range(rows):
            record_session(here, date(2026, 3, 2 + number))
            record_fact(here, NewFact("bipolar_disorder", value=False))
            fill(here, date(2026, 9, 1 + number), [True])
        who = here.who
        with django_assert_num_queries(5):
            queries.fact_set(who, on=world.TODAY, catalogue=library().catalogue)
        with django_assert_num_queries(3):
            ledger_of(here, who_is=who)
        with django_assert_num_queries(10):
            queries.timeline(who)


def ledger_of(here: Scene, who_is: object = None, product: str = "") -> object:
    who = here.who if who_is is None else who_is
    return queries.ledger_of(
        who,  # type: ignore[arg-type]  # a person, read before queries are counted
        on=world.TODAY,
        library=library(),
        profile="CH",
        product=product,
    )


def test_ledger_counts_sessions_of_the_last_84_days_only() -> None:
    here = scene()
    record_session(here, world.TODAY - timedelta(days=83), units=155)
    record_session(here, world.TODAY - timedelta(days=84), units=100)

    book = queries.ledger_of(here.who, on=world.TODAY, library=library(), profile="CH")

    assert book is not None
    assert (book.product, book.used) == (ONA, Decimal(155))
    assert book.interval_ends == world.TODAY + timedelta(days=1)


def test_dose_of_unknown_product_blocks_the_ledger() -> None:
    here = scene()
    record_session(here, date(2026, 3, 2))
    dose = NewExternalDose(world.TODAY - timedelta(days=10))
    actions.note_external_dose(here.card.id, dose, by=here.by, at=world.AT)

    book = queries.ledger_of(here.who, on=world.TODAY, library=library(), profile="CH")

    assert book is not None
    assert book.is_blocked
    assert book.remaining is None


def test_dose_on_record_outweighs_an_answer_that_there_never_was_one() -> None:
    here = scene()
    never = NewFact("prior_botulinum_toxin", value=False, as_of=world.TODAY)
    catalogue = library().catalogue
    actions.record_fact(
        here.card.id, never, by=here.by, at=world.AT, catalogue=catalogue
    )
    before = value(facts_on(here), "prior_botulinum_toxin")

    dose = NewExternalDose(on=world.TODAY - timedelta(days=42))
    actions.note_external_dose(here.card.id, dose, by=here.by, at=world.AT)

    assert (before, value(facts_on(here), "prior_botulinum_toxin")) == (False, True)
    assert [row.value for row in queries.facts(here.who)] == [False]


def test_without_any_session_there_is_a_ledger_only_of_a_named_product() -> None:
    here = scene()

    assert ledger_of(here) is None
    assert ledger_of(here, product=ONA) is not None


def test_conflict_between_two_statements_is_told() -> None:
    here = scene()
    for answer in (True, False):
        record_fact(here, NewFact("bipolar_disorder", answer, world.TODAY))

    found = facts_on(here).lookup("bipolar_disorder")

    assert isinstance(found, Missing)
    assert found.reason is Absence.CONFLICT
