"""Pages of evidence: questions that move, studies, claims, and files to take away."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.library.evidence import question_page
from glabella.clinic.library.evidence.answer import Answer, Refusal, with_trial
from glabella.clinic.library.evidence.asked import choice_form, tabs, way
from glabella.clinic.library.evidence.claim_page import (
    ClaimPage,
    Resting,
    behind,
    claim_words,
    resting,
)
from glabella.clinic.library.evidence.courses import courses_of
from glabella.clinic.library.evidence.knowledge import (
    claim_or_404,
    language,
    question_or_404,
    shelf,
    study_or_404,
)
from glabella.clinic.library.evidence.study_page import page_of
from glabella.clinic.library.evidence.trial import trial_form, trial_row
from glabella.evidence.outcomes import OutcomeKind
from glabella.evidence.questions import Question, Topic
from glabella.evidence.words import word

TEMPLATES = "library/evidence"


def questions(request: StaffRequest) -> HttpResponse:
    """Show what is asked, how sure the answer is, and whether studies can be pooled."""
    say = language()
    topics = []
    for topic in Topic:
        asked = [each for each in shelf().questions.values() if each.topic is topic]
        rows = [_question_row(each) for each in asked]
        topics.append({"name": say.of(word(topic)), "rows": rows})
    context = {"topics": topics, "tabs": tabs("questions")}
    return render(request, f"{TEMPLATES}/questions.html", context)


def _question_row(asked: Question) -> dict[str, Any]:
    say = language()
    rows = shelf().rows(asked.id)
    cannot = rows.cannot_be_pooled
    return {
        "id": asked.id,
        "text": say.of(asked.text),
        "certainty": question_page.certainty(shelf().gradings[asked.id], say),
        "studies": len({row.study for row in rows.rows}),
        "cannot": "" if cannot is None else say.of(cannot),
    }


def question(request: StaffRequest, question: str) -> HttpResponse:
    """Show one question; the address says which studies are pooled, and how."""
    asked = question_or_404(question)
    say = language()
    form = choice_form(request, asked)
    choice = form.choice
    found = question_page.outcome_of(asked, choice, say)
    context = {
        "question": asked,
        "text": say.of(asked.text),
        "limits": say.of(asked.limits),
        "form": form,
        "choice": choice,
        "query": choice.query(),
        "found": found,
        "reasons": [(e.study, e.label, say.of(e.reason)) for e in found.rows.unusable],
        "certainty": question_page.certainty(shelf().gradings[asked.id], say),
    }
    status = 422 if form.errors else 200
    if request.htmx:
        return render(request, f"{TEMPLATES}/_answer.html", context, status=status)
    context |= {
        "choosable": question_page.choosable(form, say),
        "has_estimands": asked.kind is OutcomeKind.SCORE,
        "published": question_page.published(asked, say),
        "claims": _claims_of(asked),
        "breadcrumb": way("questions", (say.of(asked.text), "")),
    }
    return render(request, f"{TEMPLATES}/question.html", context, status=status)


def studies(request: StaffRequest) -> HttpResponse:
    """Show every study, by condition."""
    say = language()
    held = sorted(shelf().studies.values(), key=lambda one: (one.condition, one.label))
    rows = [{"study": one, "design": say.of(word(one.design))} for one in held]
    return render(
        request, f"{TEMPLATES}/studies.html", {"rows": rows, "tabs": tabs("studies")}
    )


def study(request: StaffRequest, study: str) -> HttpResponse:
    """Show one study: design, arms, doses, numbers, and what is unknown."""
    found, say = study_or_404(study), language()
    context = {
        "page": page_of(found, say),
        "courses": courses_of(found, say),
        "breadcrumb": way("studies", (found.label, "")),
    }
    return render(request, f"{TEMPLATES}/study.html", context)


def claims(request: StaffRequest) -> HttpResponse:
    """Show the claims ledger: what is said, and what may be said."""
    say = language()
    rows = [claim_words(each, say) for each in shelf().claims.values()]
    context = {"rows": rows, "tabs": tabs("claims")}
    return render(request, f"{TEMPLATES}/claims.html", context)


def claim(request: StaffRequest, claim: str) -> HttpResponse:
    """Show one claim, from the statement to studies, grading and texts."""
    found = claim_or_404(claim)
    say = language()
    words = claim_words(found, say)
    context = {
        "claim": words,
        "behind": behind(found, say),
        "breadcrumb": way("claims", (words.statement, "")),
    }
    return render(request, f"{TEMPLATES}/claim.html", context)


def _claims_of(asked: Question) -> list[tuple[ClaimPage, tuple[Resting, ...]]]:
    """Return the claims on a question, each with the texts that rest on it."""
    say = language()
    found = [each for each in shelf().claims.values() if asked.id in each.questions]
    return [(claim_words(each, say), resting(each, say)) for each in found]


def whatif(request: StaffRequest, question: str) -> HttpResponse:
    """Show what a trial that nobody has done would add to a question."""
    asked = question_or_404(question)
    say = language()
    choice = choice_form(request, asked).choice
    is_asked = "toxin_people" in request.GET
    form = trial_form(asked)(request.GET if is_asked else None)
    found = question_page.outcome_of(asked, choice, say)
    after = None
    if form.is_valid():
        after = with_trial(found.rows, trial_row(form, asked), choice, say)
    here = reverse("library:question", args=[asked.id]) + choice.query()
    text = say.of(asked.text)
    context = {
        "question": asked,
        "text": text,
        "form": form,
        "choice": choice,
        "found": found,
        "after": after if isinstance(after, Answer) else None,
        "refusal": after if isinstance(after, Refusal) else None,
        "back": here,
        "breadcrumb": way("questions", (text, here), (_("What if"), "")),
    }
    status = 422 if form.errors else 200
    return render(request, f"{TEMPLATES}/whatif.html", context, status=status)
