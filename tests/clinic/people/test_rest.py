"""Legal hold, restriction, retention and erasure."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.audit.models import Event
from glabella.clinic.people import actions, queries
from glabella.clinic.people.models import (
    Alert,
    Contact,
    Identifier,
    LegalHold,
    Patient,
    Registration,
    Relation,
)
from glabella.clinic.people.retention import read_rules
from glabella.clinic.people.values import NewContact, NewRelation, Retention
from glabella.core.errors import InputError
from tests import world
from tests.clinic.scene import Scene, last_event, scene

pytestmark = pytest.mark.django_db
# All rows of a scene are of 2 November 2026; Switzerland keeps 20 years.
LAST_DAY_OF_KEEPING = datetime(2046, 11, 1, 23, 0, tzinfo=UTC)
FIRST_DAY_AFTER = datetime(2046, 11, 2, 1, 0, tzinfo=UTC)
FMH = "CH: FMH: 20 years after the last entry"


def erase(here: Scene, at: datetime = FIRST_DAY_AFTER) -> None:
    actions.erase(here.card.id, reason="asked for it", by=here.by, at=at)


def refusal(here: Scene, at: datetime = FIRST_DAY_AFTER) -> str:
    with pytest.raises(DeedRefusedError) as refused:
        erase(here, at)
    return refused.value.what


def test_retention_runs_from_the_newest_entry() -> None:
    here = scene()

    found = queries.retention(here.who)

    assert found == Retention(
        keep_until=date(2046, 11, 2),
        last_entry_on=world.TODAY,
        sources=(FMH,),
        unknown=(),
        is_held=False,
    )


def test_any_later_row_about_the_person_makes_it_later() -> None:
    here = scene()
    later = datetime(2028, 2, 29, 12, tzinfo=UTC)
    actions.add_alert(here.card.id, "Later", is_clinical=True, by=here.by, at=later)

    assert queries.retention(here.who).keep_until == date(2048, 2, 29)


def test_erasure_before_retention_is_refused_with_day_and_source() -> None:
    here = scene()

    assert refusal(here, LAST_DAY_OF_KEEPING) == (
        f"the record must be kept until 2046-11-02 ({FMH})."
    )


@pytest.mark.parametrize("profile", ["SG", "AT", "UK"])
def test_erasure_is_refused_where_nobody_has_read_the_period(profile: str) -> None:
    here = scene()
    card = world.patient(world.outlet(profile=profile))
    there = Scene(here.outlet, here.user, here.by, card)

    assert refusal(there) == (
        f"how long a record must be kept in {profile} was not read in a source."
    )
    assert queries.retention(there.who).keep_until is None


def test_erasure_under_hold_is_refused_until_it_is_lifted() -> None:
    here = scene()
    hold = actions.set_hold(here.card.id, reason="lawsuit", by=here.by, at=world.AT)
    told = last_event()
    assert refusal(here) == "a legal hold stands."

    actions.lift_hold(hold.id, by=here.by, at=world.AT)

    own = [str(hold.id)]
    assert told == ("people.set_hold", here.user.id, here.card.id, own)
    assert last_event() == ("people.lift_hold", here.user.id, here.card.id, own)
    assert LegalHold.objects.get().lifted_by == here.user
    erase(here)


def test_hold_on_one_card_holds_the_person() -> None:
    here = scene()
    other = world.patient(here.outlet)
    actions.merge_cards(here.card.id, other.id, reason="same", by=here.by, at=world.AT)
    actions.set_hold(other.id, reason="lawsuit", by=here.by, at=world.AT)

    assert refusal(here) == "a legal hold stands."


def test_erasure_removes_what_names_the_person_and_keeps_the_trail() -> None:
    here = scene()
    card, by, at = here.card.id, here.by, world.AT
    other = world.patient(here.outlet)
    actions.merge_cards(card, other.id, reason="same", by=by, at=at)
    actions.add_contact(other.id, NewContact("phone", "0791234567"), by=by, at=at)
    actions.add_relation(card, NewRelation("gp", "Dr Xgp", phone="1"), by=by, at=at)
    actions.add_alert(card, "Xname likes tea", is_clinical=False, by=by, at=at)
    actions.add_identifier(card, system="old", value="77", by=by, at=at)
    events = list(Event.objects.order_by("sequence").values())

    erase(here)

    both = Patient.objects.filter(id__in=(card, other.id))
    assert set(
        both.values_list("family_name", "given_names", "search_name", "birth_date")
    ) == {("", "", "", None)}
    assert {row.erased_by for row in both} == {here.user}
    assert {row.restricted_at for row in both} == {FIRST_DAY_AFTER}
    assert set(Contact.objects.values_list("value", "search_value")) == {("", "")}
    assert set(Relation.objects.values_list("name", "phone")) == {("", "")}
    assert Alert.objects.get().text == ""
    assert Identifier.objects.get().value.startswith("erased ")
    numbers = Registration.objects.values_list("number", flat=True)
    assert all(number.startswith("erased ") for number in numbers)
    assert queries.search(world.FAMILY, outlets=None) == []
    assert queries.search("0791234567", outlets=None) == []
    now = list(Event.objects.order_by("sequence").values())
    assert now[:-1] == events
    ids = [str(card), str(other.id)]
    assert last_event() == ("people.erase", here.user.id, card, ids)


def test_person_is_erased_once_and_rests_for_good() -> None:
    here = scene()
    erase(here)

    assert refusal(here) == "there is no such patient, or it is erased already."
    with pytest.raises(DeedRefusedError, match="was erased"):
        actions.lift_restriction(here.card.id, by=here.by, at=FIRST_DAY_AFTER)


def test_record_rests_and_is_read_again() -> None:
    here = scene()
    card, by, at = here.card.id, here.by, world.AT

    actions.restrict(card, reason="asked for it", by=by, at=at)
    resting = Patient.objects.get(id=card)
    with pytest.raises(DeedRefusedError, match="restricted already"):
        actions.restrict(card, reason="again", by=by, at=at)
    actions.lift_restriction(card, by=by, at=at)

    read = Patient.objects.get(id=card)
    assert (resting.restricted_by, resting.restricted_reason) == (
        here.user,
        "asked for it",
    )
    assert (read.restricted_at, read.restricted_by, read.restricted_reason) == (
        None,
        None,
        "",
    )
    own = [str(card)]
    assert last_event() == ("people.lift_restriction", here.user.id, card, own)


@pytest.mark.parametrize(
    "text",
    [
        'CH = { years = "20", basis = "SEEN", source = "s" }',
        'CH = { years = 20, basis = "HEARD", source = "s" }',
        'CH = { years = 20, basis = "SEEN" }',
    ],
)
def test_rule_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "retention.toml"
    file.write_text(text, "utf-8")

    with pytest.raises(InputError, match="no retention rule"):
        read_rules(file)


def test_restriction_of_a_merged_card_lets_the_whole_person_rest() -> None:
    here = scene()
    other = world.patient(here.outlet)
    by, at = here.by, world.AT
    actions.merge_cards(here.card.id, other.id, reason="same", by=by, at=at)

    actions.restrict(other.id, reason="asked for it", by=by, at=at)
    resting = here.who.patient.restricted_at
    actions.lift_restriction(other.id, by=by, at=at)

    assert (resting, here.who.patient.restricted_at) == (world.AT, None)


def test_record_that_rests_is_not_opened_by_a_merge() -> None:
    here = scene()
    other = world.patient(here.outlet)
    by, at = here.by, world.AT
    actions.restrict(other.id, reason="asked for it", by=by, at=at)

    for kept, merged in ((here.card.id, other.id), (other.id, here.card.id)):
        with pytest.raises(DeedRefusedError, match="one of them rests"):
            actions.merge_cards(kept, merged, reason="same", by=by, at=at)


def test_card_that_is_not_there_does_not_rest() -> None:
    here = scene()

    with pytest.raises(DeedRefusedError, match="no such patient"):
        actions.restrict(uuid4(), reason="r", by=here.by, at=world.AT)
