"""Deeds about the talk: hold it, and hand the copy over."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.accounts.roles import PHYSICIANS
from glabella.clinic.accounts.standing import standing_of
from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.consent.models import Consent, Talk
from glabella.clinic.consent.planned import reflection_of
from glabella.clinic.consent.signing import newest_talk, refuse_if_closed
from glabella.clinic.consent.talking import interpreter_needed
from glabella.clinic.consent.values import CAPACITIES, NewTalk
from glabella.clinic.people import laws
from glabella.clinic.practice.models import Staff


@transaction.atomic
def hold_talk(consent: UUID, new: NewTalk, *, by: Actor, at: datetime) -> Talk:
    """Keep that somebody talked about a consent with the person.

    Raises:
        DeedRefusedError: If the consent is closed, something is missing that a talk
            needs, or a physician has to judge the time to reflect and did not.
    """
    row: Consent = laws.found(
        Consent.objects.select_related("patient", "plan__outlet").filter(id=consent)
    )
    refuse_if_closed(row)
    _check(new, row, at=at)
    _check_competent(new.explained_by, row)
    may_sign_from, reflection = _reflected(new, row, by=by)
    talk = Talk.objects.create(
        consent=row,
        explained_by_id=new.explained_by,
        qualification=laws.words(new.qualification, where=_("qualification")),
        held_at=new.held_at,
        minutes=new.minutes,
        questions=new.questions.strip(),
        teach_back=[
            {"question": one.question, "answer": one.answer.strip()}
            for one in new.teach_back
        ],
        interpreter_name=new.interpreter_name.strip(),
        interpreter_language=new.interpreter_language.strip(),
        capacity=laws.one_of(new.capacity, CAPACITIES, where=_("capacity")),
        representative=new.representative.strip(),
        may_sign_from=may_sign_from,
        reflection=reflection,
        recorded_at=at,
        recorded_by_id=by.account,
        copy_given_at=at if new.is_copy_given else None,
        copy_given_by_id=by.account if new.is_copy_given else None,
    )
    record("consent.hold_talk", by=by, at=at, patient=row.patient_id, about=row.id)
    return talk


@transaction.atomic
def give_copy(consent: UUID, *, by: Actor, at: datetime) -> None:
    """Keep that the person got a copy.

    Raises:
        DeedRefusedError: If there was no talk, or the copy was given already.
    """
    row: Consent = laws.found(Consent.objects.filter(id=consent))
    talk = newest_talk(row)
    if talk is None or talk.copy_given_at is not None:
        raise DeedRefusedError(
            _("there was no talk yet, or the copy was handed over already."),
            mending=_("There is nothing to do."),
        )
    rows = Talk.objects.filter(id=talk.id, copy_given_at__isnull=True)
    rows.update(copy_given_at=at, copy_given_by_id=by.account)
    record("consent.give_copy", by=by, at=at, patient=row.patient_id, about=row.id)


def _check(new: NewTalk, consent: Consent, *, at: datetime) -> None:
    if new.held_at + timedelta(minutes=new.minutes) > at:
        raise _refused(
            _("the talk ends later than now."),
            where=_("when the talk was held"),
            mending=_("Enter when it began and how long it took."),
        )
    if new.minutes < 1:
        raise _refused(
            _("a talk takes time."), where=_("minutes"), mending=_("Enter how long.")
        )
    if not new.teach_back or not all(one.answer.strip() for one in new.teach_back):
        raise _refused(
            _("a question has no answer in the patient's own words."),
            where=_("what the patient understood"),
            mending=_("Ask again and write down the answer."),
        )
    if new.capacity == "lacks_capacity" and not new.representative.strip():
        raise _refused(
            _("nobody is named who decides for the patient."),
            where=_("representative"),
            mending=_("Name the representative."),
        )
    _check_interpreter(new, consent)


def _check_competent(staff: UUID, consent: Consent) -> None:
    """Refuse a talk of somebody who could not do what they explain."""
    one: Staff = laws.found(Staff.objects.filter(id=staff))
    if not standing_of(one.user_id).roles_at([consent.outlet_id]) & PHYSICIANS:
        raise _refused(
            _("only a physician of this outlet explains it."),
            where=_("who explained it"),
            mending=_("Name the physician who held the talk."),
        )


def _check_interpreter(new: NewTalk, consent: Consent) -> None:
    named = new.interpreter_name.strip() and new.interpreter_language.strip()
    why = interpreter_needed(consent.patient, consent.language)
    if why and not named:
        raise _refused(
            why,
            where=_("interpreter"),
            mending=_("Name the interpreter and the language."),
        )


def _reflected(
    new: NewTalk, consent: Consent, *, by: Actor
) -> tuple[datetime, dict[str, object]]:
    """Return the end of the time to reflect, and where it comes from.

    Raises:
        DeedRefusedError: If it has to be judged and no physician did so by name.
    """
    rule = reflection_of(consent.plan)
    ended = new.held_at + timedelta(minutes=new.minutes)
    said = {"text": {"en": rule.text.en, "de": rule.text.de}}
    if rule.days is not None and not rule.is_judged:
        until = ended + timedelta(days=rule.days)
        return until, {"by": "rule", "days": rule.days, **said}
    if by.role not in PHYSICIANS:
        raise _refused(
            _("a physician must judge the time to reflect."),
            where=_("time to reflect"),
            mending=_("Ask a physician to record the talk."),
        )
    name = laws.words(new.judged_by, where=_("name of the physician"))
    why = laws.words(
        new.judgement,
        where=_("why this time is enough"),
        mending=_("No source says how long; write your judgement."),
    )
    until = max(ended, new.may_sign_from or ended)
    return until, {"by": "judgement", "name": name, "reason": why, **said}


def _refused(what: str, *, where: str, mending: str) -> DeedRefusedError:
    return DeedRefusedError(what, where=where, mending=mending)
