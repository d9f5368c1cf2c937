"""The words and marks of a page: buttons, fields, verdicts, doses, days, sources.

Each tag stands in the design page (`/design`) in all its states. Tags with content
between them (`card`, `notice`, ...) live in `ui_blocks`, tags that lay out lists and
mappings in `ui_lists`; `{% load ui %}` brings all three.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from glabella.core.eligibility import Verdict
from glabella.core.errors import InputError
from glabella.core.quantity import Dose, plain_number
from glabella.core.truth import Truth
from glabella.web import markup
from glabella.web.appearance import COOKIE, THEMES
from glabella.web.templatetags import ui_blocks, ui_lists
from glabella.web.words import (
    TRUTHS,
    VERDICTS,
    day_in_words,
    relation_in_words,
    truth_of,
    verdict_of,
)

register = template.Library()
register.tags.update(ui_blocks.register.tags)
register.tags.update(ui_lists.register.tags)

PAGE_SIZE = 25
"""Rows on one page of a list."""

BUTTON_KINDS = ("primary", "secondary", "quiet", "danger")
TONES = ("neutral", "accent", "stop", "wait", "weigh", "go")
WIDTHS = ("short", "medium", "full")


@register.simple_tag
def icon(name: str, *, size: int = markup.ICON_SIZE, label: str = "") -> SafeString:
    """Return an icon; see `glabella.web.markup.icon`."""
    return markup.icon(name, size=size, label=str(label))


@register.simple_tag
def button(
    label: str, *, kind: str = "secondary", icon: str = "", **given: object
) -> SafeString:
    """Return a button that submits its form unless `type` says otherwise."""
    return format_html(
        '<button class="button is-{}"{}>{}{}</button>',
        _one_of(BUTTON_KINDS, kind, "button"),
        markup.attributes({"type": "submit"} | given),
        _icon_or_nothing(icon),
        label,
    )


@register.simple_tag
def link_button(
    label: str, url: str, *, kind: str = "secondary", icon: str = "", **given: object
) -> SafeString:
    """Return a link that looks like a button."""
    return format_html(
        '<a class="button is-{}" href="{}"{}>{}{}</a>',
        _one_of(BUTTON_KINDS, kind, "link_button"),
        url,
        markup.attributes(given),
        _icon_or_nothing(icon),
        label,
    )


@register.simple_tag
def badge(text: str, *, tone: str = "neutral", icon: str = "") -> SafeString:
    """Return a short state in words; signal tones are for verdicts and urgency."""
    return format_html(
        '<span class="badge is-{}">{}<span class="word">{}</span></span>',
        _one_of(TONES, tone, "badge"),
        _icon_or_nothing(icon, size=14),
        text,
    )


@register.simple_tag
def verdict(value: Verdict | str, *, large: bool = False) -> SafeString:
    """Return the word of a verdict, with its icon; what needs facts is hatched."""
    state = VERDICTS[verdict_of(value)]
    mark = (
        SafeString('<span class="verdict-mark hatch" aria-hidden="true"></span>')
        if state.tone == "unknown"
        else markup.icon(state.icon, size=16)
    )
    size = " is-large" if large else ""
    return format_html(
        '<span class="verdict is-{}{}">{}<span class="word">{}</span></span>',
        state.tone,
        size,
        mark,
        state.word,
    )


@register.simple_tag
def truth(value: Truth | str | bool | None) -> SafeString:  # noqa: FBT001 - the answer
    """Return yes, no or unknown as a word beside its mark."""
    state = TRUTHS[truth_of(value)]
    inside = "" if state.tone == "unknown" else markup.icon(state.icon, size=14)
    hatch = " hatch" if state.tone == "unknown" else ""
    return format_html(
        '<span class="truth is-{}"><span class="truth-mark{}" aria-hidden="true">{}'
        '</span><span class="word">{}</span></span>',
        state.tone,
        hatch,
        inside,
        state.word,
    )


@register.simple_tag
def unverified(reason: str = "") -> SafeString:
    """Return the mark of what rests on less than a source that was read."""
    return _mark("shield-alert", _("unverified"), reason)


@register.simple_tag
def recalled(check: str = "") -> SafeString:
    """Return the mark of what was recalled from memory, with what would verify it."""
    return _mark("brain-circuit", _("recalled, not read"), check)


@register.simple_tag
def draft_mark() -> SafeString:
    """Return the mark of a protocol version that nobody of the practice has signed."""
    return _mark("pencil", _("draft, not signed"), "")


@register.simple_tag
def dose(amount: Dose | Decimal | int, product: str = "") -> SafeString:
    """Return units with their product, which is never left out.

    Raises:
        InputError: If units come without a product.
    """
    units = amount.units if isinstance(amount, Dose) else Decimal(amount)
    name = amount.product if isinstance(amount, Dose) else product
    if not name:
        raise InputError(
            f"{units} units of no product.",
            where="template tag dose",
            mending="Name the product: units of one are not units of another.",
        )
    return format_html(
        '<span class="dose"><span class="dose-amount">{} '
        '<abbr class="unit" title="{}">{}</abbr></span> '
        '<span class="dose-product">{}</span></span>',
        _number(units),
        _("units"),
        pgettext("unit of activity", "U"),
        name,
    )


@register.simple_tag
def quantity(value: Decimal | float | str | None, unit: str = "") -> SafeString:
    """Return a number with its unit in a lighter weight; None is said as unknown."""
    if value is None:
        return truth(None)
    said = value if isinstance(value, str) else _number(Decimal(str(value)))
    if not unit:
        return format_html('<span class="quantity">{}</span>', said)
    return format_html(
        '<span class="quantity">{} <span class="unit">{}</span></span>', said, unit
    )


@register.simple_tag
def day(value: date | None, *, today: date | None = None) -> SafeString:
    """Return a date; with `today`, how far off it is follows in a lighter weight."""
    if value is None:
        return truth(None)
    plain = _as_day(value)
    said = day_in_words(plain, translation.get_language() or "en")
    when = format_html('<time datetime="{}">{}</time>', plain.isoformat(), said)
    if today is None:
        return when
    relation = relation_in_words(plain, today=today)
    return format_html('{} <span class="time-relation">{}</span>', when, relation)


@register.simple_tag
def moment(value: datetime | None) -> SafeString:
    """Return a date and a time of day, in the time zone that is active."""
    if value is None:
        return truth(None)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    said = day_in_words(local.date(), translation.get_language() or "en")
    return format_html(
        '<time datetime="{}">{}, {}</time>',
        value.isoformat(),
        said,
        date_format(local, "H:i"),
    )


@register.simple_tag
def shortcut(keys: str) -> SafeString:
    """Return a hint at a key; `data-shortcut` on the control itself binds it."""
    return format_html('<kbd class="shortcut" aria-hidden="true">{}</kbd>', keys)


@register.simple_tag
def loading(text: str = "") -> SafeString:
    """Return the sign that htmx is waiting for an answer."""
    return format_html(
        '<span class="loading" role="status">{}{}</span>',
        markup.icon("loader-circle"),
        text or _("Loading"),
    )


@register.simple_tag(takes_context=True)
def theme_class(context: template.Context) -> str:
    """Return the class of the chosen theme, or nothing to follow the system."""
    chosen = chosen_theme(context)
    return "" if chosen == "auto" else f"theme-{chosen}"


@register.simple_tag(takes_context=True)
def chosen_theme(context: template.Context) -> str:
    """Return which theme the cookie asks for; "auto" without one."""
    request = context.get("request")
    chosen = request.COOKIES.get(COOKIE, "auto") if request else "auto"
    return chosen if chosen in THEMES else "auto"


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField, *, width: str = "full", unit: str = ""
) -> Mapping[str, object]:
    """Show one field of a form: label, help, errors and control.

    Args:
        bound: The field, such as `form.phone`.
        width: How much room the control takes: short, medium or full.
        unit: What stands behind the control, such as "kg".
    """
    kind = bound.widget_type
    return {
        "field": bound,
        "kind": kind,
        "is_file": kind in {"file", "clearablefile"},
        "is_group": kind in {"radioselect", "checkboxselectmultiple"},
        "width": _one_of(WIDTHS, width, "field"),
        "unit": unit,
    }


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: BaseForm, *, title: str = "") -> Mapping[str, object]:
    """Show what is wrong with a form, each line a link to its field.

    A form that saves nothing says so with a `title` of its own.
    """
    fields = [
        {"label": bound.label, "anchor": _anchor(bound), "errors": bound.errors}
        for bound in form
        if bound.errors
    ]
    others = form.non_field_errors()
    return {"title": title, "fields": fields, "others": others}


def _anchor(bound: BoundField) -> str:
    # A group of choices has no control of its own: the link goes to the first choice.
    return bound.id_for_label or f"{bound.auto_id}_0"


def _mark(name: str, word: str, reason: str) -> SafeString:
    why = format_html(' <span class="mark-reason">{}</span>', reason) if reason else ""
    return format_html(
        '<span class="mark">{}<span class="word">{}{}</span></span>',
        markup.icon(name, size=12),
        word,
        why,
    )


def _icon_or_nothing(name: str, *, size: int = 16) -> str:
    return markup.icon(name, size=size) if name else ""


def _one_of(allowed: tuple[str, ...], value: str, tag: str) -> str:
    if value not in allowed:
        raise InputError(
            f'"{value}" is not known here.',
            where=f"template tag {tag}",
            mending=f"Choose one of: {', '.join(allowed)}.",
        )
    return value


def _number(value: Decimal) -> str:
    return number_format(plain_number(value), use_l10n=True)


def _as_day(value: date) -> date:
    if not isinstance(value, datetime):
        return value
    return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
