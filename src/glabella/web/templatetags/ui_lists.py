"""Tags that lay out lists and mappings: tabs, timeline, steps, sources, patient.

Loaded with `{% load ui %}`. Each takes plain lists of mappings, so that a page need not
know how they are drawn.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django import template
from django.core.paginator import Page
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from glabella.core.sources import Basis, Source
from glabella.web.words import STATUSES, STEPS, TIERS, day_in_words

register = template.Library()

PAGES_BESIDE = 1  # numbers shown on each side of the page one is on


@register.inclusion_tag("components/tabs.html")
def tabs(items: Iterable[Mapping[str, object]], label: str) -> Mapping[str, object]:
    """Show links to the parts of one thing; `label` says of what."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(items: Iterable[Mapping[str, object]]) -> Mapping[str, object]:
    """Show the way to this page; the last item is the page itself."""
    return {"items": items}


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Iterable[Mapping[str, object]]) -> Mapping[str, object]:
    """Show what happened, in the order given."""
    return {
        "entries": [
            {**entry, "has_time": isinstance(entry.get("at"), datetime)}
            for entry in entries
        ]
    }


@register.inclusion_tag("components/steps.html")
def steps(items: Iterable[Mapping[str, object]], label: str) -> Mapping[str, object]:
    """Show the way through a task, with the one next step.

    An item has `label`, `state` (done, next, todo, skipped or blocked), and perhaps
    `url` and `note`.
    """
    rows = [{**item, "look": STEPS[str(item["state"])]} for item in items]
    return {"items": rows, "label": label}


@register.inclusion_tag("components/definitions.html")
def definitions(pairs: Iterable[tuple[str, object]]) -> Mapping[str, object]:
    """Show terms with their values; None is said as unknown."""
    return {"pairs": [(term, value, value is None) for term, value in pairs]}


@register.inclusion_tag("components/diff.html")
def diff(rows: Iterable[Mapping[str, object]]) -> Mapping[str, object]:
    """Show what differs between two versions; equal rows are left out."""
    return {"rows": [row for row in rows if row["before"] != row["after"]]}


@register.inclusion_tag("components/stat.html")
def stat(label: str, value: object, **given: object) -> Mapping[str, object]:
    """Show one figure large, with `unit`, `note` and `url` where given."""
    return {"label": label, "value": value, **given}


@register.inclusion_tag("components/patient_header.html")
def patient_header(patient: Mapping[str, object]) -> Mapping[str, object]:
    """Show whose page this is: name, age, alerts, ledger, urgent findings."""
    return {"patient": patient}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(
    context: template.Context, page: "Page[object]", *, label: str = ""
) -> Mapping[str, object]:
    """Show the numbers around the page one is on; other parameters are kept.

    Two on one page need a `label` each.
    """
    numbers = page.paginator.get_elided_page_range(
        page.number, on_each_side=PAGES_BESIDE, on_ends=1
    )
    return {
        "page": page,
        "label": label or _("Pages"),
        "numbers": [
            {"said": number, "url": _with(context, page=number)}
            if isinstance(number, int)
            else {"said": number}
            for number in numbers
        ],
        "previous_url": _with(context, page=page.number - 1),
        "next_url": _with(context, page=page.number + 1),
    }


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(
    context: template.Context, name: str, label: str, *, number: bool = False
) -> Mapping[str, object]:
    """Show a column head whose link sorts by it, and once more the other way."""
    request = context.get("request")
    now = request.GET.get("sort", "") if request else ""
    direction = {name: "ascending", f"-{name}": "descending"}.get(now, "")
    wanted = f"-{name}" if direction == "ascending" else name
    return {
        "label": label,
        "direction": direction,
        "number": number,
        "url": _with(context, sort=wanted, page=None),
    }


@register.inclusion_tag("components/source_mark.html", takes_context=True)
def source_mark(
    context: template.Context,
    number: int,
    source: Source,
    *,
    basis: Basis | None = None,
) -> Mapping[str, object]:
    """Show a superscript that opens its source, without JavaScript."""
    return {
        "number": number,
        "anchor": _anchor(context),
        **_source_words(source, basis),
    }


@register.inclusion_tag("components/source_list.html")
def source_list(
    sources: Sequence[tuple[int, Source, Basis | None]],
) -> Mapping[str, object]:
    """Show the sources of a page in full, as the foot of what they carry."""
    return {
        "rows": [
            {"number": number, **_source_words(source, basis)}
            for number, source, basis in sources
        ]
    }


def _source_words(source: Source, basis: Basis | None) -> dict[str, object]:
    return {
        "source": source,
        "tier": TIERS.get(source.tier, ""),
        "status": STATUSES[basis.status] if basis else "",
        "place": (basis.place if basis else None) or source.place,
        "basis": basis,
        "read_on": _day_or_text(source.read_on),
    }


def _day_or_text(stated: str | None) -> str | None:
    try:
        day = date.fromisoformat(stated or "")
    except ValueError:
        return stated  # a year or a month, as the source file has it
    return day_in_words(day, translation.get_language() or "en")


def _anchor(context: template.Context) -> str:
    """Return an id that no other mark of this page or of a later part of it has."""
    request = context.get("request")
    if request is None:
        return "source-1"
    request.source_marks = getattr(request, "source_marks", 0) + 1
    # A part that htmx fetches comes from another address than the page it joins.
    place = zlib.crc32(request.get_full_path().encode())
    return f"source-{place:x}-{request.source_marks}"


def _with(context: template.Context, **changed: object) -> str:
    """Return the address of this page with some parameters changed, None removed."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for key, value in changed.items():
        query.pop(key, None)
        if value is not None:
            query[key] = str(value)
    return f"?{query.urlencode()}"
