"""The answer of `glabella course` as published.

The top level speaks of the first protocol asked; `courses` holds each, `timeline` all.
"""

from collections.abc import Sequence

from glabella.cli.answer import PatientAnswer
from glabella.cli.assess_json import urgent_part
from glabella.cli.course_rows import TreatedCourse, timeline
from glabella.cli.fact_rows import Json
from glabella.cli.inquiry import Inquiry
from glabella.cli.response_json import rule_json
from glabella.core.course import DatedWindow
from glabella.interop.verdict_json import source_json
from glabella.protocols.document import Language

NAMED_WINDOWS = ("onset", "full_effect", "review", "score", "wear_off")


def course_json(
    courses: Sequence[TreatedCourse], answer: PatientAnswer, say: Language
) -> Json:
    """Return the document of the verb."""
    inquiry = answer.inquiry
    rows = [_course(each, inquiry, say) for each in courses]
    return {
        "on": inquiry.facts.on,
        "profile": inquiry.profile,
        "language": say.code,
        **urgent_part(answer, say),
        **rows[0],
        "courses": rows,
        "timeline": [
            {
                "window": event.window.as_json(),
                "what": event.what,
                "text": say.of(event.name),
                "protocol": event.protocol.id,
                "unverified": event.unverified,
            }
            for event in timeline(courses)
        ],
        "sources": source_json(source_ids(courses, answer), inquiry.library.sources),
    }


def source_ids(courses: Sequence[TreatedCourse], answer: PatientAnswer) -> set[str]:
    """Return every source that windows, repeats, rules and findings rest on."""
    bases = [finding.rule.basis for finding in answer.urgent]
    bases += [item.basis for each in courses for item in each.course.windows]
    for each in courses:
        bases += [rule.criterion.basis for rule in each.advice.rules]
        if each.course.earliest_repeat is not None:
            bases.append(each.course.earliest_repeat.basis)
    return {key for basis in bases for key in basis.sources}


def _course(each: TreatedCourse, inquiry: Inquiry, say: Language) -> Json:
    made = each.course
    repeat = made.earliest_repeat
    windows = {name: made.window(name) for name in NAMED_WINDOWS}
    later = repeat.later_caution if repeat else None
    return {
        "protocol": each.protocol.id,
        "version": each.protocol.version,
        "product": each.product,
        "treated": made.treated,
        "planned": each.is_planned,
        **{name: window and window.as_json() for name, window in windows.items()},
        "earliest_repeat": repeat.day if repeat else None,
        "earliest_repeat_by_months": later,
        "usual_repeat": made.usual_repeat and made.usual_repeat.as_json(),
        "windows": [_window(item) for item in made.windows],
        "rules": [rule_json(rule, inquiry, say) for rule in each.advice.rules],
    }


def _window(item: DatedWindow) -> Json:
    return {
        "id": item.id,
        "window": item.window.as_json(),
        "basis": item.basis.status,
        "sources": item.basis.sources,
        "unverified": item.unverified,
    }
