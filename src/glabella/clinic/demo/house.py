"""The practice of the demo: outlets in two countries, staff, signatures, stock."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

import attrs

from glabella.clinic.accounts import actions as accounts
from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.accounts.values import NewAccount
from glabella.clinic.audit.actor import Actor, system
from glabella.clinic.booking import actions as booking
from glabella.clinic.booking.models import Service
from glabella.clinic.booking.values import ServiceDetails, Week
from glabella.clinic.library.reading import signed_text
from glabella.clinic.practice import actions as practice
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.models import Outlet, Room, Staff
from glabella.clinic.practice.values import (
    Hours,
    NewOutlet,
    NewSignature,
    NewTraining,
    StaffDetails,
)
from glabella.clinic.stock import actions as stock
from glabella.clinic.stock.models import Lot
from glabella.clinic.stock.values import NewKitItem, NewLot

NAME = "Synthetic Practice"
PASSWORD = "glabella demo only"  # noqa: S105 printed for everybody, of synthetic accounts
OUTLETS = (
    NewOutlet(
        name="Lakeside Zurich (demo)",
        profile="CH",
        time_zone="Europe/Zurich",
        region="ZH",
        language="de",
        address="Musterweg 1\n8000 Zürich",
        phone="+41 00 000 00 00",
        email="zurich@example.org",
    ),
    NewOutlet(
        name="Orchard Singapore (demo)",
        profile="SG",
        time_zone="Asia/Singapore",
        address="1 Sample Road\nSingapore 000000",
        phone="+65 0000 0000",
        email="singapore@example.org",
    ),
)
STAFF = (
    (Role.LEAD_CLINICIAN, "lead@example.org", "Lena Lead (synthetic)"),
    (Role.CLINICIAN, "clinician@example.org", "Clara Clinician (synthetic)"),
    (Role.ASSISTANT, "assistant@example.org", "Anton Assistant (synthetic)"),
    (Role.FRONT_DESK, "desk@example.org", "Dora Desk (synthetic)"),
    (Role.AUDITOR, "auditor@example.org", "Otto Auditor (synthetic)"),
    (Role.ADMINISTRATOR, "admin@example.org", "Ada Administrator (synthetic)"),
)
# What people book themselves, in the demo.
ONLINE = frozenset({"first", "review"})
WIDE = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
# Signed for the demo; the others stay drafts, to be read and signed by whoever tries.
SIGNED = ("chronic_migraine", "bruxism_masseter")
PRODUCT = "onabotulinumtoxinA"
VIAL = Decimal(100)
KIT_LASTS = timedelta(days=300)
SERVICES = (
    ("first", ("First consultation", "Erstgespräch"), 45),
    ("treatment", ("Treatment", "Behandlung"), 30),
    ("review", ("Two-week review", "Kontrolle nach zwei Wochen"), 15),
)
# Hours of a working day, by the clock of the outlet.
OPEN = ((time(8), time(12)), (time(13), time(18)))
# Who works at which outlet, on which days; 0 is Monday.
WORK = (
    (Role.LEAD_CLINICIAN, 0, (0, 1, 2)),
    (Role.LEAD_CLINICIAN, 1, (3, 4)),
    (Role.CLINICIAN, 0, (0, 1, 2, 3, 4)),
)


@attrs.frozen
class House:
    """What the rest of the demo needs of the practice."""

    outlets: tuple[Outlet, ...]
    rooms: tuple[Room, ...]
    staff: dict[Role, Staff]
    users: dict[Role, User]
    lots: tuple[Lot, ...]
    services: dict[str, Service]

    def actor(self, role: Role, outlet: int) -> Actor:
        """Return a member of staff as the one who acts, at an outlet."""
        return Actor(
            user=self.users[role].id,
            role=str(role),
            origin="demo",
            outlet=self.outlets[outlet].id,
        )


def build_house(*, at: datetime) -> House:
    """Build the practice, on a day two years before the demo.

    Args:
        at: When it opens.
    """
    maker = system("demo")
    practice.open_practice(NAME, language="en", demo=True, by=maker, at=at)
    profiles = frozenset(library().profiles)
    outlets = tuple(
        practice.open_outlet(new, profiles=profiles, by=maker, at=at) for new in OUTLETS
    )
    rooms = tuple(
        practice.add_room(outlet.id, "1", by=maker, at=at) for outlet in outlets
    )
    users = {
        role: _account(role, email, name, outlets=outlets, at=at)
        for role, email, name in STAFF
    }
    staff = {
        role: practice.enrol_staff(user.id, _details(role, at), by=maker, at=at)
        for role, user in users.items()
    }
    _train(staff, by=maker, at=at)
    _set_hours(outlets, staff, by=maker, at=at)
    services = {
        kind: booking.add_service(kind, names, minutes=minutes, by=maker, at=at)
        for kind, names, minutes in SERVICES
    }
    for kind in ONLINE & set(services):
        details = ServiceDetails(minutes=services[kind].minutes, is_online=True)
        booking.change_service(services[kind].id, details, by=maker, at=at)
    return House(
        outlets=outlets,
        rooms=rooms,
        staff=staff,
        users=users,
        lots=(),
        services=services,
    )


def _account(
    role: Role, email: str, name: str, *, outlets: tuple[Outlet, ...], at: datetime
) -> User:
    maker = system("demo")
    new = NewAccount(email=email, name=name, language="en")
    user = accounts.create_account(new, password=PASSWORD, by=maker, at=at)
    # The clinician works in Zurich alone, so that the demo has a closed record to show.
    places: list[UUID | None] = [outlet.id for outlet in outlets]
    if role in WIDE:
        places = [None]
    elif role is Role.CLINICIAN:
        places = places[:1]
    for place in places:
        accounts.grant(user.id, role, outlet=place, by=maker, at=at)
    return user


def _details(role: Role, at: datetime) -> StaffDetails:
    until = at.date() + timedelta(days=1400)
    if role is Role.LEAD_CLINICIAN:
        return StaffDetails("Dr.", "neurology", "Demo register", "DEMO-1", until)
    if role is Role.CLINICIAN:
        return StaffDetails("Dr.", "psychiatry", "Demo register", "DEMO-2", until)
    return StaffDetails()


def _train(staff: dict[Role, Staff], *, by: Actor, at: datetime) -> None:
    day = at.date()
    courses = (
        (Role.LEAD_CLINICIAN, NewTraining("Injection course (demo)", day)),
        (
            Role.CLINICIAN,
            NewTraining("Injection course (demo)", day, day + timedelta(days=700)),
        ),
    )
    for role, training in courses:
        practice.add_training(staff[role].id, training, by=by, at=at)


def _set_hours(
    outlets: tuple[Outlet, ...], staff: dict[Role, Staff], *, by: Actor, at: datetime
) -> None:
    """Open both outlets on weekdays, and let the physicians work in them."""
    for outlet in outlets:
        practice.set_opening_hours(outlet.id, _week(range(5)), by=by, at=at)
    for role, place, days in WORK:
        week = Week(_week(days), from_on=at.date())
        booking.set_working_hours(staff[role].id, outlets[place].id, week, by=by, at=at)


def _week(days: Iterable[int]) -> tuple[Hours, ...]:
    return tuple(Hours(day, *span) for day in days for span in OPEN)


def sign_protocols(house: House, *, at: datetime) -> None:
    """Let the lead clinician of the demo sign the protocols that it uses."""
    lead = house.actor(Role.LEAD_CLINICIAN, 0)
    for key in SIGNED:
        protocol = library().protocol(key)
        new = NewSignature(
            protocol=protocol.id,
            version=protocol.version,
            digest=protocol.digest,
            content=signed_text(library(), protocol),
            statement="Signed for the demo alone.",
            name=house.users[Role.LEAD_CLINICIAN].name,
        )
        practice.sign_protocol(new, by=lead, at=at)


def fill_fridges(house: House, *, on: date, at: datetime, vials: int) -> House:
    """Receive lots at both outlets: old ones, a good one, and one to be recalled."""
    numbers = (("DEMO-A1", 400), ("DEMO-B2", 300), ("DEMO-C3", 60))
    lots = []
    for number, days in numbers:
        new = NewLot(PRODUCT, VIAL, number, on + timedelta(days=days))
        received = [
            stock.receive(
                new,
                outlet=outlet.id,
                vials=vials,
                by=house.actor(Role.ASSISTANT, place),
                at=at,
            )
            for place, outlet in enumerate(house.outlets)
        ]
        lots.append(received[0])
    kit = NewKitItem("Adrenaline (demo)", "adrenaline", expires_on=on + KIT_LASTS)
    for place, outlet in enumerate(house.outlets):
        by = house.actor(Role.ASSISTANT, place)
        stock.add_kit_item(kit, outlet=outlet.id, by=by, at=at)
    return attrs.evolve(house, lots=tuple(lots))
