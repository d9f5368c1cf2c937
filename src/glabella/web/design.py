"""The page of the components, `/design`: every one in all its states.

It stands only where `GLABELLA_DESIGN` is on. `?lang=de`, `?theme=dark` and
`?who=patient` show the other languages, themes and sizes.
Everything on it is made up; the sources and people on it do not exist.
"""

from datetime import UTC, date, datetime
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from glabella.core.eligibility import Verdict
from glabella.core.quantity import Dose
from glabella.core.sources import Basis, Source, Status
from glabella.core.truth import Truth
from glabella.web.appearance import COOKIE, THEMES
from glabella.web.templatetags.ui import PAGE_SIZE

TODAY = date(2026, 3, 2)  # of the examples, so that pictures of the page stay equal
LANGUAGES = ("en", "de")
TOKENS = (
    "paper",
    "surface",
    "sunken",
    "ink",
    "ink-soft",
    "line",
    "line-strong",
    "accent",
    "accent-strong",
    "accent-soft",
    "stop",
    "stop-soft",
    "wait",
    "wait-soft",
    "weigh",
    "weigh-soft",
    "go",
    "go-soft",
)
SIZES = ("xs", "s", "m", "l", "xl", "xxl")
FRAMES = {"staff": "base.html", "patient": "base_public.html"}


class ExampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    born = forms.DateField(
        label=gettext_lazy("Date of birth"),
        help_text=gettext_lazy("As it stands in the passport."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    weight = forms.DecimalField(label=gettext_lazy("Weight"), required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[("en", "English"), ("de", "Deutsch")]
    )
    side = forms.ChoiceField(
        label=gettext_lazy("Side of the pain"),
        widget=forms.RadioSelect,
        choices=[
            ("left", gettext_lazy("left")),
            ("right", gettext_lazy("right")),
            ("unknown", gettext_lazy("unknown")),
        ],
    )
    ways = forms.MultipleChoiceField(
        label=gettext_lazy("Safe ways to reach this person"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("phone", gettext_lazy("phone")), ("letter", gettext_lazy("letter"))],
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), widget=forms.Textarea, required=False
    )
    agreed = forms.BooleanField(label=gettext_lazy("Agreed to reminders"))
    letter = forms.FileField(label=gettext_lazy("Letter"), required=False)


@require_GET
def design(request: HttpRequest) -> HttpResponse:
    """Show every component in all its states."""
    asked = request.GET
    language = asked.get("lang", translation.get_language() or "en")
    theme = asked.get("theme", "")
    if theme in THEMES:
        request.COOKIES = {**request.COOKIES, COOKIE: theme}
    with translation.override(language if language in LANGUAGES else "en"):
        who = "patient" if asked.get("who") == "patient" else "staff"
        messages.success(request, _("Saved: this is a message after a deed."))
        context = _words() | _lists() | _times() | _forms() | _person()
        frame = {"frame": FRAMES[who], "who": who, "today": TODAY, "demo": True}
        return render(request, "design/design.html", context | frame)


def _words() -> dict[str, object]:
    source = Source(
        id="example-label",
        tier="A",
        title=_("Example label, made up for this page"),
        year=2025,
        url="https://example.org/label",
        read_on="2026-01-15",
    )
    seen = Basis(Status.SEEN, ("example-label",), place=_("section 4.2"))
    memory = Basis(Status.RECALLED, (), check=_("open the example label, section 4.4"))
    return {
        "tokens": TOKENS,
        "sizes": SIZES,
        "verdicts": list(Verdict),
        "truths": list(Truth),
        "dose": Dose(Decimal("12.5"), "onabotulinumtoxinA"),
        "source": source,
        "seen": seen,
        "memory": memory,
        "numbered": [(1, source, seen), (2, source, memory)],
        "days": [date(2026, 3, 2), date(2026, 3, 30), date(2025, 11, 20)],
        "moment": datetime(2026, 3, 2, 9, 40, tzinfo=UTC),
    }


def _lists() -> dict[str, object]:
    return {
        "page": Paginator(range(230), PAGE_SIZE).page(4),
        "short_page": Paginator(range(3), PAGE_SIZE).page(1),
        "tabs": [
            {"label": _("Overview"), "url": "#tabs", "current": True},
            {"label": _("Decisions"), "url": "#tabs", "count": 2},
            {"label": _("Documents"), "url": "#tabs"},
        ],
        "crumbs": [{"label": _("Patients"), "url": "#"}, {"label": _("This page")}],
        "changes": [
            {"label": _("Interval"), "before": "12", "after": "13"},
            {"label": _("Dose"), "before": "1", "after": "1"},
            {"label": _("Note"), "before": None, "after": _("added")},
            {"label": _("Old rule"), "before": _("was here"), "after": None},
        ],
    }


def _times() -> dict[str, object]:
    return {
        "steps": [
            {"label": _("Check in"), "state": "done", "note": "9:40"},
            {"label": _("Consent"), "state": "next", "url": "#steps"},
            {"label": _("Injections"), "state": "todo"},
            {"label": _("Photos"), "state": "skipped", "note": _("declined")},
            {"label": _("Pay"), "state": "blocked", "note": _("no cost note")},
        ],
        "entries": [
            {
                "at": date(2025, 12, 8),
                "title": _("Session"),
                "icon": "syringe",
                "tone": "accent",
                "text": _("Lot 0000-EXAMPLE"),
                "by": "Dr. Example",
            },
            {
                "at": datetime(2025, 12, 22, 8, 5, tzinfo=UTC),
                "title": _("Letter"),
                "icon": "file-text",
                "url": "#timeline",
            },
            {
                "at": date(2026, 1, 12),
                "title": _("Review overdue"),
                "icon": "clock",
                "tone": "wait",
            },
            {
                "at": date(2026, 2, 2),
                "title": _("Urgent finding"),
                "icon": "siren",
                "tone": "stop",
            },
        ],
    }


def _forms() -> dict[str, object]:
    wrong = ExampleForm({"name": "", "weight": "heavy", "born": "?"}, prefix="wrong")
    return {
        "form": ExampleForm(prefix="new"),
        "find": ExampleForm(prefix="find"),
        "wrong": wrong,
    }


def _person() -> dict[str, object]:
    calm = {
        "name": _("Example Person"),
        "url": "#patient",
        "number": "EX-0001",
        "born": date(1980, 1, 1),
        "age": 46,
        "language": "Deutsch",
        "ledger": [
            {
                "units": Decimal(0),
                "product": "onabotulinumtoxinA",
                "note": _("last 84 days"),
            }
        ],
    }
    return {
        "calm_patient": calm | {"name": _("Another Example")},
        "loud_patient": calm
        | {
            "restricted": _("Opened with a reason by one person only."),
            "urgent": [{"text": _("an answer that must be seen today"), "url": "#"}],
            "alerts": [
                {"text": _("Example allergy"), "tone": "stop"},
                {"text": _("Interpreter needed")},
            ],
            "ledger_note": _("A dose elsewhere is reported, not confirmed."),
            "actions": [{"label": _("Begin visit"), "url": "#", "kind": "primary"}],
        },
        "pairs": [(_("Phone"), "+41 00 000 00 00"), (_("General practitioner"), None)],
    }
