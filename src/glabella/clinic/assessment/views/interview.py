"""The interview: only what can still change a verdict, shorter with every answer."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import attrs
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from glabella.clinic.accounts.tickets import AlreadyDoneError, new_ticket, once
from glabella.clinic.assessment.actions import take_answers
from glabella.clinic.assessment.forms.answers import AnswerForm
from glabella.clinic.assessment.queries import unasked
from glabella.clinic.assessment.rows import stated_rows
from glabella.clinic.assessment.values import NewAnswers
from glabella.clinic.assessment.views.opened import page_context, visit_of
from glabella.clinic.assessment.visits import Visit
from glabella.clinic.assessment.words import said
from glabella.clinic.people.request import PatientRequest
from glabella.core.derived import with_derived
from glabella.core.eligibility import Assessment, Outcome
from glabella.core.errors import InputError
from glabella.core.facts import Fact, Missing
from glabella.core.interview import questions
from glabella.core.phases import course_start
from glabella.core.protocol import Protocol

AT_ONCE = 6  # questions on one screen
# Decided by deeds of their own, never by an answer.
NOT_ASKED = frozenset(
    {"overrides", "suicide_risk_assessment", "suicide_item_acknowledged"}
)
UNPROCESSABLE = 422


@attrs.frozen
class Asking:
    """What an interview is about, as its address says it.

    Args:
        protocols: Those whose questions are asked; all if it is empty.
        family: A family of urgent findings instead, such as "headache_red_flag".
        passed: Facts of which nobody knows; they are not asked again.
    """

    protocols: tuple[Protocol, ...]
    family: str
    passed: tuple[str, ...]

    def query(self, more: Sequence[str] = ()) -> str:
        """Return the address of the interview with more questions passed over."""
        pairs = [("protocol", one.id) for one in self.protocols]
        pairs += [("family", self.family)] if self.family else []
        pairs += [("passed", one) for one in dict.fromkeys((*self.passed, *more))]
        return urlencode(pairs)


def interview(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Ask the next questions, keep the answers, and ask what is left."""
    seen = visit_of(request)
    asking = _asking(request, seen)
    if request.method != "POST":
        form = _form(None, _next(seen, asking), seen)
        return _shown(request, seen, asking, form)
    form = _form(request.POST, request.POST.getlist("asked"), seen)
    if request.POST.get("step") == "preview":
        return _previewed(request, seen, asking, form)
    if form.is_valid():
        return _kept(request, seen, asking, form)
    return _shown(request, seen, asking, form, status=UNPROCESSABLE)


def _asking(request: PatientRequest, seen: Visit) -> Asking:
    known, catalogue = seen.library.protocols, seen.library.catalogue
    names = request.GET.getlist("protocol")
    return Asking(
        protocols=tuple(known[name] for name in names if name in known),
        family=request.GET.get("family", ""),
        passed=tuple(one for one in request.GET.getlist("passed") if one in catalogue),
    )


def _form(
    data: Mapping[str, Any] | None, facts: Sequence[str], seen: Visit
) -> AnswerForm:
    catalogue = seen.library.catalogue
    asked = [fact for fact in facts if fact in catalogue and fact not in NOT_ASKED]
    initial = {"as_of": seen.on, "source": "patient"}
    return AnswerForm(data, facts=asked, catalogue=catalogue, initial=initial)


def _open(seen: Visit, asking: Asking) -> list[str]:
    """Return every question that is left, those that settle most first."""
    if asking.family:
        found = _of_family(seen, asking.family)
    else:
        found = _of_protocols(_assessed(seen, asking))
    skipped = {*asking.passed, *NOT_ASKED}
    return [fact for fact in found if fact not in skipped]


def _next(seen: Visit, asking: Asking) -> list[str]:
    return _open(seen, asking)[:AT_ONCE]


def _assessed(seen: Visit, asking: Asking) -> tuple[Assessment, ...]:
    return seen.assess_all(asking.protocols or seen.library.protocols.values())


def _of_protocols(made: Sequence[Assessment]) -> list[str]:
    weight: dict[str, int] = {}
    for one in made:
        for fact in questions(one):
            weight[fact] = weight.get(fact, 0) + 1
    return sorted(weight, key=lambda fact: -weight[fact])


def _of_family(seen: Visit, family: str) -> list[str]:
    """Return what nobody has said yet of the urgent rules of a family."""
    found: dict[str, None] = {}
    for rule in unasked(seen):
        if rule.family == family:
            for missing in seen.facts.answer(rule.when).missing:
                origins = seen.library.catalogue[missing.id].derived_from
                found |= dict.fromkeys(origins or (missing.id,))
    return list(found)


def _previewed(
    request: PatientRequest, seen: Visit, asking: Asking, form: AnswerForm
) -> HttpResponse:
    """Show the form as the answers typed so far would leave it; nothing is kept."""
    form.is_valid()
    answers = form.answers()
    touched = [*answers.values, *answers.not_known, *answers.complete]
    facts = [
        Fact(name, seen.library.catalogue.normalise(name, value), seen.on, "if")
        for name, value in answers.values.items()
        if _fits(seen, name, value)
    ]
    imagined = attrs.evolve(seen, facts=with_derived(seen.facts.with_facts(facts)))
    passed = attrs.evolve(asking, passed=(*asking.passed, *touched))
    left = _open(imagined, passed)
    again = _form(request.POST, _in_place(request, touched, left[:AT_ONCE]), seen)
    context = _context(seen, asking, again, made=_assessed(imagined, asking))
    context["left"] = len(left)
    return render(request, "assessment/_questions.html", context)


def _in_place(
    request: PatientRequest, touched: Sequence[str], wanted: Sequence[str]
) -> list[str]:
    """Return what is shown next; a question that was shown stays where it stood."""
    staying = {*touched, *wanted}
    shown = [fact for fact in request.POST.getlist("asked") if fact in staying]
    return [*dict.fromkeys([*shown, *touched, *wanted])]


def _fits(seen: Visit, name: str, value: object) -> bool:
    try:
        seen.library.catalogue.normalise(name, value)
    except InputError:
        return False
    return True


def _kept(
    request: PatientRequest, seen: Visit, asking: Asking, form: AnswerForm
) -> HttpResponse:
    """Keep the answers and go on to what is left."""
    answers = form.answers()
    lists = {fact: stated_rows(request.person, fact) for fact in answers.complete}
    several = _dated({**answers.values, **lists}, form, _baseline_days(seen, asking))
    try:
        with once(request):
            kept = [
                take_answers(request.person.id, new, by=request.actor, at=request.at)
                for new in several
            ]
    except AlreadyDoneError:
        messages.info(request, _("This was saved already; nothing was doubled."))
    except InputError as refusal:
        form.add_error(None, str(refusal))
        return _shown(request, seen, asking, form, status=UNPROCESSABLE)
    else:
        _tell(request, sum(map(len, kept)))
    address = reverse("assessment:interview", args=[request.person.id])
    return redirect(f"{address}?{asking.query(answers.not_known)}")


def _dated(
    values: Mapping[str, object], form: AnswerForm, days: Mapping[str, date]
) -> list[NewAnswers]:
    """Return the answers by their day: those of the baseline belong to its day."""
    as_of, source = form.cleaned_data["as_of"], form.cleaned_data["source"]
    found: dict[date, dict[str, object]] = {}
    for fact, value in values.items():
        day = min(as_of, days.get(fact, as_of))
        found.setdefault(day, {})[fact] = value
    return [NewAnswers(each, day, source) for day, each in found.items()]


def _baseline_days(seen: Visit, asking: Asking) -> dict[str, date]:
    """Return the day of the first injection, for facts that only the baseline lacks."""
    days: dict[str, date] = {}
    current: set[str] = set()
    for made in _assessed(seen, asking) if not asking.family else ():
        started = course_start(made.protocol, seen.facts)
        for one in made.judgements:
            missing = {gap.id for gap in one.missing}
            if one.from_baseline and started is not None:
                days |= dict.fromkeys(missing, started)
            elif one.outcome is Outcome.NEEDS_FACTS:
                current |= missing
    return {fact: day for fact, day in days.items() if fact not in current}


def _tell(request: PatientRequest, kept: int) -> None:
    if kept:
        words = ngettext("%(n)d answer kept.", "%(n)d answers kept.", kept)
        messages.success(request, words % {"n": kept})
    else:
        messages.info(request, _("Nothing was answered, so nothing was kept."))


def _shown(
    request: PatientRequest,
    seen: Visit,
    asking: Asking,
    form: AnswerForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        **page_context(request, seen),
        **_context(seen, asking, form, made=_assessed(seen, asking)),
        "ticket": new_ticket(),
    }
    return render(request, "assessment/interview.html", context, status=status)


def _context(
    seen: Visit, asking: Asking, form: AnswerForm, *, made: Sequence[Assessment]
) -> dict[str, Any]:
    catalogue = seen.library.catalogue
    left = _open(seen, asking)
    days = _baseline_days(seen, asking)
    return {
        "form": form,
        "who": seen.who.id,
        "rows": [
            {**row, "why": _why(seen, row["fact"]), "day": days.get(row["fact"])}
            for row in form.rows()
        ],
        "left": len(left),
        "passed": [said(catalogue[fact].question) for fact in asking.passed],
        "again": attrs.evolve(asking, passed=()).query(),
        "query": asking.query(),
        "family": asking.family,
        "protocols": [(p.id, said(p.name)) for p in asking.protocols],
        "verdicts": [(said(one.protocol.name), one) for one in made]
        if asking.protocols
        else [],
    }


def _why(seen: Visit, fact: str) -> dict[str, Any]:
    """Return what was said once of a question, and where statements disagree."""
    found = seen.facts.lookup(fact)
    if not isinstance(found, Missing):
        return {}
    return {"last": found.last, "is_conflict": bool(found.rivals)}
