from datetime import date

import attrs
import pytest

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.actor import Actor, system
from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.audit.models import Event
from glabella.clinic.practice import actions, queries
from glabella.clinic.practice.models import Leave, Outlet, Practice, Staff
from glabella.clinic.practice.values import (
    NewLabelDecision,
    NewLeave,
    NewOutlet,
    NewSignature,
    NewTraining,
    StaffDetails,
)
from glabella.core.protocol import Label
from tests import world

pytestmark = pytest.mark.django_db

PROFILES = frozenset({"CH", "SG"})
ZURICH = NewOutlet(name="Seeblick", profile="CH", time_zone="Europe/Zurich")
SIGNATURE = NewSignature(
    protocol="chronic_migraine",
    version="2026-1",
    digest="a" * 64,
    content="page",
    statement="I approve it.",
    name="Dr. Synthetic",
)


def _setup() -> Actor:
    return system("test")


def _lead() -> Actor:
    outlet = world.outlet()
    return world.actor(world.member(Role.LEAD_CLINICIAN, outlet), outlet)


def _staff() -> Staff:
    return Staff.objects.get(user=world.member(Role.CLINICIAN, world.outlet()))


def test_practice_is_opened_once() -> None:
    opened = actions.open_practice(
        "Synthetic", language="en", demo=False, by=_setup(), at=world.AT
    )

    assert opened == Practice.objects.get()
    with pytest.raises(DeedRefusedError, match="there is a practice"):
        actions.open_practice(
            "Second", language="en", demo=False, by=_setup(), at=world.AT
        )


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (attrs.evolve(ZURICH, profile="XX"), 'no rules are known for the country "XX"'),
        (attrs.evolve(ZURICH, time_zone="Mars"), 'there is no time zone "Mars"'),
        (ZURICH, "an outlet of this name exists"),
    ],
)
def test_outlet_is_refused(new: NewOutlet, words: str) -> None:
    actions.open_outlet(ZURICH, profiles=PROFILES, by=_setup(), at=world.AT)

    with pytest.raises(DeedRefusedError, match=words):
        actions.open_outlet(new, profiles=PROFILES, by=_setup(), at=world.AT)


def test_outlet_keeps_its_country() -> None:
    row = actions.open_outlet(ZURICH, profiles=PROFILES, by=_setup(), at=world.AT)

    actions.change_outlet(row.id, {"phone": "1"}, by=_setup(), at=world.AT)
    with pytest.raises(DeedRefusedError, match="profile cannot be changed"):
        actions.change_outlet(row.id, {"profile": "SG"}, by=_setup(), at=world.AT)

    kept = Outlet.objects.get(id=row.id)
    assert (kept.phone, kept.profile) == ("1", "CH")


def test_outlet_closes_and_keeps_its_row() -> None:
    row = actions.open_outlet(ZURICH, profiles=PROFILES, by=_setup(), at=world.AT)

    actions.close_outlet(row.id, by=_setup(), at=world.AT)

    assert queries.outlet(row.id).closed_at == world.AT


def test_room_has_one_name() -> None:
    outlet = world.outlet()
    room = actions.add_room(outlet.id, "1", by=_setup(), at=world.AT)

    assert Event.objects.get(deed="practice.add_room").subject == room.id
    with pytest.raises(DeedRefusedError, match="a room of this name"):
        actions.add_room(outlet.id, "1", by=_setup(), at=world.AT)


def test_account_is_staff_once() -> None:
    user = world.member(Role.CLINICIAN, world.outlet())
    with pytest.raises(DeedRefusedError, match="a member of staff already"):
        actions.enrol_staff(user.id, by=_setup(), at=world.AT)

    Staff.objects.all().delete()
    row = actions.enrol_staff(
        user.id, StaffDetails(specialty="neurology"), by=_setup(), at=world.AT
    )
    assert Staff.objects.get() == row


def test_second_editor_of_staff_sees_what_the_first_wrote() -> None:
    staff = _staff()
    first = StaffDetails(specialty="neurology")
    actions.change_staff(staff.id, first, version=1, by=_setup(), at=world.AT)

    with pytest.raises(StaleError) as caught:
        actions.change_staff(
            staff.id, StaffDetails(), version=1, by=_setup(), at=world.AT
        )

    assert caught.value.theirs == {"specialty": "neurology"}
    assert Staff.objects.get(id=staff.id).specialty == "neurology"


def test_training_and_registration_lapse() -> None:
    staff = _staff()
    training = NewTraining("Course", date(2020, 1, 1), until=date(2025, 1, 1))
    actions.add_training(staff.id, training, by=_setup(), at=world.AT)
    details = StaffDetails(registration_until=date(2026, 11, 1))
    actions.change_staff(staff.id, details, version=1, by=_setup(), at=world.AT)
    staff.refresh_from_db()

    assert queries.lapsed(staff, on=date(2026, 11, 1)) == ["Course"]
    assert queries.lapsed(staff, on=date(2026, 11, 2)) == ["registration", "Course"]
    with pytest.raises(DeedRefusedError, match="before it was completed"):
        actions.add_training(
            staff.id,
            NewTraining("Course", date(2020, 1, 1), until=date(2019, 1, 1)),
            by=_setup(),
            at=world.AT,
        )


def test_leave_needs_a_deputy_while_tasks_are_open() -> None:
    staff, deputy, by = _staff(), _staff(), _lead()
    new = NewLeave(staff.id, date(2026, 12, 1), date(2026, 12, 8))

    with pytest.raises(DeedRefusedError, match="2 tasks are open"):
        actions.take_leave(new, open_tasks=2, by=by, at=world.AT)
    assert Leave.objects.count() == 0

    row = actions.take_leave(
        attrs.evolve(new, deputy=deputy.id), open_tasks=2, by=by, at=world.AT
    )
    assert queries.away(date(2026, 12, 7)) == {staff.id: deputy.id}
    assert queries.away(date(2026, 12, 8)) == {}

    actions.cancel_leave(row.id, by=by, at=world.AT)
    assert queries.away(date(2026, 12, 7)) == {}


def test_leave_is_refused_if_it_makes_no_sense() -> None:
    staff, deputy, by = _staff(), _staff(), _lead()
    days = (date(2026, 12, 1), date(2026, 12, 8))
    actions.take_leave(NewLeave(deputy.id, *days), open_tasks=0, by=by, at=world.AT)

    for new, words in (
        (NewLeave(staff.id, days[1], days[0]), "ends before it starts"),
        (NewLeave(staff.id, *days, deputy=staff.id), "their own deputy"),
        (NewLeave(staff.id, *days, deputy=deputy.id), "the deputy is away"),
    ):
        with pytest.raises(DeedRefusedError, match=words):
            actions.take_leave(new, open_tasks=0, by=by, at=world.AT)


def test_signing_a_new_version_withdraws_the_old() -> None:
    by = _lead()
    actions.sign_protocol(SIGNATURE, by=by, at=world.AT)
    with pytest.raises(DeedRefusedError, match="signed and in use"):
        actions.sign_protocol(SIGNATURE, by=by, at=world.AT)

    newer = attrs.evolve(SIGNATURE, version="2027-1", digest="b" * 64)
    actions.sign_protocol(newer, by=by, at=world.AT)

    (running,) = queries.decisions().signatures
    assert (running.version, running.digest) == ("2027-1", "b" * 64)
    rows = queries.signatures_of("chronic_migraine")
    assert {row.withdrawn_reason for row in rows} == {"", "replaced by 2027-1"}


def test_signature_is_withdrawn_once_and_with_a_reason() -> None:
    by = _lead()
    row = actions.sign_protocol(SIGNATURE, by=by, at=world.AT)

    with pytest.raises(DeedRefusedError, match="needs its basis in words"):
        actions.withdraw_signature(row.id, reason=" ", by=by, at=world.AT)
    actions.withdraw_signature(row.id, reason="superseded", by=by, at=world.AT)
    with pytest.raises(DeedRefusedError, match="withdrawn already"):
        actions.withdraw_signature(row.id, reason="again", by=by, at=world.AT)

    assert queries.decisions().signatures == ()


def test_machine_signs_nothing() -> None:
    with pytest.raises(DeedRefusedError, match="needs somebody who is signed in"):
        actions.sign_protocol(SIGNATURE, by=_setup(), at=world.AT)


def test_statement_is_confirmed_once() -> None:
    by = _lead()
    row = actions.confirm(
        "chronic_migraine/landmarks", basis="atlas", name="Dr. S", by=by, at=world.AT
    )
    with pytest.raises(DeedRefusedError, match="somebody has confirmed"):
        actions.confirm(row.what, basis="atlas", name="Dr. T", by=by, at=world.AT)

    found = queries.decisions().confirmation("chronic_migraine/landmarks")
    assert found is not None
    assert (found.who, found.on) == ("Dr. S", world.AT.date())

    actions.withdraw_confirmation(row.id, by=by, at=world.AT)
    assert queries.decisions().confirmations == ()


def test_label_is_decided_anew() -> None:
    by = _lead()
    new = NewLabelDecision(
        protocol="chronic_migraine",
        product="onabotulinumtoxinA",
        profile="CH",
        status="off_label",
        basis="label text",
        name="Dr. S",
    )
    actions.decide_label(new, by=by, at=world.AT)
    newer = attrs.evolve(new, status="on_label")
    row = actions.decide_label(newer, by=by, at=world.AT)

    (running,) = queries.decisions().label_decisions
    assert running.status is Label.ON_LABEL

    actions.withdraw_label_decision(row.id, by=by, at=world.AT)
    assert queries.decisions().label_decisions == ()


def test_staff_are_listed_by_outlet() -> None:
    here, there = world.outlet(), world.outlet()
    first = world.member(Role.CLINICIAN, here, name="A")
    world.member(Role.CLINICIAN, there, name="B")

    found = queries.staff_of(frozenset({here.id}))

    assert [row.user for row in found] == [first]
    assert len(queries.staff_of()) == 2


def test_day_is_that_of_the_outlet() -> None:
    place = world.outlet(profile="SG", time_zone="Asia/Singapore")

    late = world.AT.replace(hour=20)

    assert queries.today_at(place, at=late) == date(2026, 11, 3)
