"""Deeds about reports to an authority: prepare, send, set aside, raise the overdue."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.followup.models import SafetyReport
from glabella.clinic.followup.values import REPORT_DUE, NewReport
from glabella.clinic.people import laws
from glabella.clinic.practice.models import Outlet
from glabella.clinic.record import actions as recording
from glabella.clinic.record.duty import on_duty
from glabella.clinic.record.models import SideEffect, Task
from glabella.clinic.record.values import NewDocument, NewTask

WAITING = models.Q(sent_at__isnull=True, set_aside_at__isnull=True)


@transaction.atomic
def prepare_report(
    effect: UUID, new: NewReport, pdf: bytes, *, by: Actor, at: datetime
) -> SafetyReport:
    """Keep a report as it will be sent, with its pages among the papers.

    Raises:
        DeedRefusedError: If one for this authority waits already, or the practice
            would have learned of the effect in the future.
    """
    side_effect: SideEffect = laws.found(SideEffect.objects.filter(id=effect))
    waiting = SafetyReport.objects.filter(WAITING, side_effect_id=effect)
    if waiting.filter(authority=new.authority).exists():
        raise DeedRefusedError(
            _("a report to %(authority)s waits already.")
            % {"authority": new.authority},
            where=_("report"),
            mending=_("Send it, or set it aside first."),
        )
    laws.not_after(new.learned_on, at, where=_("day the practice learned of it"))
    outlet = Outlet.objects.get(id=new.outlet)
    paper = NewDocument(
        outlet=outlet.id,
        patient=side_effect.patient_id,
        kind="other",
        title=new.title,
        media_type="application/pdf",
    )
    row = SafetyReport.objects.create(
        side_effect=side_effect,
        outlet=outlet,
        country=new.country,
        authority=new.authority,
        learned_on=new.learned_on,
        due_at=end_of(new.due_on, outlet) if new.due_on else None,
        content=new.content,
        document=recording.receive_document(pdf, paper, by=by, at=at),
        prepared_at=at,
        prepared_by_id=by.account,
    )
    patient = side_effect.patient_id
    record("followup.prepare_report", by=by, at=at, patient=patient, about=row.id)
    return row


def end_of(day: date, outlet: Outlet) -> datetime:
    """Return when a day is over at an outlet."""
    zone = ZoneInfo(outlet.time_zone)
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)


@transaction.atomic
def mark_sent(report: UUID, *, reference: str, by: Actor, at: datetime) -> None:
    """Say that a report was sent, with the authority's reference if it gave one.

    What reminded of it is closed with it.

    Raises:
        DeedRefusedError: If it is sent or set aside already.
    """
    row = _end(report, "sent", by=by, at=at, sent_reference=reference.strip())
    done = _("Reported to %(authority)s.") % {"authority": row.authority}
    _close((row.id, row.side_effect_id), done, by=by, at=at)
    patient = row.side_effect.patient_id
    record("followup.mark_sent", by=by, at=at, patient=patient, about=report)


@transaction.atomic
def set_report_aside(report: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Set a report aside that will not be sent; it is kept with the reason.

    Raises:
        DeedRefusedError: If no reason is given, or it is sent or set aside already.
    """
    why = laws.words(reason, where=_("reason"))
    row = _end(report, "set_aside", by=by, at=at, set_aside_reason=why)
    _close((row.id,), why, by=by, at=at)
    patient = row.side_effect.patient_id
    record("followup.set_report_aside", by=by, at=at, patient=patient, about=report)


def _end(
    report: UUID, stem: str, *, by: Actor, at: datetime, **more: str
) -> SafetyReport:
    rows = SafetyReport.objects.filter(id=report)
    row: SafetyReport = laws.found(rows)
    done = {f"{stem}_at": at, f"{stem}_by_id": by.account}
    if not rows.filter(WAITING).update(**done, **more):
        raise DeedRefusedError(
            _("the report is sent or set aside already."),
            where=_("report"),
            mending=_("Prepare a new one if there is more to say."),
        )
    return row


def _close(about: Iterable[UUID], outcome: str, *, by: Actor, at: datetime) -> None:
    rows = Task.objects.filter(kind=REPORT_DUE, about__in=about, closed_at__isnull=True)
    for task in rows:
        recording.close_task(
            task.id, outcome=outcome, version=task.version, by=by, at=at
        )


@transaction.atomic
def raise_overdue(
    outlet: UUID,
    overdue: Iterable[tuple[UUID, UUID, str]],
    *,
    by: Actor,
    at: datetime,
) -> list[Task]:
    """Open one urgent task for each report that is overdue and has none open.

    Args:
        overdue: Patient, what it is about (a report or an effect), and the authority,
            as `queries.reviews.overdue` finds them.
    """
    rows = list(overdue)
    place = Outlet.objects.get(id=outlet)
    known = set(
        Task.objects.filter(
            kind=REPORT_DUE, about__in=[about for _who, about, _to in rows]
        )
        .filter(closed_at__isnull=True)
        .values_list("about", flat=True)
    )
    duty = on_duty(place, at=at) if rows else None
    return [
        recording.open_task(
            NewTask(
                outlet=outlet,
                patient=patient,
                kind=REPORT_DUE,
                title=_("Overdue: report a side effect to %(authority)s")
                % {"authority": authority},
                is_urgent=True,
                due_at=at,
                owner=duty.owner if duty else None,
                deputy=duty.deputy if duty else None,
                about=about,
            ),
            by=by,
            at=at,
        )
        for patient, about, authority in rows
        if about not in known
    ]
