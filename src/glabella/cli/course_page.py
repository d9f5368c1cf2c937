"""The page of a course: one timeline, then the rules with the patient's own numbers."""

from collections.abc import Iterator, Sequence

from glabella.cli.answer import PatientAnswer
from glabella.cli.course_json import source_ids
from glabella.cli.course_rows import Event, TreatedCourse, timeline
from glabella.cli.fact_rows import fact_words
from glabella.cli.inquiry import Inquiry
from glabella.cli.urgent_page import urgent_blocks
from glabella.core.intervals import DateWindow
from glabella.core.response import RuleAnswer
from glabella.protocols.citing import doubt, source_entries
from glabella.protocols.document import (
    Block,
    Entries,
    Entry,
    Heading,
    Language,
    Paragraph,
    Table,
)
from glabella.protocols.wording import TRUTHS


def course_blocks(
    courses: Sequence[TreatedCourse], answer: PatientAnswer, say: Language
) -> Iterator[Block]:
    """Yield the page."""
    inquiry = answer.inquiry
    day, profile = inquiry.facts.on.isoformat(), inquiry.profile
    yield Paragraph(
        say(
            f"Glabella: course, seen on {day}, profile {profile}.",
            f"Glabella: Behandlungsverlauf am {day}, Länderprofil {profile}.",
        )
    )
    yield from urgent_blocks(answer, say)
    yield from course_body(courses, inquiry, say)
    yield Heading(say("Sources", "Quellen"))
    ids = source_ids(courses, answer)
    yield Entries(source_entries(ids, inquiry.library.sources, say))


def course_body(
    courses: Sequence[TreatedCourse], inquiry: Inquiry, say: Language
) -> Iterator[Block]:
    """Yield the timeline and the rules."""
    yield Heading(say("Course", "Behandlungsverlauf"), level=1)
    for each in courses:
        yield Paragraph(_start(each, say))
    yield Heading(say("Timeline", "Zeitlinie"))
    many = len(courses) > 1
    rows = tuple(_row(event, say, many=many) for event in timeline(courses))
    yield Table(("", ""), rows)
    for each in courses:
        repeat = each.course.earliest_repeat
        if repeat is not None and repeat.later_caution is not None:
            later = repeat.later_caution.isoformat()
            yield Paragraph(
                say(
                    f"The source prints months: by the calendar not before {later}.",
                    f"Die Quelle nennt Monate: nach dem Kalender nicht vor {later}.",
                )
            )
        yield from _rules(each, inquiry, say)


def _start(each: TreatedCourse, say: Language) -> str:
    name, day = say.of(each.protocol.name), each.course.treated.isoformat()
    if each.is_planned:
        return say(
            f"{name}: no session is on file; counted as if treated on {day}.",
            f"{name}: keine Sitzung erfasst; gerechnet ab einer Behandlung am {day}.",
        )
    return say(f"{name}: treated on {day}.", f"{name}: behandelt am {day}.")


def _row(event: Event, say: Language, *, many: bool) -> tuple[str, str]:
    owner = f"{say.of(event.protocol.name)}: " if many else ""
    why = f" ({doubt(event.unverified, say)})" if event.unverified else ""
    return _days(event.window, say), f"{owner}{say.of(event.name)}{why}"


def _days(window: DateWindow, say: Language) -> str:
    first, last = window.from_.isoformat(), window.last.isoformat()
    return first if first == last else f"{first} {say('to', 'bis')} {last}"


def _rules(each: TreatedCourse, inquiry: Inquiry, say: Language) -> Iterator[Block]:
    if not each.advice.rules:
        return
    name = say.of(each.protocol.name)
    title = say("Rules to go on or to stop", "Regeln für Fortführung oder Pause")
    yield Heading(f"{title}: {name}")
    yield Entries(tuple(rule_entry(rule, inquiry, say) for rule in each.advice.rules))


def rule_entry(rule: RuleAnswer, inquiry: Inquiry, say: Language) -> Entry:
    """Return a rule with its answer and the patient's own numbers."""
    criterion = rule.criterion
    guideline = f"{criterion.guideline}: " if criterion.guideline else ""
    cited = (
        f" [{', '.join(criterion.basis.sources)}]" if criterion.basis.sources else ""
    )
    below = [fact_words(fact, say) for fact in rule.evaluation.used]
    missing = [
        one.id for one in rule.evaluation.missing if one.id in inquiry.library.catalogue
    ]
    if missing:
        below.append(say("missing: ", "fehlt: ") + ", ".join(missing))
    if rule.unverified:
        below.append(doubt(rule.unverified, say))
    return Entry(
        f"{guideline}{say.of(criterion.text)}{cited}",
        mark=say.of(TRUTHS[rule.evaluation.truth]),
        below=tuple(below),
    )
