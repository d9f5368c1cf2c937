"""Facts that are lists of rows which grow within a day: overrides, risk assessments.

Two statements of one day that differ would contradict each other, so the newer one
holds all rows of the day, and the older one is withdrawn, which keeps it.
"""

from datetime import datetime

import attrs
from django.utils.translation import gettext as _

from glabella.clinic.audit.actor import Actor
from glabella.clinic.people.cards import Person
from glabella.clinic.practice.knowledge import library
from glabella.clinic.record.actions import record_fact, withdraw_fact
from glabella.clinic.record.models import FactEntry
from glabella.clinic.record.values import NewFact


def add_rows(who: Person, new: NewFact, *, by: Actor, at: datetime) -> FactEntry:
    """Add the rows of `new` to its list of the day; in a transaction only."""
    standing = FactEntry.objects.filter(
        patient_id__in=who.ids,
        fact=new.fact,
        as_of=new.as_of,
        withdrawn_at__isnull=True,
    )
    rows: list[object] = []
    more = new.value if isinstance(new.value, list) else [new.value]
    for earlier in standing.select_for_update().order_by("recorded_at", "id"):
        rows += earlier.value
        reason = _("It stands in a newer list of the same day.")
        withdraw_fact(earlier.id, reason=reason, by=by, at=at)
    whole = attrs.evolve(new, value=[*rows, *more])
    return record_fact(who.id, whole, by=by, at=at, catalogue=library().catalogue)


def stated_rows(who: Person, fact: str) -> list[object]:
    """Return the rows of the newest list that somebody stated; none if nobody did."""
    standing = FactEntry.objects.filter(
        patient_id__in=who.ids, fact=fact, withdrawn_at__isnull=True
    )
    newest = standing.order_by("-as_of", "-recorded_at").first()
    return list(newest.value) if newest else []
