"""What surrounds a person: contacts, relations, allergies, alerts."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from glabella.clinic.audit.actor import Actor, system
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import actions, queries
from glabella.clinic.people.models import Allergy, Contact
from glabella.clinic.people.values import NewAllergy, NewContact, NewRelation
from tests import world
from tests.clinic.scene import last_event, scene

pytestmark = pytest.mark.django_db


def test_contact_keeps_what_was_typed_and_is_searched_by_its_number() -> None:
    here = scene()
    new = NewContact("phone", " 079 123 45 67 ", is_safe=True, may_remind=False)

    row = actions.add_contact(here.card.id, new, by=here.by, at=world.AT)

    assert (row.value, row.search_value) == ("079 123 45 67", "+41791234567")
    assert (row.is_safe, row.may_remind, row.asked_at, row.asked_by) == (
        True,
        False,
        world.AT,
        here.user,
    )
    own = [str(row.id)]
    assert last_event() == ("people.add_contact", here.user.id, here.card.id, own)


@pytest.mark.parametrize(
    ("profile", "typed", "found"),
    [
        ("CH", "0041 79 123 45 67", "+41791234567"),
        ("SG", "8123 4567", "+6581234567"),
        ("UK", "020 7946 0018", "+442079460018"),
        ("EU", "+49 30 123456", "+4930123456"),
        ("EU", "030 123456", "030123456"),
        ("CH", "extension twelve 12", "12"),
    ],
)
def test_phone_is_read_in_the_country_of_the_outlet(
    profile: str, typed: str, found: str
) -> None:
    here = scene()
    card = world.patient(world.outlet(profile=profile))

    row = actions.add_contact(
        card.id, NewContact("phone", typed), by=here.by, at=world.AT
    )

    assert row.search_value == found


@pytest.mark.parametrize(
    ("kind", "value", "found"),
    [
        ("email", "Some@Example.ORG", "some@example.org"),
        ("post", "Bühlstraße 1", "buehlstrasse 1"),
    ],
)
def test_other_contacts_are_searched_folded(kind: str, value: str, found: str) -> None:
    here = scene()

    row = actions.add_contact(
        here.card.id, NewContact(kind, value), by=here.by, at=world.AT
    )

    assert (row.search_value, row.asked_at) == (found, None)


def test_consent_is_noted_with_who_asked() -> None:
    here = scene()
    new = NewContact("phone", "079 123 45 67")
    row = actions.add_contact(here.card.id, new, by=here.by, at=world.AT)

    actions.note_consent(row.id, is_safe=True, may_remind=None, by=here.by, at=world.AT)

    found = Contact.objects.get(id=row.id)
    assert (found.is_safe, found.may_remind, found.asked_by) == (True, None, here.user)
    own = [str(row.id)]
    assert last_event() == ("people.note_consent", here.user.id, here.card.id, own)


def test_consent_of_an_ended_contact_is_refused() -> None:
    here = scene()
    new = NewContact("phone", "079 123 45 67")
    row = actions.add_contact(here.card.id, new, by=here.by, at=world.AT)
    actions.end_contact(row.id, by=here.by, at=world.AT)

    with pytest.raises(DeedRefusedError, match="no such row"):
        actions.note_consent(
            row.id, is_safe=True, may_remind=True, by=here.by, at=world.AT
        )


def test_machine_cannot_say_that_it_asked() -> None:
    here = scene()

    with pytest.raises(DeedRefusedError, match="signed in"):
        actions.add_contact(
            here.card.id,
            NewContact("phone", "079", may_remind=True),
            by=system("import"),
            at=world.AT,
        )


def test_person_who_books_says_it_of_their_own_contact() -> None:
    here = scene()
    visitor = Actor(user=None, kind="anonymous", origin="192.0.2.1")
    new = NewContact("phone", "079", is_safe=True, may_remind=True)

    row = actions.add_contact(here.card.id, new, by=visitor, at=world.AT)

    assert (row.may_remind, row.asked_at, row.asked_by) == (True, world.AT, None)


def test_ended_rows_are_kept_and_no_longer_listed() -> None:
    here = scene()
    card, by, at = here.card.id, here.by, world.AT
    contact = actions.add_contact(card, NewContact("phone", "079"), by=by, at=at)
    relation = actions.add_relation(card, NewRelation("gp", "Dr Xgp"), by=by, at=at)
    allergy = actions.add_allergy(card, NewAllergy("latex"), by=by, at=at)
    alert = actions.add_alert(card, "Faints", is_clinical=True, by=by, at=at)
    lists: list[Callable[..., list[object]]] = [
        queries.contacts,  # type: ignore[list-item]  # lists of rows of four tables
        queries.relations,  # type: ignore[list-item]  # as above
        queries.allergies,  # type: ignore[list-item]  # as above
        queries.alerts,  # type: ignore[list-item]  # as above
    ]
    rows = [contact, relation, allergy, alert]
    assert [each(here.who) for each in lists] == [[row] for row in rows]

    actions.end_contact(contact.id, by=by, at=at)
    actions.end_relation(relation.id, by=by, at=at)
    actions.end_allergy(allergy.id, reason="tested, none", by=by, at=at)
    actions.end_alert(alert.id, by=by, at=at)

    assert [each(here.who) for each in lists] == [[], [], [], []]
    assert last_event() == ("people.end_alert", here.user.id, card, [str(alert.id)])
    kept = Allergy.objects.get()
    assert (kept.ended_by, kept.ended_reason) == (here.user, "tested, none")


def test_nothing_ends_twice_or_that_was_never_there() -> None:
    here = scene()
    by, at = here.by, world.AT
    alert = actions.add_alert(here.card.id, "Faints", is_clinical=True, by=by, at=at)
    actions.end_alert(alert.id, by=by, at=at)

    with pytest.raises(DeedRefusedError, match="ended already"):
        actions.end_alert(alert.id, by=by, at=at)
    with pytest.raises(DeedRefusedError, match="no such row"):
        actions.end_allergy(uuid4(), reason="r", by=by, at=at)


def test_front_desk_sees_no_clinical_alert_and_no_allergy() -> None:
    here = scene()
    card, by, at = here.card.id, here.by, world.AT
    actions.add_alert(card, "Clinical", is_clinical=True, by=by, at=at)
    later = at + timedelta(minutes=1)
    actions.add_alert(card, "Stairs", is_clinical=False, by=by, at=later)
    actions.add_allergy(card, NewAllergy("latex", severity="severe"), by=by, at=at)
    actions.note_allergies_asked(card, on=world.TODAY, by=by, at=at)

    desk = queries.header(here.who, on=world.TODAY, is_clinical=False)
    clinic = queries.header(here.who, on=world.TODAY, is_clinical=True)

    assert (desk.alerts, desk.allergies, desk.allergies_asked_on) == (
        ("Stairs",),
        (),
        None,
    )
    assert clinic.alerts == ("Clinical", "Stairs")
    assert [row.substance for row in clinic.allergies] == ["latex"]
    assert clinic.allergies_asked_on == world.TODAY


@pytest.mark.parametrize(
    "new",
    [NewContact("fax", "1"), NewContact("email", " ")],
)
def test_contact_of_no_kind_or_without_value_is_refused(new: NewContact) -> None:
    here = scene()

    with pytest.raises(DeedRefusedError):
        actions.add_contact(here.card.id, new, by=here.by, at=world.AT)


def test_relation_of_no_known_kind_is_refused() -> None:
    here = scene()

    with pytest.raises(DeedRefusedError, match='"friend" is not known'):
        actions.add_relation(
            here.card.id, NewRelation("friend", "X"), by=here.by, at=world.AT
        )
