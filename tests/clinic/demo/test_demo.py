"""The demo holds what a newcomer is promised, written by deeds that stand on the trail.

It is made once for this module, in a transaction that is rolled back behind it; each
test looks at it inside a transaction of its own.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import transaction
from django.db.models import Count, Max, Min
from pytest_django import DjangoDbBlocker, Settings

from glabella.clinic.accounts.models import Membership
from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.anchors import anchor_file, read_anchors, write_anchor
from glabella.clinic.audit.models import Event
from glabella.clinic.audit.verification import verify
from glabella.clinic.booking.choices import Wish, first_free
from glabella.clinic.booking.models import Appointment, FreedTime, WaitingEntry
from glabella.clinic.demo.house import PASSWORD, SIGNED
from glabella.clinic.demo.making import SignIn, make_demo
from glabella.clinic.online.queries import places
from glabella.clinic.people.models import Alert, Patient
from glabella.clinic.practice.models import (
    Closure,
    Outlet,
    Practice,
    ProtocolSignature,
)
from glabella.clinic.practice.notices import notice_words
from glabella.clinic.record.models import (
    DiaryDay,
    Document,
    FactEntry,
    Score,
    Session,
    Task,
)
from glabella.clinic.stock.models import Lot
from glabella.clinic.stock.queries import patients_of

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 4, 10, 0, tzinfo=UTC)
TODAY = AT.date()
COUNT = 20
INTERVAL = timedelta(days=84)  # the earliest next session
LATE = timedelta(days=112)  # nobody of the demo plans a longer pause


@pytest.fixture(scope="module", autouse=True)
def sign_ins(
    django_db_setup: None,  # noqa: ARG001 the tables must be there first
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[list[SignIn]]:
    """What `make_demo` returned."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_demo(at=AT, count=COUNT, say=_keep_quiet)
        transaction.set_rollback(True)


def _keep_quiet(line: str) -> None:
    """Do not print how far the demo has come."""


def test_each_role_of_staff_has_one_sign_in(sign_ins: list[SignIn]) -> None:
    assert [(one.role, one.password) for one in sign_ins] == [
        (Role.LEAD_CLINICIAN, PASSWORD),
        (Role.CLINICIAN, PASSWORD),
        (Role.ASSISTANT, PASSWORD),
        (Role.FRONT_DESK, PASSWORD),
        (Role.AUDITOR, PASSWORD),
        (Role.ADMINISTRATOR, PASSWORD),
    ]
    held = set(Membership.objects.values_list("user__email", "role"))
    assert held == {(one.email, str(one.role)) for one in sign_ins}


def test_practice_is_a_demo_with_outlets_in_two_zones() -> None:
    assert Practice.objects.get().demo
    assert sorted(Outlet.objects.values_list("profile", "time_zone")) == [
        ("CH", "Europe/Zurich"),
        ("SG", "Asia/Singapore"),
    ]


def test_every_person_has_a_name_that_nobody_has() -> None:
    names = list(Patient.objects.values_list("family_name", flat=True))

    assert len(names) == COUNT
    assert [name for name in names if not name.startswith("Demo-")] == []


def test_clinician_works_at_one_outlet_so_that_a_record_is_closed() -> None:
    places = Membership.objects.filter(role=Role.CLINICIAN).values_list(
        "outlet__profile", flat=True
    )
    elsewhere = Patient.objects.filter(registrations__outlet__profile="SG")

    assert list(places) == ["CH"]
    assert elsewhere.exists()


def test_two_protocols_are_signed() -> None:
    signed = ProtocolSignature.objects.values_list("protocol", flat=True)

    assert sorted(signed) == sorted(SIGNED)


def test_recalled_lot_was_given_to_somebody() -> None:
    recalled = Lot.objects.get(recalled_at__isnull=False)

    assert recalled.number == "DEMO-C3"
    assert len(patients_of(recalled.id)) > 0


def test_positive_item_nine_opened_the_one_urgent_task() -> None:
    task = Task.objects.get(kind="urgent_finding")
    assert task.about is not None
    score = Score.objects.get(id=task.about)

    assert task.closed_at is None
    assert score.patient_id == task.patient_id
    assert (score.instrument, score.items["9"]) == ("phq9", 1)


def test_one_person_is_blocked_and_has_an_alert() -> None:
    alert = Alert.objects.get()
    fact = FactEntry.objects.get(fact="nmj_disorder_mg_or_lems", value=True)

    assert (alert.is_clinical, alert.patient_id) == (True, fact.patient_id)
    assert fact.value is True


def test_people_of_the_tutorial_are_who_it_says() -> None:
    urgent = Task.objects.get(kind="urgent_finding").patient
    calls = Task.objects.get(kind="call_back").patient
    alert = Alert.objects.get().patient

    assert [named(one) for one in (urgent, calls, alert)] == [
        ("Demo-Olive", "Testine", "CH"),
        ("Demo-Eibe", "Paradigma", "CH"),
        ("Demo-Weide", "Fictus", "CH"),
    ]
    migraine = Patient.objects.get(family_name="Demo-Eibe", given_names="Paradigma")
    assert migraine.diary_days.exists()
    abroad = Patient.objects.get(family_name="Demo-Salbei", given_names="Modello")
    assert named(abroad)[2] == "SG"


def named(card: Patient | None) -> tuple[str, str, str]:
    assert card is not None
    profile = card.registrations.get().outlet.profile
    return (card.family_name, card.given_names, profile)


def test_somebody_overdue_has_no_appointment() -> None:
    last = Patient.objects.annotate(last=Max("sessions__on"))
    due = last.filter(last__lt=TODAY - LATE)
    booked = Appointment.objects.filter(starts_at__gte=AT - timedelta(days=1))

    waiting = due.exclude(id__in=booked.values("patient_id"))

    assert waiting.exists()


def test_nobody_is_booked_twice_at_a_time() -> None:
    twice = (
        Appointment.objects.values("clinician", "starts_at")
        .annotate(how_many=Count("id"))
        .filter(how_many__gt=1)
    )

    assert Appointment.objects.exists()
    assert list(twice) == []


def test_nobody_comes_twice_on_a_day() -> None:
    visits = Appointment.objects.values_list("patient", "starts_at__date")

    assert sorted(map(str, visits)) == sorted(map(str, set(visits)))


def test_gaps_of_a_diary_are_days_without_a_row() -> None:
    spans = DiaryDay.objects.values("patient").annotate(
        first=Min("on"), last=Max("on"), rows=Count("id")
    )
    gaps = [(one["last"] - one["first"]).days + 1 - one["rows"] for one in spans]

    assert sum(gaps) > 0
    assert DiaryDay.objects.filter(had=None).count() == 0


def test_sessions_are_at_least_twelve_weeks_apart_and_sealed() -> None:
    days: dict[object, list[date]] = {}
    for who, on in Session.objects.order_by("on").values_list("patient_id", "on"):
        days.setdefault(who, []).append(on)
    pauses = [
        later - earlier for each in days.values() for earlier, later in pairwise(each)
    ]

    assert min(pauses) >= INTERVAL
    assert Session.objects.filter(sealed_at=None).count() == 0


def test_nothing_happened_after_the_moment_of_the_demo() -> None:
    assert Event.objects.latest("at").at <= AT
    assert Session.objects.latest("on").on <= TODAY
    assert Score.objects.latest("taken_on").taken_on <= TODAY


def test_each_outlet_has_a_letter_in_its_inbox() -> None:
    waiting = Document.objects.filter(patient=None, read_at=None)

    profiles = waiting.values_list("outlet__profile", flat=True)
    assert sorted(profiles) == ["CH", "SG"]


def test_trail_of_the_demo_is_whole(settings: Settings, tmp_path: Path) -> None:
    settings.GLABELLA_ANCHORS = tmp_path
    write_anchor(AT)

    report = verify(read_anchors(anchor_file()))

    assert (report.findings, report.events) == ((), Event.objects.count())
    assert report.events > COUNT


def test_front_desk_of_each_outlet_has_its_hands_full() -> None:
    for place in Outlet.objects.all():
        waits = WaitingEntry.objects.filter(patient__registrations__outlet=place)
        freed = FreedTime.objects.filter(outlet=place, starts_at__gt=AT)
        missed = Appointment.objects.filter(outlet=place, state="no_show")
        assert (waits.count(), freed.count(), missed.count()) == (3, 1, 1)
    assert WaitingEntry.objects.filter(urgency=1).count() == Outlet.objects.count()


def test_strangers_are_offered_times_at_each_outlet() -> None:
    for place in places(at=AT):
        free = [first_free(Wish(one, place.outlet, AT)) for one in place.services]
        assert [day is not None for day in free] == [True]


def test_closed_days_are_told_in_both_languages() -> None:
    (closure,) = Closure.objects.all()
    told = [
        notice_words(closure.outlet, on=TODAY, language=language)[0].words
        for language in ("en", "de")
    ]

    assert closure.starts_on == date(2026, 11, 23)  # a Monday
    assert [one.split()[0] for one in told] == ["Closed", "Geschlossen"]
