"""Cards: made, numbered, changed, registered across outlets and borders."""

from datetime import date, timedelta
from uuid import UUID

import attrs
import pytest

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.people import actions, queries
from glabella.clinic.people.cards import person
from glabella.clinic.people.models import Patient, Registration
from glabella.clinic.people.values import BorderBasis, NewContact, NewPatient
from tests import world
from tests.clinic.scene import Scene, last_event, scene

pytestmark = pytest.mark.django_db
BASIS = BorderBasis("contract of both outlets", date(2026, 11, 1))


def register(here: Scene, number: str = "", family_name: str = "Xfamily") -> Patient:
    new = NewPatient(family_name, "Someone", date(1980, 5, 1))
    outlet = here.outlet.id
    return actions.register_patient(
        new, by=here.by, at=world.AT, outlet=outlet, number=number
    )


def number_of(card: Patient) -> str:
    return Registration.objects.get(patient=card).number


def test_registering_makes_card_registration_and_event() -> None:
    here = scene()

    card = register(here)

    found = person(card.id)
    assert found is not None
    assert (card.family_name, card.search_name) == ("Xfamily", "xfamily someone")
    assert [row.outlet for row in queries.numbers(found)] == [here.outlet]
    own = [str(card.id)]
    assert last_event() == ("people.register_patient", here.user.id, card.id, own)


def test_numbers_go_on_and_pass_over_those_taken() -> None:
    here = scene()
    register(here, number="P-000003")

    numbers = [number_of(register(here)) for _ in range(3)]

    # The card of the scene and the one above are two already.
    assert numbers == ["P-000004", "P-000005", "P-000006"]


def test_taken_number_is_refused_and_nothing_is_made() -> None:
    here = scene()
    register(here, number="A-1")

    with pytest.raises(DeedRefusedError, match="this number is taken"):
        register(here, number="A-1", family_name="Second")

    assert not Patient.objects.filter(family_name="Second").exists()


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (NewPatient(" ", "A"), "it is empty"),
        (NewPatient("A", "B", date(2062, 5, 1)), "2062-05-01 lies ahead"),
        (NewPatient("A", "B", sex="f"), '"f" is not known'),
    ],
)
def test_card_that_cannot_be_is_refused(new: NewPatient, words: str) -> None:
    here = scene()

    with pytest.raises(DeedRefusedError, match=words):
        actions.register_patient(new, by=here.by, at=world.AT, outlet=here.outlet.id)


def test_change_writes_what_changed_and_the_search_name() -> None:
    here = scene()
    changes = {"family_name": "Qnew", "sex": "female", "birth_date": date(1979, 1, 2)}

    row = actions.change_patient(
        here.card.id, changes, by=here.by, at=world.AT, version=1
    )

    assert (row.family_name, row.sex, row.birth_date, row.version) == (
        "Qnew",
        "female",
        date(1979, 1, 2),
        2,
    )
    assert row.search_name == "qnew qqanary"
    own = [str(row.id)]
    assert last_event() == ("people.change_patient", here.user.id, row.id, own)


def test_stale_change_is_refused_shows_theirs_and_loses_nothing() -> None:
    here = scene()
    theirs = {"family_name": "Theirs", "capacity_note": "said"}
    actions.change_patient(here.card.id, theirs, by=here.by, at=world.AT, version=1)
    event = last_event()

    mine = {"family_name": "Mine", "capacity_note": "said", "birth_date": None}
    with pytest.raises(StaleError) as refusal:
        actions.change_patient(here.card.id, mine, by=here.by, at=world.AT, version=1)

    row = Patient.objects.get(id=here.card.id)
    assert refusal.value.theirs == {
        "family_name": "Theirs",
        "birth_date": "1980-05-01",
    }
    assert (row.family_name, row.version, last_event()) == ("Theirs", 2, event)


@pytest.mark.parametrize(
    "changes",
    [
        {"merged_into": UUID(int=1)},
        {"sex": "f"},
        {"capacity": "perhaps"},
        {"family_name": " "},
        {"birth_date": date(2062, 5, 1)},
        {"deceased_on": date(2027, 1, 1)},
    ],
    ids=str,
)
def test_change_that_cannot_be_is_refused(changes: dict[str, object]) -> None:
    here = scene()

    with pytest.raises(DeedRefusedError):
        actions.change_patient(
            here.card.id, changes, by=here.by, at=world.AT, version=1
        )

    assert Patient.objects.get(id=here.card.id).version == 1


def test_change_of_a_card_that_is_not_there_is_refused() -> None:
    here = scene()

    with pytest.raises(DeedRefusedError, match="there is no such row"):
        actions.change_patient(
            UUID(int=1), {"sex": "male"}, by=here.by, at=world.AT, version=1
        )


def register_at(
    here: Scene, outlet: UUID, border: BorderBasis | None = None
) -> Registration:
    return actions.register_at(
        here.card.id, by=here.by, at=world.AT, outlet=outlet, border=border
    )


def test_second_outlet_of_the_country_needs_no_basis() -> None:
    here = scene()
    basel = world.outlet()

    row = register_at(here, basel.id)

    assert (row.number, row.border_basis, row.told_patient_on) == ("P-000001", "", None)
    own = [str(row.id)]
    assert last_event() == ("people.register_at", here.user.id, here.card.id, own)


def test_record_crosses_a_border_only_with_its_basis() -> None:
    here = scene()
    singapore = world.outlet(profile="SG", time_zone="Asia/Singapore")

    with pytest.raises(DeedRefusedError, match="never been in SG"):
        register_at(here, singapore.id)
    row = register_at(here, singapore.id, BASIS)

    assert (row.border_basis, row.told_patient_on) == (
        "contract of both outlets",
        date(2026, 11, 1),
    )


@pytest.mark.parametrize(
    "border", [BorderBasis(" ", date(2026, 11, 1)), BorderBasis("b", date(2027, 1, 1))]
)
def test_basis_without_words_or_with_a_day_ahead_is_refused(
    border: BorderBasis,
) -> None:
    here = scene()
    singapore = world.outlet(profile="SG")

    with pytest.raises(DeedRefusedError):
        register_at(here, singapore.id, border)


def test_second_outlet_in_the_other_country_needs_no_new_basis() -> None:
    here = scene()
    register_at(here, world.outlet(profile="SG").id, BASIS)

    row = register_at(here, world.outlet(profile="SG").id)

    assert row.border_basis == ""


def test_border_counts_all_cards_of_the_person() -> None:
    here = scene()
    other = Scene(here.outlet, here.user, here.by, world.patient(here.outlet))
    actions.merge_cards(
        here.card.id, other.card.id, reason="same", by=here.by, at=world.AT
    )

    with pytest.raises(DeedRefusedError, match="never been in SG"):
        register_at(other, world.outlet(profile="SG").id)


def test_registration_ends_and_runs_again_under_its_number() -> None:
    here = scene()
    basel = world.outlet()
    row = register_at(here, basel.id)

    actions.end_registration(row.id, by=here.by, at=world.AT)
    ended = Registration.objects.get(id=row.id)
    again = register_at(here, basel.id)

    assert (ended.ended_at, ended.ended_by) == (world.AT, here.user)
    assert (again.id, again.number, again.ended_at) == (row.id, row.number, None)
    with pytest.raises(DeedRefusedError, match="registered there"):
        register_at(here, basel.id)


def test_last_registration_does_not_end() -> None:
    here = scene()
    row = Registration.objects.get(patient=here.card)

    with pytest.raises(DeedRefusedError, match="last outlet"):
        actions.end_registration(row.id, by=here.by, at=world.AT)


def test_unknown_card_is_not_registered() -> None:
    here = scene()

    with pytest.raises(DeedRefusedError, match="no such patient"):
        actions.register_at(UUID(int=1), by=here.by, at=world.AT, outlet=here.outlet.id)


def test_outside_number_names_one_card() -> None:
    here = scene()
    card = here.card.id
    row = actions.add_identifier(
        card, system="old system", value="77", by=here.by, at=world.AT
    )

    assert last_event() == (
        "people.add_identifier",
        here.user.id,
        card,
        [str(row.id)],
    )
    with pytest.raises(DeedRefusedError, match="names another card"):
        actions.add_identifier(
            card, system="old system", value="77", by=here.by, at=world.AT
        )


def test_header_says_what_stands_at_the_top() -> None:
    here = scene(role=Role.CLINICIAN)

    header = queries.header(here.who, on=world.TODAY, is_clinical=True)

    assert (header.age, header.alerts, header.allergies, header.is_held) == (
        46,
        (),
        (),
        False,
    )
    assert [row.outlet for row in header.numbers] == [here.outlet]


def test_header_of_somebody_not_born_yet_says_no_age() -> None:
    here = scene()

    day = here.card.birth_date or world.TODAY
    header = queries.header(here.who, on=day - timedelta(days=1), is_clinical=True)

    assert header.age is None


def test_imported_card_is_taken_back_with_all_it_came_with() -> None:
    here = scene()
    by = attrs.evolve(here.by, purpose="import")
    card = register(here)
    new = NewContact("phone", "0791234567")
    actions.add_contact(card.id, new, by=by, at=world.AT)
    actions.add_identifier(card.id, system="old", value="7", by=by, at=world.AT)

    actions.take_back_card(card.id, by=by, at=world.AT)

    assert person(card.id) is None
    assert list(Registration.objects.values_list("patient", flat=True)) == [
        here.card.id
    ]
    own = [str(card.id)]
    assert last_event() == ("people.take_back_card", here.user.id, card.id, own)


def test_card_is_not_taken_back_once_it_is_somebodys() -> None:
    here = scene()
    by = attrs.evolve(here.by, purpose="import")
    alone, changed, used = (register(here) for _ in range(3))
    at = world.AT
    actions.change_patient(changed.id, {"sex": "male"}, by=by, at=at, version=1)
    actions.add_alert(used.id, "Faints", is_clinical=True, by=by, at=at)

    for card, who, words in (
        (alone, here.by, "only an imported card"),
        (changed, by, "only an imported card"),
        (used, by, "something refers to this card"),
    ):
        with pytest.raises(DeedRefusedError, match=words):
            actions.take_back_card(card.id, by=who, at=at)
        assert Registration.objects.filter(patient=card).exists()
