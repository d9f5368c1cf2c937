"""Search and duplicates: how a person is found from what somebody types."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.actor import Actor
from glabella.clinic.people import actions, queries
from glabella.clinic.people.models import Patient
from glabella.clinic.people.values import Duplicate, NewContact, NewPatient
from glabella.clinic.practice.models import Outlet
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def zurich() -> Outlet:
    return world.outlet("Zurich")


@pytest.fixture
def by(zurich: Outlet) -> Actor:
    return world.actor(world.member(Role.FRONT_DESK, zurich), zurich)


@pytest.fixture
def card(zurich: Outlet, by: Actor) -> Patient:
    new = NewPatient("Qmüller-Vöß", "Jo René", date(1980, 5, 1))
    row = actions.register_patient(new, by=by, at=world.AT, outlet=zurich.id)
    phone = NewContact("phone", "079 123 45 67")
    actions.add_contact(row.id, phone, by=by, at=world.AT)
    email = NewContact("email", "Jo@Example.org")
    actions.add_contact(row.id, email, by=by, at=world.AT)
    return row


@pytest.mark.parametrize(
    "text",
    [
        "qmüller",
        "Qmueller",
        "QMULLER",
        "qmul",
        "vöss jo",
        "Rene Qmüller",
        "jo, voess",
        "1980-05-01",
        "01.05.1980",
        "1.5.1980",
        "qmüller 1.5.1980",
        "+41 79 123 45 67",
        "0041791234567",
        "0791234567",
        "(079) 123-45-67",
        "123 45 67",
        "jo@example.org",
        "P-000001",
        "p-000001",
        "1",
    ],
)
def test_person_is_found_by_what_the_desk_types(
    text: str, card: Patient, zurich: Outlet, by: Actor
) -> None:
    other = NewPatient("Xother", "Someone", date(1981, 5, 1))
    row = actions.register_patient(other, by=by, at=world.AT, outlet=zurich.id)
    phone = NewContact("phone", "079 999 99 99")
    actions.add_contact(row.id, phone, by=by, at=world.AT)

    found = queries.search(text, outlets=frozenset({zurich.id}))

    assert found == [card]


@pytest.mark.parametrize(
    "text", ["", "  ", "qmüller 2.5.1980", "qmiller", "31.02.1980"]
)
@pytest.mark.usefixtures("card")
def test_nothing_is_found_where_nothing_fits(text: str) -> None:
    assert queries.search(text, outlets=None) == []


def test_search_of_another_outlet_does_not_find_the_person(card: Patient) -> None:
    elsewhere = world.outlet("Elsewhere")

    assert queries.search("qmüller", outlets=frozenset({elsewhere.id})) == []
    assert queries.search("qmüller", outlets=None) == [card]


def test_search_asks_as_often_for_three_as_for_one(
    zurich: Outlet, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for text, rows in (("ones", 1), ("threes", 3)):
        for _ in range(rows):
            world.patient(zurich, family_name=text)
        with django_assert_num_queries(2):
            assert len(queries.search(text, outlets=frozenset({zurich.id}))) == rows


def test_search_turns_pages(zurich: Outlet) -> None:
    cards = [world.patient(zurich, given_names=name) for name in "abc"]

    assert queries.search(world.FAMILY, outlets=None, limit=2) == cards[:2]
    assert queries.search(world.FAMILY, outlets=None, limit=2, offset=2) == cards[2:]


def test_merged_card_leads_to_the_kept_one_from_either_outlet(
    zurich: Outlet, by: Actor
) -> None:
    basel = world.outlet("Basel")
    kept = world.patient(zurich, family_name="Keptname")
    middle = world.patient(basel, family_name="Middlename")
    low = world.patient(basel, family_name="Lowname")
    actions.merge_cards(middle.id, low.id, reason="same", by=by, at=world.AT)
    actions.merge_cards(kept.id, middle.id, reason="same", by=by, at=world.AT)

    for text in ("keptname", "middlename", "lowname"):
        for place in (zurich, basel):
            assert queries.search(text, outlets=frozenset({place.id})) == [kept]


@pytest.mark.parametrize(
    ("family_name", "given_names", "born", "why"),
    [
        ("Zyxwvut", "Qqanary", date(1980, 5, 1), "same_name_and_birth_date"),
        ("Qqanary", "Zyxwvut", date(1980, 5, 1), "same_name_and_birth_date"),
        ("ZYXWVUT", "qqanary", date(1980, 5, 1), "same_name_and_birth_date"),
        ("Zyxwvutt", "Qqanary", date(1980, 5, 1), "similar_name_and_birth_date"),
        ("Zyxwvut", "Qqanary Ann", date(1980, 5, 1), "similar_name_and_birth_date"),
        ("Zyxwvut", "Qqanary", date(1980, 1, 5), "same_name_and_swapped_birth_date"),
        ("Zyxwvut", "Qqanary", None, "same_name_birth_date_unknown"),
    ],
)
def test_likely_duplicate_says_why(
    zurich: Outlet, family_name: str, given_names: str, born: date | None, why: str
) -> None:
    card = world.patient(zurich)

    found = queries.likely_duplicates(
        NewPatient(family_name, given_names, born), outlets=None
    )

    assert found == [Duplicate(card, why)]


@pytest.mark.parametrize(
    "new",
    [
        NewPatient("Zyxwvut", "Qqanary", date(1980, 5, 2)),
        NewPatient("Zyxwvut", "Other", date(1980, 5, 1)),
        NewPatient("Other", "Name", date(1980, 5, 1)),
        NewPatient("Other", "Name", date(1980, 1, 5)),
        NewPatient("Zyxwvut", "Qqanary", date(1980, 5, 31)),
        NewPatient("Zyxwvut", "Other"),
    ],
)
def test_another_person_is_no_duplicate(zurich: Outlet, new: NewPatient) -> None:
    world.patient(zurich)

    assert queries.likely_duplicates(new, outlets=None) == []


def test_cards_told_apart_are_not_proposed_again(zurich: Outlet, by: Actor) -> None:
    one, two, three = (world.patient(zurich) for _ in range(3))
    new = NewPatient(one.family_name, one.given_names, one.birth_date)

    first = actions.tell_apart(one.id, two.id, by=by, at=world.AT)
    again = actions.tell_apart(two.id, one.id, by=by, at=world.AT)

    found = queries.likely_duplicates(new, outlets=None, card=one.id)
    assert first == again
    assert [each.patient for each in found] == [three]


def test_number_that_no_country_knows_is_found_by_its_digits(
    zurich: Outlet, by: Actor
) -> None:
    row = world.patient(zurich)
    phone = NewContact("phone", "00144")
    actions.add_contact(row.id, phone, by=by, at=world.AT)

    assert queries.search("001 44", outlets=None) == [row]
    assert queries.search("00145", outlets=None) == []


def test_duplicates_are_looked_for_at_the_outlets_named(zurich: Outlet) -> None:
    card = world.patient(zurich)
    new = NewPatient(card.family_name, card.given_names, card.birth_date)
    elsewhere = frozenset({world.outlet().id})

    assert queries.likely_duplicates(new, outlets=elsewhere) == []
    here = queries.likely_duplicates(new, outlets=frozenset({zurich.id}))
    assert [each.patient for each in here] == [card]
