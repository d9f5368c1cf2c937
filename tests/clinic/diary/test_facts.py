"""What a diary changes in what is known of a person; and the reminder of the day."""

from datetime import datetime, timedelta

import pytest

from glabella.clinic.audit.actor import system
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.diary import actions, queries
from glabella.clinic.diary.nudges import write_nudges
from glabella.clinic.diary.values import Wish
from glabella.clinic.messages.models import Message
from glabella.clinic.people.actions import add_contact
from glabella.clinic.people.values import NewContact
from glabella.clinic.record import queries as record
from glabella.clinic.record.models import Decision
from glabella.core.facts import Fact
from tests import world
from tests.clinic.diary.build import HIMSELF, arriving, attack, door, free
from tests.clinic.scene import Scene, library

pytestmark = pytest.mark.django_db

EVENING = world.AT.replace(hour=18)  # 19 o'clock in Zurich


def keep(here: Scene, *, days: range, bad: range) -> None:
    for back in days:
        on = world.TODAY - timedelta(days=back)
        day = attack(on) if back in bad else free(on)
        actions.keep_day(here.who, arriving(day), by=HIMSELF, at=world.AT)


def known(here: Scene, name: str) -> object:
    catalogue = library().catalogue
    found = record.fact_set(here.who, on=world.TODAY, catalogue=catalogue)
    fact = found.lookup(name)
    return fact.value if isinstance(fact, Fact) else None


def test_days_written_at_home_are_the_headache_days_of_the_record(here: Scene) -> None:
    assert known(here, "headache_days_28_current") is None

    keep(here, days=range(1, 29), bad=range(1, 18))

    assert known(here, "headache_days_28_current") == 17
    assert known(here, "diary_recorded_days") == 28


def test_blank_days_are_not_free_days(here: Scene) -> None:
    keep(here, days=range(1, 11), bad=range(1, 5))

    assert known(here, "headache_days_28_current") == 4
    assert known(here, "diary_recorded_days") == 10


def test_diary_goes_with_what_is_treated(here: Scene) -> None:
    assert queries.kept(here.who) == ()

    Decision.objects.create(
        patient=here.card,
        protocol="overactive_bladder",
        protocol_version="2026-1",
        on=world.TODAY,
        verdict="indicated",
        answer={},
        facts={},
        decided_at=world.AT,
        decided_by=here.user,
    )
    assert queries.kept(here.who) == ("bladder",)
    actions.choose(here.who, "bladder", is_kept=False, by=HIMSELF, at=world.AT)
    assert queries.kept(here.who) == ()


def nudge(*, at: datetime) -> int:
    return write_nudges(by=system("test"), at=at)


def reachable(here: Scene) -> None:
    door(here)
    new = NewContact(
        kind="email", value="canary@example.org", is_safe=True, may_remind=True
    )
    add_contact(here.card.id, new, by=here.by, at=world.AT)
    actions.choose(here.who, "headache", is_kept=True, by=HIMSELF, at=world.AT)


def wish(here: Scene, **more: object) -> None:
    values = {"is_on": True, "hour": 18, **more}
    actions.wish_nudge(here.who, Wish(**values), by=HIMSELF, at=world.AT)  # type: ignore[arg-type]  # a builder of one value


def test_reminder_comes_once_a_day_and_names_nothing(here: Scene) -> None:
    reachable(here)
    wish(here)

    assert nudge(at=world.AT) == 0  # ten in the morning
    assert [nudge(at=EVENING) for _ in range(2)] == [1, 0]
    assert nudge(at=EVENING + timedelta(days=1)) == 1
    text = Message.objects.first()
    assert text is not None
    assert "head" not in (text.subject + text.text).lower()


def test_no_reminder_without_a_wish_or_in_a_pause(here: Scene) -> None:
    reachable(here)
    assert nudge(at=EVENING) == 0

    wish(here, paused_until=world.TODAY + timedelta(days=2))
    assert nudge(at=EVENING) == 0
    assert nudge(at=EVENING + timedelta(days=2)) == 1


def test_no_reminder_of_a_day_that_is_written(here: Scene) -> None:
    reachable(here)
    wish(here)
    actions.keep_day(here.who, arriving(free()), by=HIMSELF, at=world.AT)

    assert nudge(at=EVENING) == 0


def test_no_reminder_without_a_door_or_a_safe_way(here: Scene) -> None:
    wish(here)
    assert nudge(at=EVENING) == 0

    door(here)
    actions.choose(here.who, "headache", is_kept=True, by=HIMSELF, at=world.AT)
    assert nudge(at=EVENING) == 0


def test_reminder_at_night_is_refused(here: Scene) -> None:
    with pytest.raises(DeedRefusedError):
        wish(here, hour=3)
