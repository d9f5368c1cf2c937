"""The steps of the way on every page of a patient: what is done, what comes next."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import attrs
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from glabella.clinic.consent.standing import signed_on
from glabella.clinic.desk.progress import STOPPING, Progress, progress_of
from glabella.clinic.folder.whose import day_here
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.queries import outlet
from glabella.core.course import Course, Place, course
from glabella.core.eligibility import Verdict
from glabella.core.product import substance_names
from glabella.protocols.wording import VERDICTS

# Step, label, and the address that does it.
STEPS: tuple[tuple[str, Promise, str], ...] = (
    ("assess", gettext_lazy("Assess"), "assessment:overview"),
    ("plan", gettext_lazy("Plan"), "planning:plans"),
    ("consent", gettext_lazy("Consent"), "consent:consents"),
    ("treat", gettext_lazy("Treat"), "treatment:sessions"),
    ("follow_up", gettext_lazy("Follow up"), "followup:overview"),
    ("repeat", gettext_lazy("Repeat"), "followup:repeat"),
)


@attrs.frozen
class Said:
    """What is said of a step: its state, and a note."""

    state: str  # "done", "next", "todo", "blocked"
    note: str = ""


def steps_of(request: PatientRequest) -> list[dict[str, Any]]:
    """Return the steps as the `steps` tag wants them, the next one marked.

    A step whose pages this installation does not have leads nowhere.
    """
    found = progress_of(request.person, on=day_here(request))
    said = dict(_marked(_said(found, _course(request, found))))
    return [
        {
            "label": label,
            "state": said[key].state,
            "note": said[key].note,
            "url": reverse(name, args=[request.person.id]),
        }
        for key, label, name in STEPS
    ]


def _said(found: Progress, following: Course | None) -> Iterator[tuple[str, Said]]:
    """Yield each step as it stands, before the next one is marked."""
    if found.has_begun:
        yield "assess", _assess(found)
        yield "plan", _plan(found)
        yield "consent", _consent(found)
        yield "treat", _treat(found)
        yield "follow_up", Said("todo")
        yield "repeat", Said("todo")
        return
    day = _day(found.last.on) if found.last else ""
    yield from (("assess", Said("done")), ("plan", Said("done")))
    yield from (("consent", Said("done")), ("treat", Said("done", day)))
    yield "follow_up", _follow_up(found, following)
    yield "repeat", _repeat(following)


def _marked(rows: Iterator[tuple[str, Said]]) -> Iterator[tuple[str, Said]]:
    """Yield the steps with the first that is open as the next one.

    Nothing comes next after a step that is blocked.
    """
    is_marked = False
    for key, one in rows:
        if one.state == "todo" and not is_marked:
            is_marked = True
            yield key, attrs.evolve(one, state="next")
            continue
        is_marked = is_marked or one.state == "blocked"
        yield key, one


def _assess(found: Progress) -> Said:
    permits = found.permits
    if permits is not None:
        return Said("done", f"{_verdict(permits.verdict)}, {_day(permits.on)}")
    if not found.decisions:
        return Said("todo", _("no verdict yet"))
    newest = found.decisions[0]
    state = "blocked" if newest.verdict in STOPPING else "todo"
    return Said(state, f"{_verdict(newest.verdict)}, {_day(newest.on)}")


def _plan(found: Progress) -> Said:
    if found.plan is None:
        return Said("todo")
    if found.approved is None:
        return Said("todo", _("a draft waits for approval"))
    return Said("done", _("approved, for %(day)s") % {"day": _day(found.plan.on)})


def _consent(found: Progress) -> Said:
    consent = found.consent
    if consent is None or consent.signed_at is None:
        return Said("todo", _("not signed") if found.approved else "")
    day = _day(signed_on(consent))
    if not found.is_agreed:
        return Said("todo", _("that of %(day)s does not cover it") % {"day": day})
    return Said("done", _("signed %(day)s") % {"day": day})


def _treat(found: Progress) -> Said:
    if found.treatment is not None:
        day = _day(found.treatment.on)
        return Said("todo", _("open since %(day)s") % {"day": day})
    return Said("todo")


def _follow_up(found: Progress, following: Course | None) -> Said:
    if found.review is not None:
        return Said("done", _("reviewed %(day)s") % {"day": _day(found.review.on)})
    window = following.window("review") if following else None
    if window is None:
        return Said("todo")
    return Said("todo", _("review from %(day)s") % {"day": _day(window.from_)})


def _repeat(following: Course | None) -> Said:
    repeat = following.earliest_repeat if following else None
    if repeat is None:
        return Said("todo", _("from when is not known"))
    return Said("todo", _("not before %(day)s") % {"day": _day(repeat.day)})


def _course(request: PatientRequest, found: Progress) -> Course | None:
    """Return what follows the last session; None if nothing can be said of it."""
    last = found.last
    known = library()
    if last is None or request.outlet is None or last.protocol not in known.protocols:
        return None
    names = substance_names(known.products.values())
    product = names.get(last.product.lower(), last.product)
    place = Place(product, outlet(request.outlet).profile, known.sources)
    return course(known.protocols[last.protocol], last.on, place=place)


def _verdict(value: str) -> str:
    return VERDICTS[Verdict(value)].in_language(get_language() or "en")


def _day(day: date) -> str:
    return date_format(day, pgettext("date format", "j M Y"))
