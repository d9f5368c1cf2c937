"""Tags around content: cards, notices, tables, groups of fields, dialogs, boards.

Loaded with `{% load ui %}`; each is closed by its name, `{% card %}…{% endcard %}`.
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from glabella.core.errors import InputError
from glabella.web import markup

register = template.Library()

NOTICES = {
    "info": "info",
    "good": "circle-check",
    "caution": "triangle-alert",
    "urgent": "siren",
}


@register.simple_block_tag
def page_head(
    content: str, title: str, *, lead: str = "", overline: str = ""
) -> SafeString:
    """Return the one h1 of a page, with its buttons between the tags."""
    above = format_html('<p class="overline">{}</p>', overline) if overline else ""
    below = format_html('<p class="lead">{}</p>', lead) if lead else ""
    deeds = format_html('<div class="actions">{}</div>', content)
    return format_html(
        '<header class="page-head"><div class="page-head-words">{}<h1>{}</h1>{}</div>'
        "{}</header>",
        above,
        title,
        below,
        deeds if content.strip() else "",
    )


@register.simple_block_tag
def card(
    content: str,
    *,
    title: str = "",
    icon: str = "",
    tone: str = "",
    flush: bool = False,
) -> SafeString:
    """Return a card; `flush` lets a table reach its edges."""
    head = format_html('<div class="card-head">{}<h2>{}</h2></div>', _icon(icon), title)
    classes = (f" is-{tone}" if tone else "") + (" is-flush" if flush else "")
    return format_html(
        '<section class="card{}">{}<div class="card-body">{}</div></section>',
        classes,
        head if title else "",
        content,
    )


@register.simple_block_tag
def notice(content: str, kind: str = "info", *, title: str = "") -> SafeString:
    """Return a notice: info, good, caution or urgent; only the last is loud."""
    if kind not in NOTICES:
        raise InputError(
            f'"{kind}" is no kind of notice.',
            where="template tag notice",
            mending=f"Choose one of: {', '.join(NOTICES)}.",
        )
    head = format_html('<p class="notice-title">{}</p>', title) if title else ""
    return format_html(
        '<div class="notice is-{}"{}>{}<div class="notice-body">{}{}</div></div>',
        kind,
        markup.attributes({"role": "alert" if kind == "urgent" else None}),
        markup.icon(NOTICES[kind], size=20),
        head,
        content,
    )


@register.simple_block_tag
def empty_state(content: str, icon: str, title: str) -> SafeString:
    """Return what stands where nothing is yet: what belongs here and how it comes."""
    return format_html(
        '<div class="empty">{}<h2>{}</h2><div class="empty-body">{}</div></div>',
        markup.icon(icon, size=32),
        title,
        content,
    )


@register.simple_block_tag
def fieldset(content: str, legend: str, *, hint: str = "") -> SafeString:
    """Return a group of fields under one name."""
    help_text = format_html('<p class="field-help">{}</p>', hint) if hint else ""
    return format_html(
        '<fieldset class="fieldset"><legend>{}</legend>{}{}</fieldset>',
        legend,
        help_text,
        content,
    )


@register.simple_block_tag
def datatable(
    content: str, caption: str, *, stacked: bool = False, show_caption: bool = False
) -> SafeString:
    """Return a table in a frame that scrolls sideways by finger and by keyboard.

    Args:
        content: Its head and body.
        caption: What the table shows; read out, and seen with `show_caption`.
        stacked: On a phone each row becomes a small card; cells carry `data-label`.
        show_caption: Whether the caption is visible.
    """
    return format_html(
        '<div class="table-wrap" role="region" aria-label="{}" tabindex="0">'
        '<table class="table{}"><caption{}>{}</caption>{}</table></div>',
        caption,
        " is-stacked" if stacked else "",
        "" if show_caption else SafeString(' class="visually-hidden"'),
        caption,
        content,
    )


@register.simple_block_tag
def filters(content: str, *, action: str = "", label: str = "") -> SafeString:
    """Return a form that narrows a list; it asks by GET, so an address keeps it."""
    return format_html(
        '<form class="filters" method="get" role="search"{}>{}</form>',
        markup.attributes({"action": action, "aria_label": label or _("Filter")}),
        content,
    )


@register.simple_block_tag
def actions(content: str) -> SafeString:
    """Return the row of buttons under a form."""
    return format_html('<div class="actions">{}</div>', content)


@register.simple_block_tag
def dialog(
    content: str, summary: str, *, icon: str = "", kind: str = "secondary"
) -> SafeString:
    """Return a button that opens a question in place, without JavaScript."""
    return format_html(
        '<details class="dialog" data-dialog><summary class="button is-{}">{}{}'
        '</summary><div class="dialog-body">{}</div></details>',
        kind,
        _icon(icon),
        summary,
        content,
    )


@register.simple_block_tag
def aside(content: str, label: str) -> SafeString:
    """Return one part of the second column, for the block `aside`."""
    return format_html(
        '<section class="page-part" aria-label="{}">{}</section>', label, content
    )


@register.simple_block_tag
def board(content: str, label: str) -> SafeString:
    """Return a board; put columns between the tags."""
    return format_html(
        '<section class="board" aria-label="{}">{}</section>', label, content
    )


@register.simple_block_tag
def column(
    content: str, title: str, *, count: int | None = None, empty: str = ""
) -> SafeString:
    """Return a column of a board; list items are its cards, `empty` is said if none."""
    number = (
        "" if count is None else format_html('<span class="count">{}</span>', count)
    )
    nothing = format_html('<p class="board-none">{}</p>', empty or _("Nothing here."))
    cards = format_html('<ul class="board-cards">{}</ul>', content)
    return format_html(
        '<div class="board-column"><h2>{}{}</h2>{}</div>',
        title,
        number,
        cards if content.strip() else nothing,
    )


def _icon(name: str) -> str:
    return markup.icon(name) if name else ""
