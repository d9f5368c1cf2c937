"""Deeds about the clinic's own clauses: add one, end one."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.consent.models import Clause
from glabella.clinic.consent.values import LANGUAGES, NewClause
from glabella.clinic.people import laws


@transaction.atomic
def add_clause(outlet: UUID, new: NewClause, *, by: Actor, at: datetime) -> Clause:
    """Add a clause to every consent that is prepared from now on.

    Raises:
        DeedRefusedError: If it has no title or text, or its language is not known.
    """
    row = Clause.objects.create(
        outlet_id=outlet,
        language=laws.one_of(new.language, LANGUAGES, where=_("language")),
        title=laws.words(new.title, where=_("title")),
        text=laws.words(new.text, where=_("text")),
        added_at=at,
        added_by_id=by.account,
    )
    record("consent.add_clause", by=by, at=at, about=row.id)
    return row


@transaction.atomic
def end_clause(clause: UUID, *, by: Actor, at: datetime) -> None:
    """Leave a clause out of every consent that is prepared from now on.

    Raises:
        DeedRefusedError: If it has ended already, or was never there.
    """
    laws.end(Clause.objects.filter(id=clause), "ended", by=by, at=at)
    record("consent.end_clause", by=by, at=at, about=clause)
