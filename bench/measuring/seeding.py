"""Fill a practice with many rows at once. Only a benchmark may go past the deeds."""

import random
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice

from django.db import models

from glabella.clinic.accounts.models import Membership, User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.booking.models import Appointment, Service
from glabella.clinic.people.cards import fold
from glabella.clinic.people.models import Contact, Patient, Registration
from glabella.clinic.practice.models import Outlet, Practice, Staff
from glabella.clinic.record.models import Session

BATCH = 5000
SYLLABLES = ("ba", "do", "fi", "gu", "ka", "lo", "mi", "nu", "pa", "ro", "su", "te")
TODAY = 60


def fill(patients: int, sessions: int, *, at: datetime) -> User:
    """Make an outlet with so many cards and sessions; return its lead clinician."""
    chance = random.Random(1)  # noqa: S311 the same rows each time, and no secret
    Practice.objects.create(id=1, name="Bench", demo=True, created_at=at)
    outlet = Outlet.objects.create(
        name="Bench", profile="CH", time_zone="Europe/Zurich", created_at=at
    )
    user = User.objects.create(email="bench@example.org", name="Bench", created_at=at)
    Membership.objects.create(
        user=user, role=Role.LEAD_CLINICIAN, outlet=outlet, granted_at=at
    )
    staff = Staff.objects.create(user=user)
    cards = list(_cards(patients, chance, at=at))
    _store(Patient, iter(cards))
    _store(Registration, _registrations(cards, outlet, at=at))
    _store(Contact, _contacts(cards))
    _store(Session, _sessions(sessions, cards, chance, outlet=outlet, at=at))
    service = Service.objects.create(
        kind="treatment", name_en="Treatment", name_de="Behandlung", minutes=5
    )
    start = at.replace(hour=7, minute=0, second=0, microsecond=0)
    _store(
        Appointment,
        (
            Appointment(
                patient=card,
                outlet=outlet,
                clinician=staff,
                service=service,
                starts_at=start + timedelta(minutes=5 * number),
                ends_at=start + timedelta(minutes=5 * number + 5),
                booked_at=at,
            )
            for number, card in enumerate(chance.sample(cards, min(TODAY, len(cards))))
        ),
    )
    return user


def _store(table: type[models.Model], rows: Iterator[models.Model]) -> None:
    while batch := list(islice(rows, BATCH)):
        table._default_manager.bulk_create(batch)


def _cards(count: int, chance: random.Random, *, at: datetime) -> Iterator[Patient]:
    for _ in range(count):
        family = "".join(chance.choices(SYLLABLES, k=4)).capitalize()
        given = "".join(chance.choices(SYLLABLES, k=3)).capitalize()
        born = at.date() - timedelta(days=chance.randint(7000, 30000))
        yield Patient(
            id=uuid.UUID(int=chance.getrandbits(128)),
            family_name=family,
            given_names=given,
            search_name=fold(f"{family} {given}"),
            birth_date=born,
            created_at=at - timedelta(seconds=chance.randint(0, 10**7)),
        )


def _registrations(
    cards: Sequence[Patient], outlet: Outlet, *, at: datetime
) -> Iterator[Registration]:
    for number, card in enumerate(cards, start=1):
        yield Registration(
            patient=card, outlet=outlet, number=f"P-{number:06}", registered_at=at
        )


def _contacts(cards: Sequence[Patient]) -> Iterator[Contact]:
    for number, card in enumerate(cards):
        phone = f"+4179{number:07}"
        yield Contact(patient=card, kind="phone", value=phone, search_value=phone)


def _sessions(
    count: int,
    cards: Sequence[Patient],
    chance: random.Random,
    *,
    outlet: Outlet,
    at: datetime,
) -> Iterator[Session]:
    for number in range(count):
        day = at.date() - timedelta(days=chance.randint(1, 2000))
        yield Session(
            patient=cards[number % len(cards)],
            outlet=outlet,
            protocol="chronic_migraine",
            product="onabotulinumtoxinA",
            on=day,
            units=Decimal(155),
            recorded_at=datetime.combine(day, datetime.min.time(), UTC),
        )
