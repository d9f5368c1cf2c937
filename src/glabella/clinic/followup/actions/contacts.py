"""Deeds about contacts after an injection: take one, judge it anew, withdraw it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glabella.clinic.accounts.roles import PHYSICIANS
from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.followup.models import Contact, Judgement
from glabella.clinic.followup.rules.triage import (
    Complaint,
    Level,
    Triage,
    is_milder,
    triage,
)
from glabella.clinic.followup.values import (
    ANSWERS,
    CALL_BACK,
    CHANNELS,
    LEVELS,
    NewContact,
)
from glabella.clinic.people import laws
from glabella.clinic.people.cards import Person
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.models import Outlet
from glabella.clinic.practice.queries import today_at
from glabella.clinic.record import actions as recording
from glabella.clinic.record.duty import end_of_day, on_duty
from glabella.clinic.record.models import Session, Task
from glabella.clinic.record.values import Duty, NewFact, NewTask

SPREAD_FACT = "spread_of_toxin_symptoms"


@transaction.atomic
def take_contact(who: Person, new: NewContact, *, by: Actor, at: datetime) -> Contact:
    """Take a call, a walk-in or a message; open who calls back and until when.

    A sign of distant spread is stated as a fact, so that no injection follows before a
    clinician has looked.

    Raises:
        DeedRefusedError: If a code is not known, or the level is milder than what the
            rules say without a physician's reason.
    """
    rules = triage()
    outlet = Outlet.objects.get(id=new.outlet)
    complaint = _complaint(rules, new.complaint)
    answers = checked_answers(rules, new.answers)
    proposed = rules.propose(answers, complaint)
    level = _level(new, proposed=proposed, by=by)
    session = last_session(who, on=today_at(outlet, at=at))
    row = Contact(
        patient_id=who.id,
        outlet=outlet,
        session=session,
        channel=laws.one_of(new.channel, CHANNELS, where=_("way of the contact")),
        words=_words(new, complaint),
        spread=answers,
        proposed=proposed,
        level=level,
        level_reason=new.reason.strip(),
        days_since=_days_since(session, outlet, at),
        taken_at=at,
        taken_by_id=by.user,
    )
    duty = Duty(new.owner, new.deputy) if new.owner else None
    row.task = _call_back(row, rules.level(level), duty=duty, by=by, at=at)
    row.save(force_insert=True)
    state_symptoms(who.id, rules.symptoms(answers), by=by, at=at)
    record("followup.take_contact", by=by, at=at, patient=who.id, about=row.id)
    return row


def last_session(who: Person, *, on: date) -> Session | None:
    """Return the last session of a person up to a day."""
    rows = Session.objects.filter(patient_id__in=who.ids, on__lte=on)
    return rows.order_by("-on", "-recorded_at").first()


def _complaint(rules: Triage, name: str) -> Complaint:
    found = rules.complaint(name)
    if found is None:
        known = [each.id for each in rules.complaints]
        laws.one_of(name, known, where=_("complaint"))
        raise LookupError(name)  # one_of has refused it
    return found


def checked_answers(rules: Triage, answers: Mapping[str, str]) -> dict[str, str]:
    """Return an answer to every question; what was not asked is unknown.

    Raises:
        DeedRefusedError: If there is no such question or answer.
    """
    known = [each.id for each in rules.questions]
    for name, answer in answers.items():
        laws.one_of(name, known, where=_("question"))
        laws.one_of(answer, ANSWERS, where=_("answer"))
    return {name: answers.get(name, "unknown") for name in known}


def _level(new: NewContact, *, proposed: str, by: Actor) -> str:
    if not new.level:
        return proposed
    level = laws.one_of(new.level, LEVELS, where=_("level"))
    if is_milder(level, proposed):
        refuse_lowering(new.reason, by=by)
    return level


def refuse_lowering(reason: str, *, by: Actor) -> None:
    """Refuse a milder level of anybody but a physician who says why."""
    if by.role not in PHYSICIANS:
        raise DeedRefusedError(
            _("the level is milder than what the rules say."),
            where=_("level"),
            mending=_("Keep it, or let a physician judge the contact."),
        )
    laws.words(
        reason,
        where=_("reason"),
        mending=_("Say why it is milder than what the rules say."),
    )


def _words(new: NewContact, complaint: Complaint) -> str:
    """Return the complaint and what the person says, in the language of the taker."""
    said = complaint.text.in_language(get_language() or "en")
    return f"{said}\n{new.words.strip()}".strip()


def _days_since(session: Session | None, outlet: Outlet, at: datetime) -> int | None:
    return None if session is None else (today_at(outlet, at=at) - session.on).days


def _call_back(
    row: Contact,
    level: Level,
    *,
    duty: Duty | None,
    by: Actor,
    at: datetime,
) -> Task | None:
    """Open the task of a level with its clock; None where nobody needs to call."""
    if level.clock == "none":
        return None
    outlet = row.outlet
    keeper = duty or on_duty(outlet, at=at)
    title = _("Call back: %(level)s") % {
        "level": level.name.in_language(get_language() or "en")
    }
    if row.days_since is not None:
        title = _("%(title)s, day %(days)d after the injection") % {
            "title": title,
            "days": row.days_since,
        }
    new = NewTask(
        outlet=outlet.id,
        patient=row.patient_id,
        kind=CALL_BACK,
        title=title,
        is_urgent=level.clock in {"now", "end_of_day"},
        due_at=due_at(level, outlet, at=at),
        owner=keeper.owner,
        deputy=keeper.deputy,
        about=row.id,
    )
    return recording.open_task(new, by=by, at=at)


def due_at(level: Level, outlet: Outlet, *, at: datetime) -> datetime:
    """Return until when a level wants somebody to call back."""
    if level.clock == "now":
        return at
    return end_of_day(outlet, at=at + timedelta(days=level.days))


def state_symptoms(
    patient: UUID, symptoms: tuple[str, ...], *, by: Actor, at: datetime
) -> None:
    """State signs of distant spread as a fact; without any, nothing is stated."""
    if symptoms:
        new = NewFact(SPREAD_FACT, list(symptoms), source="contact after an injection")
        catalogue = library().catalogue
        recording.record_fact(patient, new, by=by, at=at, catalogue=catalogue)


@transaction.atomic
def judge_contact(
    contact: UUID, level: str, *, reason: str, by: Actor, at: datetime
) -> Judgement:
    """Judge a contact anew, as a physician; the first answers stay as they are.

    A graver level opens a task of its own with its clock.

    Raises:
        DeedRefusedError: If it is milder without a reason, or the contact is withdrawn.
    """
    row: Contact = laws.found(Contact.objects.filter(id=contact))
    _refuse_withdrawn(row)
    laws.one_of(level, LEVELS, where=_("level"))
    before = standing_level(row)
    if is_milder(level, before):
        refuse_lowering(reason, by=by)
    made = Judgement.objects.create(
        contact=row,
        level=level,
        reason=reason.strip(),
        judged_at=at,
        judged_by_id=by.account,
    )
    if is_milder(before, level):
        wanted = triage().level(level)
        _call_back(row, wanted, duty=None, by=by, at=at)
    patient = row.patient_id
    record("followup.judge_contact", by=by, at=at, patient=patient, about=made.id)
    return made


def standing_level(row: Contact) -> str:
    """Return the level that counts: that of the last judgement, or the first one."""
    last = row.judgements.last()
    return last.level if last is not None else row.level


def _refuse_withdrawn(row: Contact) -> None:
    if row.withdrawn_at is not None:
        raise DeedRefusedError(
            _("the contact is withdrawn."),
            where=_("contact"),
            mending=_("Take it anew for the right person."),
        )


@transaction.atomic
def withdraw_contact(contact: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Withdraw a contact that was taken for the wrong person; its task stays open.

    Raises:
        DeedRefusedError: If no reason is given, or it is withdrawn already.
    """
    why = laws.words(reason, where=_("reason"))
    rows = Contact.objects.filter(id=contact)
    row = laws.found(rows)
    laws.end(rows, "withdrawn", by=by, at=at, withdrawn_reason=why)
    patient = row.patient_id
    record("followup.withdraw_contact", by=by, at=at, patient=patient, about=contact)
