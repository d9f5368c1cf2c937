"""Deeds of a physician on a plan: confirm by name, approve by signature, withdraw."""

import hashlib
from datetime import date, datetime
from uuid import UUID

import attrs
import simplejson
from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.accounts.roles import PHYSICIANS
from glabella.clinic.accounts.standing import standing_of
from glabella.clinic.assessment.queries import latest_decision
from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.people.cards import Person
from glabella.clinic.planning.answer import answer_of
from glabella.clinic.planning.counting import (
    LANDMARKS,
    Counted,
    content_of,
    placing_muscles,
    scene_of,
    subject,
)
from glabella.clinic.planning.models import Confirmed, Plan
from glabella.clinic.planning.placing import placed
from glabella.clinic.planning.saving import (
    draft_of,
    recounted,
    refusing,
    today_of,
    whose,
    write,
)
from glabella.clinic.planning.words import say
from glabella.clinic.practice.knowledge import figures, library
from glabella.core.eligibility import Verdict
from glabella.core.plan import PlanStatus
from glabella.core.quantity import plain_number

ALLOWING = frozenset({Verdict.INDICATED.value, Verdict.CRITERIA_MET_OFF_LABEL.value})


@transaction.atomic
def confirm(  # noqa: PLR0913 who vouches for what, on what ground
    plan: Plan, what: str, *, basis: str, name: str, by: Actor, at: datetime
) -> Confirmed:
    """Vouch by name for something in this plan, and in no other.

    It holds for the present doses: whoever changes these must ask again.

    Args:
        what: As `Counted.needed` or `Counted.landmarks` names it.
        basis: What the physician rests it on, in words.

    Raises:
        DeedRefusedError: If this is no physician, the plan is no draft, nobody asks
            for it, or a word is missing.
    """
    row = draft_of(plan)
    refuse_others(by, row.outlet_id)
    counted = recounted(row, at=at)
    asked = {one.what for one in (*counted.needed, *counted.landmarks)}
    if what not in asked:
        raise DeedRefusedError(
            _("nothing of that name waits for a confirmation."),
            where=what,
            mending=_("Open the plan again."),
        )
    made = Confirmed.objects.create(
        plan=row,
        what=what,
        basis=laws.words(basis, where=_("basis")),
        digest=subject(what, content_of(row)),
        name=laws.words(name, where=_("name")),
        confirmed_at=at,
        confirmed_by_id=by.account,
    )
    _counted_anew(row, at=at, is_placed=what.endswith(LANDMARKS))
    record("planning.confirm", by=by, at=at, patient=row.patient_id, about=row.id)
    return made


@transaction.atomic
def approve(plan: Plan, *, name: str, version: int, by: Actor, at: datetime) -> Plan:
    """Sign a plan; it and its sites are frozen, and it replaces those approved before.

    Raises:
        StaleError: If somebody else has changed it since `version`.
        DeedRefusedError: If this is no physician, a confirmation is open, the plan is
            refused or has no dose, its day has passed, or the decision of the day is
            missing or contrary.
    """
    row = draft_of(plan, version=version)
    refuse_others(by, row.outlet_id)
    printed = laws.words(name, where=_("name"))
    counted = recounted(row, at=at)
    today = today_of(row, at)
    _refuse_past(row, today)
    _refuse_unready(counted)
    _refuse_changed_text(row)
    _refuse_undecided(row, whose(row), today=today)
    older = _replace(row, by=by, at=at)
    row.replaces = older
    row.status, row.answer = counted.status.value, answer_of(counted)
    row.approved_at, row.approved_by_id = at, by.account
    row.approved_name, row.digest = printed, plan_digest(row, counted)
    row.save()
    record("planning.approve", by=by, at=at, patient=row.patient_id, about=row.id)
    return row


@transaction.atomic
def withdraw(plan: Plan, *, reason: str, by: Actor, at: datetime) -> Plan:
    """Take a plan back, draft or approved; nobody may treat by it from now on.

    Raises:
        DeedRefusedError: If the reason is empty, or the plan is withdrawn or replaced.
    """
    words = laws.words(reason, where=_("reason"))
    row: Plan = laws.found(Plan.objects.filter(id=plan.id))
    if row.state == "approved":
        refuse_others(by, row.outlet_id)
    rows = Plan.objects.filter(id=row.id, replaced_at__isnull=True)
    laws.end(rows, "withdrawn", by=by, at=at, withdrawn_reason=words)
    row.refresh_from_db()
    record("planning.withdraw", by=by, at=at, patient=row.patient_id, about=row.id)
    return row


# ---- laws ----------------------------------------------------------------------------


def refuse_others(by: Actor, outlet: UUID) -> None:
    """Refuse whoever is no physician at this outlet, whatever a screen let through."""
    if not standing_of(by.account).roles_at([outlet]) & PHYSICIANS:
        raise DeedRefusedError(
            _("only a physician of this outlet may do this."),
            mending=_("Ask a physician to sign in."),
        )


def _refuse_past(row: Plan, today: date) -> None:
    if row.on < today:
        raise DeedRefusedError(
            _("the day of the plan has passed."),
            where=_("day"),
            mending=_("Choose today or a later day, then approve."),
        )


def _refuse_unready(counted: Counted) -> None:
    if counted.needed:
        raise DeedRefusedError(
            _("something waits for a confirmation by name: %(what)s")
            % {"what": " ".join(say(one.why) for one in counted.needed)},
            where=_("plan"),
            mending=_("Confirm it, or go back to the published scheme."),
        )
    if counted.status is not PlanStatus.PROPOSED:
        reasons = [say(one.text) for one in counted.warnings if one.stops]
        raise DeedRefusedError(
            _("this plan may not be approved: %(why)s")
            % {"why": " ".join(reasons) or _("it has no points.")},
            where=_("plan"),
        )


def _refuse_changed_text(row: Plan) -> None:
    """Refuse a plan made of a text of a protocol that has changed since."""
    for order in row.orders:
        if library().protocol(order["protocol"]).digest != order["digest"]:
            raise DeedRefusedError(
                _("the text of a protocol has changed since this plan was made."),
                where=order["protocol"],
                mending=_("Save the plan again and look at it anew."),
            )


def _refuse_undecided(row: Plan, who: Person, *, today: date) -> None:
    """Refuse without a decision of this day that allows each protocol."""
    for order in row.orders:
        protocol = library().protocol(order["protocol"])
        made = latest_decision(who, protocol.id, on=today)
        where = say(protocol.name)
        if made is None or made.on != today:
            raise DeedRefusedError(
                _("no decision of today is on record."),
                where=where,
                mending=_("Assess and decide first, then approve the plan."),
            )
        if made.profile != row.profile:
            raise DeedRefusedError(
                _("the decision of today was made by the rules of another country."),
                where=where,
                mending=_("Decide at this outlet, then approve the plan."),
            )
        if made.verdict not in ALLOWING:
            raise DeedRefusedError(
                _("the decision of today does not allow this treatment."),
                where=where,
                mending=_("Look at the assessment."),
            )


# ---- how it is written ---------------------------------------------------------------


def _counted_anew(row: Plan, *, at: datetime, is_placed: bool) -> None:
    """Count again after a confirmation; vouched rules of place now place points."""
    content = content_of(row)
    if is_placed:
        with refusing():
            scene = scene_of(
                content, whose(row), today=today_of(row, at), library=library()
            )
        landmarks = placing_muscles(scene)
        loose = [
            attrs.evolve(one, figure="", x=None, y=None) if one.is_schematic else one
            for one in content.sites
        ]
        sites = placed(loose, figures(), landmarks=landmarks)
        content = attrs.evolve(content, sites=sites)
    write(row, content, at=at)


def _replace(row: Plan, *, by: Actor, at: datetime) -> Plan | None:
    """End the approved plans of this person; return the newest of them."""
    rows = Plan.objects.filter(
        patient_id__in=whose(row).ids,
        approved_at__isnull=False,
        replaced_at__isnull=True,
        withdrawn_at__isnull=True,
    )
    newest = rows.order_by("-approved_at", "id").first()
    rows.update(replaced_at=at, replaced_by_id=by.account)
    return newest


def plan_digest(row: Plan, counted: Counted) -> str:
    """Return the digest of what is signed: whose, when, what, where, how much."""
    content = {
        "patient": str(row.patient_id),
        "outlet": str(row.outlet_id),
        "on": row.on.isoformat(),
        "product": row.product,
        "profile": row.profile,
        "orders": row.orders,
        "note": row.note,
        "confirmed": sorted(
            [one.what, one.digest, one.name] for one in counted.standing
        ),
        "sites": [
            [
                one.position,
                one.muscle,
                one.side,
                one.point,
                plain_number(one.units),
                one.figure,
                one.figure_version,
                *[None if at is None else plain_number(at) for at in (one.x, one.y)],
                one.depth,
            ]
            for one in row.sites.order_by("position")
        ],
    }
    text = simplejson.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
