"""What passes through the door: letters that are released, messages and answers."""

from datetime import datetime
from uuid import UUID

import attrs
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from glabella.clinic.accounts.models import User
from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.people.cards import Person
from glabella.clinic.portal.due import answer_due
from glabella.clinic.portal.models import Line, Release
from glabella.clinic.portal.values import MESSAGE_TASK, NewLine
from glabella.clinic.practice.models import Outlet
from glabella.clinic.record.actions import close_task, open_task
from glabella.clinic.record.duty import on_duty
from glabella.clinic.record.models import Document, Task
from glabella.clinic.record.values import NewTask


@transaction.atomic
def release(document: UUID, *, by: Actor, at: datetime) -> Release:
    """Let a person read one letter or result of theirs in the portal.

    Raises:
        DeedRefusedError: If it is nobody's, was set aside or is released already.
    """
    row: Document = laws.found(Document.objects.filter(id=document))
    if row.patient_id is None or row.set_aside_at is not None:
        raise DeedRefusedError(
            _("this paper is filed to nobody, or was set aside."),
            where=_("letter"),
            mending=_("File it first."),
        )
    try:
        with transaction.atomic():
            made = Release.objects.create(
                document_id=document, released_at=at, released_by_id=by.account
            )
    except IntegrityError:
        raise DeedRefusedError(
            _("it is released already."),
            where=_("letter"),
            mending=_("There is nothing to do."),
        ) from None
    record("portal.release", by=by, at=at, patient=row.patient_id, about=document)
    return made


@transaction.atomic
def withdraw_release(document: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Take a letter back from the portal; what was read there stays read."""
    words = laws.words(reason, where=_("reason"))
    rows = Release.objects.filter(document_id=document, withdrawn_at__isnull=True)
    row = laws.found(rows.select_related("document"))
    laws.end(rows, "withdrawn", by=by, at=at, withdrawn_reason=words)
    patient = row.document.patient_id
    record("portal.withdraw_release", by=by, at=at, patient=patient, about=document)


@transaction.atomic
def write_line(who: Person, new: NewLine, *, by: Actor, at: datetime) -> Line:
    """Take a message of a person, and open a task with a clock for the practice.

    While a task stands open, further messages belong to it: its clock goes on.
    """
    text = laws.words(new.text, where=_("message"))
    task = _running(who) or _task(who, new, by=by, at=at)
    row = Line.objects.create(
        patient_id=who.id,
        outlet_id=new.outlet,
        proxy_id=new.proxy,
        text=text,
        task=task,
        written_at=at,
    )
    record("portal.write_line", by=by, at=at, patient=who.id, about=row.id)
    return row


@transaction.atomic
def answer_line(
    who: Person, text: str, *, outlet: UUID, by: Actor, at: datetime
) -> Line:
    """Answer a person in the portal; the task of their messages is closed with it."""
    words = laws.words(text, where=_("answer"))
    row = Line.objects.create(
        patient_id=who.id,
        outlet_id=outlet,
        is_from_practice=True,
        text=words,
        written_at=at,
        written_by_id=by.account,
    )
    task = _running(who)
    if task is not None:
        outcome = _("Answered in the portal.")
        close_task(task.id, outcome=outcome, version=task.version, by=by, at=at)
    record("portal.answer_line", by=by, at=at, patient=who.id, about=row.id)
    return row


def _running(who: Person) -> Task | None:
    rows = Task.objects.filter(
        patient_id__in=who.ids, kind=MESSAGE_TASK, closed_at__isnull=True
    )
    return rows.order_by("opened_at").first()


def _task(who: Person, new: NewLine, *, by: Actor, at: datetime) -> Task:
    outlet = Outlet.objects.get(id=new.outlet)
    duty = on_duty(outlet, at=at)
    task = NewTask(
        outlet=outlet.id,
        patient=who.id,
        kind=MESSAGE_TASK,
        title=_title(duty.owner),
        due_at=answer_due(outlet, at=at),
        owner=duty.owner,
        deputy=duty.deputy,
    )
    return open_task(task, by=attrs.evolve(by, outlet=outlet.id), at=at)


def _title(owner: UUID | None) -> str:
    """Return the words of the task in the language of who looks after it.

    The person who wrote may read another one.
    """
    owners = User.objects.filter(staff__id__in=[owner])
    found = owners.values_list("language", flat=True)
    with translation.override(found.first() or translation.get_language()):
        return _("Message in the portal")
