"""Make the demo: two years of a practice, told by its deeds in the order of time."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from django.db import transaction

from glabella.clinic.accounts.roles import Role
from glabella.clinic.demo.front_desk import front_desk
from glabella.clinic.demo.house import (
    PASSWORD,
    STAFF,
    build_house,
    fill_fridges,
    sign_protocols,
)
from glabella.clinic.demo.scenes import scenes
from glabella.clinic.demo.synthetic import YEARS, people
from glabella.clinic.demo.telling import Deed, Story, tell
from glabella.clinic.demo.walking import walkers

SEED = 20260101
COUNT = 250
VIALS = 900


class SignIn(NamedTuple):
    """How to sign in to the demo in one role."""

    role: Role
    email: str
    password: str


@transaction.atomic
def make_demo(
    *, at: datetime, count: int = COUNT, say: Callable[[str], None] = print
) -> list[SignIn]:
    """Fill an empty practice with synthetic people, through the same deeds as screens.

    One transaction: a demo is there whole, or not at all.

    Args:
        at: The moment of the demo, aware; histories end then.
        count: How many people.
        say: Is told how far it has come.
    """
    today = at.date()
    opened = datetime.combine(today - timedelta(days=YEARS + 40), time(8), UTC)
    house = build_house(at=opened)
    house = fill_fridges(house, on=today, at=opened, vials=VIALS)
    sign_protocols(house, at=opened)
    say(f"Telling the stories of {count} synthetic people ...")
    chance = random.Random(SEED)  # noqa: S311 a demo is the same each time, and no secret
    stories = [
        Story(who, house, today, random.Random(SEED + who.number))  # noqa: S311 as above
        for who in people(count, on=today, chance=chance)
    ]
    deeds = [deed for story in stories for deed in tell(story)]
    deeds += scenes(stories, house, at=at)
    deeds += walkers(stories, house, at=at)
    deeds += front_desk(stories, house, at=at)
    for moment, act in sorted(deeds, key=_when):
        act(min(moment, at))
    return [SignIn(role, email, PASSWORD) for role, email, _ in STAFF]


def _when(deed: Deed) -> datetime:
    return deed[0]
