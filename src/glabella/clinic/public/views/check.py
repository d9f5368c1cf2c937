"""The self-check: one question a page; nothing is kept before somebody agrees.

The answers travel in a signed hidden field. They stand in no database, cookie, address
or log until the person hands them over.
"""

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from glabella.clinic.accounts.origin import line_of
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.public import actions, words
from glabella.clinic.public.interview import AT_ONCE, Answers, End, Question, check
from glabella.clinic.public.values import (
    CODE_LASTS,
    HANDOVERS_AN_HOUR,
    STEPS_AN_HOUR,
)
from glabella.core.errors import InputError

SALT = "glabella.public.check"
LASTS = 2 * 60 * 60  # seconds
TOO_MANY, UNPROCESSABLE = 429, 422


@never_cache
def interview(request: HttpRequest) -> HttpResponse:
    """Ask the next question, or say where the interview ends."""
    if request.method != "POST":
        return _show(request, {})
    answers = _carried(request)
    is_one_more = _may(request, "step", limit=STEPS_AN_HOUR)
    if not is_one_more and not _leads_to_help(request, answers or {}):
        return _too_many(request, answers or {})
    if answers is None:
        return _show(request, {}, problem=_("Your answers were too old. Start again."))
    if "back" in request.POST:
        return _show(request, dict(list(answers.items())[:-1]))
    return _answer(request, answers)


@never_cache
def hand_over(request: HttpRequest) -> HttpResponse:
    """Keep the answers of somebody who agrees to it, and show the code once."""
    if request.method != "POST":
        return redirect("public:check")
    answers = _carried(request)
    if not answers or _end_of(answers) != "talk":
        return _show(request, {}, problem=_("Your answers were too old. Start again."))
    if "agreed" not in request.POST:
        return _show(
            request, answers, problem=_("Nothing was kept: the box is not ticked.")
        )
    if not _may(request, "hand_over", limit=HANDOVERS_AN_HOUR):
        return _too_many(request, answers)
    at = request.at  # type: ignore[attr-defined]  # set by the middleware
    try:
        code = actions.hand_over(answers, language=get_language() or "en", at=at)
    except DeedRefusedError as refusal:
        return _show(request, answers, problem=str(refusal))
    context = {"code": code, "until": (at + CODE_LASTS).date()}
    return render(request, "public/code_made.html", context)


def _leads_to_help(request: HttpRequest, answers: Answers) -> bool:
    """Return whether an answer leads to help at once: many may share one address.

    Nothing is kept of it, so nobody gains anything by sending it often.
    """
    step = check().after(answers)
    if isinstance(step, Question):
        given = tuple(dict.fromkeys(request.POST.getlist("answer")))
        try:
            step = check().after({**answers, step.id: given})
        except InputError:
            return False
    return isinstance(step, End) and step.kind in AT_ONCE


def _answer(request: HttpRequest, answers: Answers) -> HttpResponse:
    step = check().after(answers)
    if isinstance(step, End):
        return _show(request, answers)
    given = tuple(dict.fromkeys(request.POST.getlist("answer")))
    try:
        check().after({**answers, step.id: given})
    except InputError:
        return _show(request, answers, problem=_("Choose one of the answers."))
    return _show(request, {**answers, step.id: given})


def _show(request: HttpRequest, answers: Answers, *, problem: str = "") -> HttpResponse:
    step = check().after(answers)
    say = get_language()
    context = {
        "state": signing.dumps(
            [[name, *given] for name, given in answers.items()], salt=SALT
        ),
        "problem": problem,
        "number": len(answers) + 1,
        "help": words.help_for(answers),
        "step": step,
    }
    if isinstance(step, Question):
        context |= {
            "text": step.text.of(say),
            "hint": step.hint.of(say),
            "options": [(one.id, one.words.of(say)) for one in step.options],
        }
    else:
        context |= _words_of(step) | {"answers": words.answered(answers)}
    page = (
        "public/check.html" if isinstance(step, Question) else "public/check_end.html"
    )
    return render(request, page, context, status=UNPROCESSABLE if problem else 200)


def _words_of(end: End) -> dict[str, str]:
    say = get_language()
    return {
        "title": end.title.of(say),
        "because": end.because.of(say),
        "other": end.other.of(say),
    }


def _carried(request: HttpRequest) -> dict[str, tuple[str, ...]] | None:
    """Return the answers that came with the page; None if they are not ours."""
    try:
        rows = signing.loads(request.POST.get("state", ""), salt=SALT, max_age=LASTS)
        answers = {name: tuple(given) for name, *given in rows}
        check().after(answers)
    except (signing.BadSignature, InputError):
        return None
    return answers


def _end_of(answers: Answers) -> str:
    step = check().after(answers)
    return step.kind if isinstance(step, End) else ""


def _may(request: HttpRequest, kind: str, *, limit: int) -> bool:
    at = request.at  # type: ignore[attr-defined]  # set by the middleware
    return actions.knock(kind, line_of(request), limit=limit, at=at)


def _too_many(request: HttpRequest, answers: Answers) -> HttpResponse:
    context = {"help": words.help_for(answers)}
    return render(request, "public/too_many.html", context, status=TOO_MANY)
