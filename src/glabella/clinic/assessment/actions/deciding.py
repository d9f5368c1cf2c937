"""Deeds of a physician: decide by name, and set a rule aside where that is allowed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glabella.clinic.assessment.rows import add_rows
from glabella.clinic.assessment.values import NewOverride, SignedDecision
from glabella.clinic.assessment.visits import (
    Course,
    Visit,
    fingerprint,
    locked_person,
    may_override,
    visit,
)
from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.practice.queries import outlet, today_at
from glabella.clinic.record.actions import store_decision
from glabella.clinic.record.models import Decision, FactEntry
from glabella.clinic.record.plain import facts_file
from glabella.clinic.record.values import NewFact
from glabella.clinic.record.verdicts import new_decision
from glabella.core.eligibility import Assessment, Verdict
from glabella.core.interview import flips, questions
from glabella.interop.plain_json import plain
from glabella.interop.verdict_json import Reader, bases, source_json, verdict_json


@transaction.atomic
def decide(patient: UUID, new: SignedDecision, *, by: Actor, at: datetime) -> Decision:
    """Keep what a physician decides, with the facts as they are and the whole answer.

    Any verdict may be kept: that somebody is not treated is a decision too.

    Raises:
        UnknownNameError: If there is no such protocol.
        DeedRefusedError: If the facts have changed since they were read; or if a use
            off label has no reason or no alternatives.
    """
    who = locked_person(patient)
    place = outlet(new.outlet)
    seen = visit(who, outlet=place, on=today_at(place, at=at))
    protocol = seen.library.protocol(new.protocol)
    course = seen.course(protocol)
    made = seen.assess_in(protocol, course)
    if new.seen and new.seen != fingerprint(made):
        raise DeedRefusedError(
            _("the facts have changed since you read them; nothing was signed."),
            where=protocol.id,
            mending=_("Read the assessment again, then decide."),
        )
    _check_off_label(made, new)
    kept = new_decision(
        made, profile=seen.outlet.profile, answer=_answer(seen, made, course, new)
    )
    row = store_decision(who.id, kept, by=by, at=at)
    record("assessment.decide", by=by, at=at, patient=who.id, about=row.id)
    return row


def _check_off_label(made: Assessment, new: SignedDecision) -> None:
    if made.verdict is not Verdict.CRITERIA_MET_OFF_LABEL:
        return
    mending = _("Off label the single case is decided with its reason.")
    laws.words(new.reason, where=_("reason"), mending=mending)
    mending = _("Say which other ways were discussed.")
    laws.words(new.alternatives, where=_("alternatives"), mending=mending)


def _answer(
    seen: Visit, made: Assessment, course: Course, new: SignedDecision
) -> dict[str, object]:
    """Return the whole answer, as `glabella assess --json` says it, and who decided."""
    known = seen.library
    reader = Reader(known.catalogue, known.sources, (get_language() or "en")[:2])
    whole = verdict_json(
        made,
        reader,
        ask=questions(made),
        flips=flips(made, setting=seen.setting),
    )
    frozen = course.baseline
    extra = {
        "language": reader.language,
        "sources": source_json(
            (key for basis in bases(made) for key in basis.sources), known.sources
        ),
        "decided": {
            "name": new.name,
            "reason": new.reason.strip(),
            "alternatives": new.alternatives.strip(),
        },
        "baseline": facts_file(frozen.all_facts(), on=frozen.on) if frozen else None,
    }
    stored = plain({**whole, **extra})
    return stored if isinstance(stored, dict) else {}


@transaction.atomic
def override(patient: UUID, new: NewOverride, *, by: Actor, at: datetime) -> FactEntry:
    """Set a rule aside for today, by name and with a reason, where it allows that.

    Raises:
        UnknownNameError: If there is no such protocol.
        DeedRefusedError: If the rule refuses nothing now, allows no override in this
            country, or no reason is given.
    """
    who = locked_person(patient)
    place = outlet(new.outlet)
    on = today_at(place, at=at)
    seen = visit(who, outlet=place, on=on)
    made = seen.assess(seen.library.protocol(new.protocol))
    judgement = next(
        (one for one in made.judgements if one.criterion.id == new.criterion), None
    )
    if judgement is None or not may_override(judgement, profile=place.profile):
        raise DeedRefusedError(
            _("this rule is not set aside."),
            where=new.criterion,
            mending=_("It refuses nothing now, or its label allows no exception."),
        )
    row = {
        "criterion": new.criterion,
        "who": laws.words(new.name, where=_("name")),
        "why": laws.words(new.reason, where=_("reason")),
    }
    entry = add_rows(who, NewFact("overrides", row, on, "own_record"), by=by, at=at)
    record("assessment.override", by=by, at=at, patient=who.id, about=entry.id)
    return entry
