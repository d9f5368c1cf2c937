"""Drafts of letters and summaries, made of the record and edited before signing.

A draft only says what stands in the record; what is not known is said to be unknown.
All words are in the language of the reader: call these under
`translation.override(language)`.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

import attrs
from django.utils.translation import gettext as _

from glabella.clinic.followup.queries.repeat import Outlook, doses_by_muscle
from glabella.clinic.followup.repeat_paper import day_words
from glabella.clinic.followup.repeat_values import PaperTable
from glabella.clinic.people.cards import Person
from glabella.clinic.people.queries import relations
from glabella.clinic.record import queries as record
from glabella.clinic.record.models import Problem, Session
from glabella.core.quantity import plain_number
from glabella.core.response import Figures
from glabella.protocols.loader import Library


@attrs.frozen(kw_only=True)
class Draft:
    """What a form starts from."""

    subject: str
    text: str
    recipient: str = ""
    tables: tuple[PaperTable, ...] = ()


def referrer_draft(
    who: Person, outlook: Outlook, *, library: Library, language: str
) -> Draft:
    """Return the letter to whoever sent the patient."""
    whole = record.session(who, outlook.last.id) or outlook.last
    name = outlook.protocol.name.in_language(language)
    parts = [
        _("Dear colleague,"),
        _("Thank you for referring this patient to us. We report on the treatment."),
        _diagnoses(record.problems(who)),
        _treatment(outlook, name),
        *_response(outlook, language),
        _next(outlook),
        _("With kind regards"),
    ]
    return Draft(
        subject=_("Report on a treatment: %(name)s") % {"name": name},
        text="\n\n".join(part for part in parts if part),
        recipient=_referrer(who),
        tables=(doses_table(whole, library=library, language=language),),
    )


def summary_draft(outlook: Outlook, *, language: str) -> Draft:
    """Return what the patient takes home, in plain words."""
    name = outlook.protocol.name.in_language(language)
    day, last = day_words(outlook.last.on), outlook.last
    parts = [
        _("On %(day)s you were treated with injections. The reason was: %(name)s.")
        % {"day": day, "name": name},
        _("The medicine is called %(product)s. You received %(units)s units in all.")
        % {"product": last.product, "units": plain_number(last.units)},
        *_what_comes(outlook, language),
        _plain_next(outlook),
        _(
            "If you find it newly hard to swallow, breathe or speak, call the emergency"
            " services at once. Tell them that you had injections of botulinum toxin."
        ),
        _(
            "Do you have questions, or is something not as you expected? Please call"
            " us."
        ),
    ]
    return Draft(
        subject=_("Your treatment in plain words"),
        text="\n\n".join(part for part in parts if part),
    )


def cost_words(outlook: Outlook, *, language: str) -> str:
    """Return the words a cost note starts from."""
    name = outlook.protocol.name.in_language(language)
    words = _("One treatment with botulinum toxin for %(name)s, with the medicine.")
    return words % {"name": name}


def doses_table(session: Session, *, library: Library, language: str) -> PaperTable:
    """Return the units of a session by muscle and side."""
    rows = [
        (
            muscle_words(one.muscle, library=library, language=language),
            side_words(one.side),
            plain_number(one.units),
            str(one.sites),
        )
        for one in doses_by_muscle(session)
    ]
    note = _("Units of %(product)s; units of another product are not the same.")
    return PaperTable(
        title=_("Doses by muscle, %(day)s") % {"day": day_words(session.on)},
        head=(_("Muscle"), _("Side"), _("Units"), _("Sites")),
        rows=tuple(rows),
        note=note % {"product": session.product},
    )


def muscle_words(muscle: str, *, library: Library, language: str) -> str:
    """Return the name of a muscle; its id where this installation has no name."""
    found = library.muscles.get(muscle)
    return found.name.in_language(language) if found else muscle


def side_words(side: str) -> str:
    """Return a side in words."""
    words = {"left": _("left"), "right": _("right"), "middle": _("middle")}
    return words.get(side, side)


def number_words(value: Decimal | None, *, places: int = 1) -> str:
    """Return a number as people write it; "not known" for None."""
    if value is None:
        return _("not known")
    return plain_number(round(value, places))


def _referrer(who: Person) -> str:
    """Return whom the card names as the referrer, else as the family doctor."""
    rows = relations(who)
    for kind in ("referrer", "gp"):
        for row in rows:
            if row.kind == kind and row.ended_at is None:
                lines = [row.name, row.organisation, *row.address.splitlines()]
                return "\n".join(line for line in lines if line)
    return ""


def _diagnoses(problems: Sequence[Problem]) -> str:
    rows = [row for row in problems if row.resolved_on is None]
    if not rows:
        return _("Diagnoses: none is on the problem list.")
    named = [f"{row.label} ({row.code})" if row.code else row.label for row in rows]
    return _("Diagnoses: %(names)s.") % {"names": "; ".join(named)}


def _treatment(outlook: Outlook, name: str) -> str:
    last = outlook.last
    words = _(
        "On %(day)s we gave %(units)s U of %(product)s for %(name)s. The doses by"
        " muscle stand below."
    )
    return words % {
        "day": day_words(last.on),
        "units": plain_number(last.units),
        "product": last.product,
        "name": name,
    }


def _response(outlook: Outlook, language: str) -> Iterator[str]:
    measures = {one.id: one for one in outlook.protocol.measures}
    for figures in outlook.advice.figures:
        label = measures[figures.measure].text.in_language(language)
        yield f"{label}: {figures_words(figures)}"


def figures_words(figures: Figures) -> str:
    """Return before, now, the change, and how many days were recorded."""
    words = _("before %(before)s, now %(now)s, fall %(fall)s %%") % {
        "before": number_words(figures.baseline),
        "now": number_words(figures.current),
        "fall": number_words(figures.fall_percent),
    }
    if figures.recorded_minimum is None:
        return words
    days = _("recorded days %(days)s, needed %(least)d") % {
        "days": number_words(figures.recorded_days),
        "least": figures.recorded_minimum,
    }
    return f"{words}; {days}"


def _next(outlook: Outlook) -> str:
    if outlook.earliest is None:
        return _("From when the next treatment is allowed is not known.")
    first = _("The next treatment is allowed from %(day)s.") % {
        "day": day_words(outlook.earliest)
    }
    if outlook.sensible is None:
        return first
    usual = _("Usual is %(first)s to %(last)s.") % {
        "first": day_words(outlook.sensible.from_),
        "last": day_words(outlook.sensible.last),
    }
    return f"{first} {usual}"


def _what_comes(outlook: Outlook, language: str) -> Iterator[str]:
    """Yield the windows of the course, as the protocol says them."""
    texts = {one.id: one.text for one in outlook.protocol.windows}
    for each in outlook.course.windows:
        text = texts.get(each.id)
        if text is not None:
            yield _("%(what)s: %(first)s to %(last)s.") % {
                "what": text.in_language(language),
                "first": day_words(each.window.from_),
                "last": day_words(each.window.last),
            }


def _plain_next(outlook: Outlook) -> str:
    if outlook.earliest is None:
        return _("We will tell you when a next treatment is possible.")
    words = _(
        "A next treatment is possible from %(day)s. You decide whether you want it."
    )
    return words % {"day": day_words(outlook.earliest)}


def days_words(first: date | None, last: date | None) -> str:
    """Return from when to when something was taken."""
    until = day_words(last) if last else _("running")
    return _("%(first)s to %(last)s") % {"first": day_words(first), "last": until}
