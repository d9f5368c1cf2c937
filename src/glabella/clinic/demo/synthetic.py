"""People who exist nowhere: names that nobody could take for a patient's.

Everything is drawn from one seeded generator, so that a demo is the same each time.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

import attrs

PLANTS = (
    "Ahorn",
    "Birke",
    "Distel",
    "Eibe",
    "Farn",
    "Ginster",
    "Hasel",
    "Iris",
    "Jasmin",
    "Klee",
    "Linde",
    "Mohn",
    "Narzisse",
    "Olive",
    "Pappel",
    "Quitte",
    "Raute",
    "Salbei",
    "Tanne",
    "Ulme",
    "Veilchen",
    "Weide",
    "Ysop",
    "Zeder",
)
GIVEN = (
    "Musteria",
    "Probo",
    "Exempla",
    "Testine",
    "Modello",
    "Synthia",
    "Fictus",
    "Demona",
    "Ersatzia",
    "Placebo",
    "Paradigma",
    "Simulus",
)


@attrs.frozen
class Synthetic:
    """One person of the demo.

    Args:
        condition: Id of the protocol they are treated by.
        outlet: 0 for the first outlet, 1 for the second.
        first_on: Day of the first session; None for somebody who has had none.
        sessions: How many they have had.
        gain: How well they do: 1 follows the published mean, 0 not at all.
    """

    number: int
    family_name: str
    given_names: str
    birth_date: date
    sex: str
    language: str
    condition: str
    outlet: int
    first_on: date | None
    sessions: int
    gain: float

    @property
    def email(self) -> str:
        """An address in a domain kept for examples (RFC 2606)."""
        return f"patient{self.number:03}@example.org"


# How often each protocol is met in the demo, in parts of the whole.
CONDITIONS = (
    ("chronic_migraine", 46),
    ("major_depression", 24),
    ("bruxism_masseter", 16),
    ("migraine_with_depression", 14),
)
YEARS = 730


def people(count: int, *, on: date, chance: random.Random) -> Iterator[Synthetic]:
    """Yield the people of the demo, each with another name.

    Args:
        on: The day of the demo; histories end shortly before it.
    """
    names = [(f"Demo-{plant}", given) for plant in PLANTS for given in GIVEN]
    chance.shuffle(names)
    for number in range(count):
        family, given = names[number]
        yield _person(number, family=family, given=given, on=on, chance=chance)


def _person(
    number: int, *, family: str, given: str, on: date, chance: random.Random
) -> Synthetic:
    kinds = [name for name, _ in CONDITIONS]
    condition = chance.choices(kinds, [weight for _, weight in CONDITIONS])[0]
    first_on = on - timedelta(days=chance.randint(20, YEARS))
    most = 1 + (on - first_on).days // 95
    outlet = 0 if chance.random() < 0.65 else 1  # noqa: PLR2004 two thirds in Zurich
    return Synthetic(
        number=number + 1,
        family_name=family,
        given_names=given,
        birth_date=on - timedelta(days=chance.randint(22 * 365, 68 * 365)),
        sex=chance.choices(["female", "male", "unknown"], [70, 28, 2])[0],
        language="de" if outlet == 0 and chance.random() < 0.8 else "en",  # noqa: PLR2004 most in Zurich
        condition=condition,
        outlet=outlet,
        first_on=first_on if number % 12 else None,
        sessions=min(most, 8) if number % 12 else 0,
        gain=max(0.0, min(1.6, chance.gauss(1.0, 0.35))),
    )
