"""How long a record must be kept: the rule of each country, and the newest entry.

The rules are data (`retention.toml`). A period that was only recalled, or that is not
on file, never allows an erasure.
"""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import attrs
from django.db.models import Max

from glabella.clinic.people.borders import profiles_of
from glabella.clinic.people.cards import Person
from glabella.clinic.people.links import tables_naming_a_patient
from glabella.clinic.people.models import LegalHold, Patient
from glabella.clinic.people.values import Retention
from glabella.core.errors import InputError
from glabella.core.intervals import add_months
from glabella.core.sources import Status

RULES = Path(__file__).with_name("retention.toml")
_MONTHS = 12


@attrs.frozen
class RetentionRule:
    """What one country demands; `years` None means that nobody has read a period."""

    profile: str
    years: int | None
    status: Status
    source: str

    @property
    def usable_years(self) -> int | None:
        """The period, unless it was only recalled."""
        return None if self.status is Status.RECALLED else self.years


def read_rules(file: Path = RULES) -> dict[str, RetentionRule]:
    """Return the rules by country profile.

    Raises:
        InputError: If an entry of the file is not one.
    """
    tables = tomllib.loads(file.read_text("utf-8"))
    return {
        profile: _rule(profile, table, file=file) for profile, table in tables.items()
    }


def _rule(profile: str, table: dict[str, object], *, file: Path) -> RetentionRule:
    years, basis, source = (table.get(key) for key in ("years", "basis", "source"))
    is_period = years is None or type(years) is int
    if not is_period or basis not in set(Status.__members__) or not source:
        raise InputError(
            "this is no retention rule.",
            where=f"{file.name}, {profile}",
            mending="Give years as a whole number or not at all, basis and source.",
        )
    status = Status(basis)
    return RetentionRule(profile, years, status, str(source))  # type: ignore[arg-type]  # checked above


def retention_of(who: Person) -> Retention:
    """Return how long the record of a person must be kept.

    The longest period of the countries counts where they are or were registered, from
    the newest entry that anybody has made about them.
    """
    rules = read_rules()
    profiles = sorted(profiles_of(who.ids))
    known = [rules[name] for name in profiles if name in rules]
    years = {rule.profile: rule.usable_years for rule in known}
    unknown = tuple(name for name in profiles if years.get(name) is None)
    last = last_entry_on(who)
    longest = max((period or 0 for period in years.values()), default=0)
    can_say = last is not None and profiles and not unknown
    return Retention(
        keep_until=add_months(last, _MONTHS * longest) if last and can_say else None,
        last_entry_on=last,
        sources=tuple(f"{rule.profile}: {rule.source}" for rule in known),
        unknown=unknown,
        is_held=LegalHold.objects.filter(
            patient_id__in=who.ids, lifted_at__isnull=True
        ).exists(),
    )


def last_entry_on(who: Person) -> date | None:
    """Return the day of the newest entry in any table that names the person.

    Tables are found by their link to the card, so that a new one cannot be forgotten.
    """
    own = Patient.objects.filter(id__in=who.ids).aggregate(Max("created_at"))
    times = [*own.values(), *_newest_rows(who.ids)]
    days = [
        time.date() if isinstance(time, datetime) else time
        for time in times
        if time is not None
    ]
    return max(days, default=None)


def _newest_rows(cards: tuple[UUID, ...]) -> Iterator[date | datetime | None]:
    for model, name in tables_naming_a_patient():
        columns = [
            column.name
            for column in model._meta.concrete_fields
            if column.name.endswith("_at")
        ]
        if columns:
            rows = model._default_manager.filter(**{f"{name}__in": cards})
            yield from rows.aggregate(*map(Max, columns)).values()
