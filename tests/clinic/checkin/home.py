"""A person at home: the portal open, the practice with hours, a phone inside."""

from datetime import date, datetime, time, timedelta

import attrs
from django.test import Client

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.actor import Actor, system
from glabella.clinic.people.models import Relation
from glabella.clinic.portal import actions as portal
from glabella.clinic.portal.models import Door
from glabella.clinic.portal.values import NewProxy
from glabella.clinic.practice.models import Leave, OpeningHours, Staff
from glabella.clinic.record import actions as recording
from glabella.clinic.record.models import Session
from glabella.clinic.record.values import NewScore
from tests import world
from tests.clinic.followup.scenery import treated
from tests.clinic.scene import Scene, instruments, scene

DEPRESSION = "major_depression"
BORN, PROXY_BORN = "1980-05-01", "1975-01-01"
OPEN, CLOSES = time(8), time(18)


@attrs.frozen
class Home:
    """Whose home, and the phone in the hand."""

    here: Scene
    door: Door
    phone: Client

    @property
    def by(self) -> Actor:
        """The person as the one who acts."""
        return Actor(
            user=None,
            kind="patient",
            role="self",
            origin="test",
            purpose="portal",
            outlet=self.here.outlet.id,
        )


def home(
    here: Scene | None = None, *, with_hours: bool = True, at: datetime = world.AT
) -> Home:
    """Return a person inside their portal, on a Monday at ten unless said otherwise."""
    place = here or scene()
    place.outlet.phone = "+41 44 000 00 00"
    place.outlet.save()
    if with_hours:
        open_on_weekdays(place)
    door = portal.open_door(
        place.card.id,
        outlet=place.outlet.id,
        agreed_on=world.TODAY,
        by=place.by,
        at=at,
    )
    return Home(place, door, inside(door, at=at))


def inside(
    door: Door, *, proxy: object = None, born: str = BORN, at: datetime = world.AT
) -> Client:
    """Return a phone that came in through a door."""
    token = portal.make_link(door.id, proxy=proxy, by=system("test"), at=at)  # type: ignore[arg-type]  # an id or None
    phone = Client()
    answer = phone.post(f"/me/link/{token.secret}/", {"born": born})
    assert answer.status_code == 302
    return phone


def proxy_phone(at_home: Home, *grants: str) -> Client:
    """Return the phone of somebody who acts for the person."""
    relation = Relation.objects.create(
        patient=at_home.here.card,
        name="Proxy Synthetic",
        kind="proxy",
        noted_at=world.AT,
    )
    new = NewProxy(relation.id, date.fromisoformat(PROXY_BORN), frozenset(grants))
    row = portal.grant_proxy(at_home.door.id, new, by=at_home.here.by, at=world.AT)
    return inside(at_home.door, proxy=row.id, born=PROXY_BORN)


def open_on_weekdays(here: Scene) -> None:
    """Open the outlet from Monday to Friday."""
    for weekday in range(5):
        OpeningHours.objects.create(
            outlet=here.outlet, weekday=weekday, opens=OPEN, closes=CLOSES
        )


def treated_weeks_ago(
    here: Scene, weeks: int, *, protocol: str = DEPRESSION
) -> Session:
    """Return a session so many weeks ago."""
    on = world.TODAY - timedelta(weeks=weeks)
    return treated(here, on=on, protocol=protocol)


def leave(here: Scene, *, deputy: Staff | None = None) -> None:
    """Let the physician of a scene be away today."""
    staff = Staff.objects.get(user=here.user)
    Leave.objects.create(
        staff=staff,
        deputy=deputy,
        starts_on=world.TODAY,
        ends_before=world.TODAY + timedelta(days=7),
        entered_at=world.AT,
        entered_by=here.user,
    )


def another_physician(here: Scene) -> Staff:
    """Return a second physician of the outlet."""
    user = world.member(Role.CLINICIAN, here.outlet, name="Second Synthetic")
    return Staff.objects.get(user=user)


def scored(here: Scene, on: date, total: int, *, at: datetime = world.AT) -> None:
    """Put a total of the PHQ-9 on record."""
    new = NewScore("phq9", on, total=total)
    recording.record_score(
        here.card.id, new, by=here.by, at=at, instruments=instruments()
    )
