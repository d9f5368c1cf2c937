"""What the pages show of the data, in the language of the reader."""

import json
from typing import Any

from django.utils.formats import time_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glabella.clinic.practice.models import OpeningHours, Outlet
from glabella.clinic.public import full_claims
from glabella.clinic.public.content import (
    Condition,
    Country,
    Line,
    conditions,
    speech,
)
from glabella.clinic.public.full_values import Numbers, Telling
from glabella.clinic.public.interview import Answers, check
from glabella.clinic.public.queries import help_in, may_speak_fully, releases


def condition(one: Condition) -> dict[str, Any]:
    """Return a condition as its page shows it; sources are numbered as they stand."""
    say = get_language()
    numbers = {key: number for number, key in enumerate(one.sources, start=1)}
    texts = ("name", "lead", "what", "duration", "effect", "seek", "closing")
    return {key: getattr(one, key).of(say) for key in texts} | {
        "slug": one.slug,
        "signs": [sign.words.of(say) for sign in one.signs],
        "signs_number": numbers[one.signs_source],
        "treatments": [
            (way.words.of(say), numbers[way.source]) for way in one.treatments
        ],
        "sources": [(numbers[key], cited) for key, cited in one.sources.items()],
    }


def structured(one: Condition) -> SafeString:
    """Return what search engines read of a page, as JSON-LD: the condition alone."""
    code = _code()
    told = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": one.name.of(code),
        "description": one.lead.of(code),
        "inLanguage": code,
        "about": {
            "@type": "MedicalCondition",
            "name": one.name.of(code),
            "signOrSymptom": [
                {"@type": "MedicalSignOrSymptom", "name": sign.words.of(code)}
                for sign in one.signs
            ],
        },
        "citation": [cited.address for cited in one.sources.values()],
    }
    plain = json.dumps(told, ensure_ascii=False)
    for sign in "<>&":
        plain = plain.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(plain)  # noqa: S308 own data, and nothing in it ends the element


def country(one: Country | None) -> dict[str, Any] | None:
    """Return whom to call as a page shows it."""
    if one is None:
        return None
    return {
        "name": one.name.of(get_language()),
        "emergency": _line(one.emergency),
        "lines": [_line(line) for line in one.lines],
    }


def _line(one: Line) -> dict[str, Any]:
    say = get_language()
    return {
        "name": one.name.of(say),
        "number": one.number,
        "call": "tel:" + "".join(sign for sign in one.number if sign in "+0123456789"),
        "hours": one.hours.of(say),
        "source": one.source,
        "publisher": one.publisher,
        "read_on": one.read_on,
    }


def help_for(answers: Answers) -> dict[str, Any] | None:
    """Return whom to call where somebody says they are."""
    return country(help_in(answers.get("country", ("",))[0]))


def answered(answers: Answers) -> list[tuple[str, list[str]]]:
    """Return answers in words, in the language of whoever reads them now."""
    say, questions = get_language(), check().questions
    return [
        (
            questions[name].text.of(say),
            [one.words.of(say) for one in questions[name].options if one.id in given],
        )
        for name, given in answers.items()
        if name in questions
    ]


def week(rows: list[OpeningHours]) -> list[tuple[str, str]]:
    """Return the days on which a place is open, with its hours."""
    days: dict[int, list[str]] = {}
    for row in rows:
        begin, end = (time_format(one, "H:i") for one in (row.opens, row.closes))
        hours = _("%(begin)s to %(end)s") % {"begin": begin, "end": end}
        days.setdefault(row.weekday, []).append(hours)
    names = (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )
    if not rows:
        return []
    return [
        (name, ", ".join(days.get(day, [_("closed")])))
        for day, name in enumerate(names)
    ]


def place(one: Outlet) -> dict[str, Any]:
    """Return an outlet with how far its pages may speak, as staff see it."""
    law = speech().get(one.profile)
    known = conditions()
    return {
        "id": one.id,
        "name": one.name,
        "is_full": may_speak_fully(one),
        "may_be_full": law is not None and law.is_full,
        "why": law.why.of(get_language()) if law else "",
        "releases": [
            (row, known[row.condition].name.of(get_language())) for row in releases(one)
        ],
    }


def claim(key: str) -> str:
    """Return what people say, in the language of the reader."""
    return full_claims.claim(key, Telling(_code(), Numbers())).head


def _code() -> str:
    return "de" if (get_language() or "").startswith("de") else "en"
