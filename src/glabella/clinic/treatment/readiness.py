"""What a start still lacks: asked by the screens, and enforced below them.

One list for the page, for Today and for the deed that starts: what the page shows is
what the deed refuses.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

import attrs
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glabella.clinic.accounts.roles import PHYSICIANS
from glabella.clinic.accounts.standing import standing_of
from glabella.clinic.consent.standing import standing
from glabella.clinic.consent.values import ASKS_TO_WITHDRAW, Standing
from glabella.clinic.people import queries as people
from glabella.clinic.planning.counting import content_of, count
from glabella.clinic.planning.models import Plan
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.models import Staff
from glabella.clinic.practice.queries import lapsed, outlet
from glabella.clinic.record import queries as record
from glabella.clinic.record.models import FactEntry
from glabella.clinic.record.values import URGENT_FINDING
from glabella.clinic.stock import queries as shelf
from glabella.clinic.treatment.models import Treatment
from glabella.clinic.treatment.values import PREGNANCY, Lacking, Ready, TimeOut
from glabella.core.eligibility import Verdict
from glabella.core.plan import PlanStatus
from glabella.core.quantity import plain_number

ZERO = Decimal(0)
ALLOWING = frozenset({Verdict.INDICATED.value, Verdict.CRITERIA_MET_OFF_LABEL.value})
STOPPING = frozenset({PlanStatus.BLOCKED, PlanStatus.DEFERRED, PlanStatus.NO_DOSE})
# Holds for every protocol: a clinician sees it before anything starts.
SUICIDE_ITEM = "suicide_item_unacknowledged"


def lacking(
    ready: Ready, plan: Plan | None, time_out: TimeOut | None = None
) -> tuple[Lacking, ...]:
    """Return what stands in the way of a start, then what to look at.

    Args:
        ready: Whom it is about, where, and on which day.
        plan: By which the treatment would start; None if there is none.
        time_out: The answers, once they are given; before, nothing is said of them.
    """
    if plan is None:
        return (_no_plan(),)
    found = [
        *_plan(ready, plan, time_out),
        *_decisions(ready, plan, time_out),
        *_consent(ready, plan, time_out),
        *_urgent(ready),
        *_injector(ready, plan),
        *_shelf(ready, plan),
        *(_answers(time_out) if time_out else ()),
        *(_allergies(ready, time_out) if time_out else ()),
    ]
    return tuple(sorted(found, key=lambda one: one.is_warning))


def stops(found: Sequence[Lacking]) -> tuple[Lacking, ...]:
    """Return those that refuse the start."""
    return tuple(one for one in found if not one.is_warning)


def _no_plan() -> Lacking:
    return Lacking(
        "plan",
        _("There is no approved plan."),
        _("Make a plan and approve it by signature."),
        "planning:plans",
    )


def _plan(ready: Ready, plan: Plan, time_out: TimeOut | None) -> Iterator[Lacking]:
    if plan.state != "approved":
        yield _no_plan()
        return
    if Treatment.objects.filter(plan=plan).exclude(state="abandoned").exists():
        yield Lacking(
            "plan",
            _("This plan is being treated, or was treated already."),
            _("Copy it into a new plan for the next session."),
            "planning:plans",
        )
    running = Treatment.objects.filter(patient_id__in=ready.who.ids, state="open")
    if running.exclude(plan=plan).exists():
        yield Lacking(
            "treatment",
            _("Another treatment of this person is open."),
            _("Finish it, or abandon it with a reason."),
            "treatment:sessions",
        )
    if plan.profile != outlet(ready.outlet).profile:
        yield Lacking(
            "plan",
            _("The plan was made for an outlet in another country."),
            _("Work at that outlet, or plan anew by the rules of this one."),
            "planning:plans",
        )
    yield from _counted(ready, plan, is_asked=time_out is not None)


def _counted(ready: Ready, plan: Plan, *, is_asked: bool) -> Iterator[Lacking]:
    """Yield what the plan says when it is counted again with the facts of today.

    Args:
        is_asked: Whether the time-out is over. It may answer what is still missing;
            what nobody knows after it is no "no".
    """
    content = attrs.evolve(content_of(plan), on=ready.on)
    found = count(content, ready.who, today=ready.on, library=library())
    language = get_language() or "en"
    for warning in found.warnings:
        if warning.stops in STOPPING:
            mending = _(
                "Assess and plan anew, or wait for the day on which it is allowed."
            )
            text = warning.text.in_language(language)
            yield Lacking("counted", text, mending, "planning:plans")
        elif warning.stops is not None:
            yield Lacking(
                "counted",
                warning.text.in_language(language),
                _("Ask what is missing, and let a clinician look at it first."),
                "assessment:overview",
                is_warning=not (is_asked or warning.id == SUICIDE_ITEM),
            )
    for one in found.needed:
        text = one.why.in_language(language)
        mending = _("Plan anew, and confirm it there by name.")
        yield Lacking("confirmation", text, mending, "planning:plans")


def _decisions(ready: Ready, plan: Plan, time_out: TimeOut | None) -> Iterator[Lacking]:
    pregnant_since = _pregnant_since(ready, time_out)
    allergies = people.allergies(ready.who)
    allergic_since = max((one.noted_at for one in allergies), default=None)
    for order in plan.orders:
        name = library().protocol(order["protocol"]).name
        words = {"protocol": name.in_language(get_language() or "en")}
        last = next(iter(record.decisions(ready.who, protocol=order["protocol"])), None)
        if last is None or last.on > ready.on:
            yield _undecided(_("Nobody has decided on %(protocol)s.") % words)
        elif last.verdict not in ALLOWING:
            yield _undecided(
                _("The last decision on %(protocol)s does not allow it.") % words
            )
        elif pregnant_since is not None and last.decided_at < pregnant_since:
            yield _undecided(
                _("A pregnancy was said today, after the decision on %(protocol)s.")
                % words
            )
        elif allergic_since is not None and last.decided_at < allergic_since:
            yield _undecided(
                _("An allergy was entered after the decision on %(protocol)s.") % words
            )


def _pregnant_since(ready: Ready, time_out: TimeOut | None) -> datetime | None:
    """Return when a pregnancy of today was first noted; None if none is known."""
    rows = FactEntry.objects.filter(
        patient_id__in=ready.who.ids,
        fact=PREGNANCY,
        withdrawn_at__isnull=True,
        as_of=ready.on,
    )
    last = rows.order_by("-recorded_at").first()
    if last is not None and last.value is True:
        return last.recorded_at
    return ready.at if time_out and time_out.pregnancy == "yes" else None


def _undecided(text: str) -> Lacking:
    mending = _("A physician assesses and decides by signature.")
    return Lacking("decision", text, mending, "assessment:overview")


def _consent(ready: Ready, plan: Plan, time_out: TimeOut | None) -> Iterator[Lacking]:
    found = standing(ready.who, plan, on=ready.on)
    mending = _("Hold the talk, and let the consent be signed.")
    if any(task.kind == ASKS_TO_WITHDRAW for task in record.tasks(ready.who)):
        yield Lacking(
            "consent",
            _("The patient has asked to withdraw the consent."),
            _("Speak with the patient, then withdraw it or close the task first."),
            "consent:consents",
        )
    if not found.is_valid:
        reasons = found.reasons or (_("There is no signed consent."),)
        for reason in reasons:
            yield Lacking("consent", str(reason), mending, "consent:consents")
    elif asks_again(found) and time_out and not time_out.is_reconfirmed:
        yield Lacking(
            "consent",
            _("The consent must be confirmed again today."),
            _("Ask the patient, and tick it."),
        )


def asks_again(found: Standing) -> bool:
    """Return whether the patient has to agree again for this session."""
    return found.is_valid and found.needs_reconfirmation


def _urgent(ready: Ready) -> Iterator[Lacking]:
    for task in record.tasks(ready.who):
        # A call that nobody answered is no talk.
        is_seen = any(one.result == "reached" for one in task.attempts.all())
        if task.kind == URGENT_FINDING and task.is_urgent and not is_seen:
            yield Lacking(
                "urgent",
                _("An urgent finding is open: %(title)s.") % {"title": task.title},
                _("Speak with the patient, and note it in the task first."),
                "desk:patient",
            )


def _injector(ready: Ready, plan: Plan) -> Iterator[Lacking]:
    rows = Staff.objects.select_related("user")
    staff = rows.filter(id=ready.clinician).first() if ready.clinician else None
    if staff is None:
        yield Lacking(
            "role",
            _("Nobody is named who injects."),
            _("Choose the physician who injects."),
        )
        return
    if not standing_of(staff.user_id).roles_at([ready.outlet]) & PHYSICIANS:
        yield Lacking(
            "role",
            _("%(name)s is no physician of this outlet.") % {"name": staff.user.name},
            _("Choose the physician who injects."),
        )
    for gone in lapsed(staff, on=ready.on):
        what = _("registration") if gone == "registration" else gone
        yield Lacking(
            "role",
            _("%(name)s: %(what)s has run out.")
            % {"name": staff.user.name, "what": what},
            _("Renew it, and enter the new day."),
            is_warning=True,
        )
    yield from _rules(ready, plan)


def _rules(ready: Ready, plan: Plan) -> Iterator[Lacking]:
    """Yield who may inject by the rules of the country; nobody can check words."""
    profile = library().profile(outlet(ready.outlet).profile)
    language = get_language() or "en"
    for order in plan.orders:
        protocol = library().protocol(order["protocol"])
        for role in profile.roles_for(protocol):
            if role.deed == "inject":
                words = {
                    "who": role.who.in_language(language),
                    "name": profile.name.in_language(language),
                }
                yield Lacking(
                    "rule",
                    _("%(name)s, who may inject: %(who)s.") % words,
                    is_warning=True,
                )


def _shelf(ready: Ready, plan: Plan) -> Iterator[Lacking]:
    """Yield what the fridge and the emergency kit lack; a start is not refused by it.

    A vial is chosen after the start, and a barred one is refused there.
    """
    own = shelf.open_vials(ready.outlet, on=ready.on, at=ready.at, person=ready.who)
    there = sum((one.units_left for one in own if one.product == plan.product), ZERO)
    wanted = plan.total_units - there
    if wanted > 0:
        choice = shelf.best_vials(ready.outlet, plan.product, wanted, on=ready.on)
        if choice.short > 0:
            yield Lacking(
                "vial",
                _("The fridge of this outlet holds %(short)s U too little.")
                % {"short": plain_number(choice.short)},
                _("Move vials here, or order them."),
                "stock:stock",
                is_warning=True,
            )
    if not shelf.has_adrenaline(ready.outlet, on=ready.on):
        yield Lacking(
            "kit",
            _("No adrenaline that is in date is on file for this outlet."),
            _("Check the emergency kit before the first needle."),
            "stock:stock",
            is_warning=True,
        )


def _allergies(ready: Ready, time_out: TimeOut) -> Iterator[Lacking]:
    """Yield an answer that contradicts the card: one of both is wrong."""
    if time_out.allergies == "none" and people.allergies(ready.who):
        yield Lacking(
            "allergies",
            _("The card lists an allergy, and the answer was that there is none."),
            _("Read the list out, then answer again; or end the entry that is wrong."),
            "desk:history",
        )


def _answers(time_out: TimeOut) -> Iterator[Lacking]:
    if not time_out.is_identified:
        yield Lacking(
            "identity",
            _("Nobody has checked that this is the right person."),
            _("Let the patient say name and date of birth, and compare both."),
        )
    if time_out.pregnancy == "unknown":
        yield Lacking(
            "pregnancy",
            _("Nobody knows whether there is a pregnancy."),
            _("Ask again or test, then start."),
        )
    if time_out.antithrombotics != "no":
        yield Lacking(
            "antithrombotics",
            _("A drug against clotting is taken, or nobody knows."),
            _(
                "Whoever prescribed it decides about it. Press longer, take a finer "
                "needle, and judge deep neck muscles apart."
            ),
            is_warning=True,
        )
