"""`glabella course`: when it works, when to look, when again."""

from collections.abc import Iterator, Sequence
from datetime import date

from glabella.cli.answer import answer_patient
from glabella.cli.arguments import (
    Parser,
    Words,
    day,
    parse,
    take_patient,
    take_product,
    take_protocols,
    verb_parser,
)
from glabella.cli.course_json import course_json
from glabella.cli.course_page import course_blocks
from glabella.cli.course_rows import TreatedCourse
from glabella.cli.inquiry import Inquiry, asked_protocols, read_inquiry
from glabella.cli.printing import print_json, print_page
from glabella.cli.response import advise
from glabella.core.course import Place, course
from glabella.core.protocol import Protocol
from glabella.protocols.document import Language, as_text

EXAMPLES = """\
  glabella course patient.toml --protocol chronic_migraine
  glabella course patient.toml --protocol chronic_migraine --protocol major_depression
  glabella course patient.toml --protocol chronic_migraine --treated 2026-03-02

The course is counted from the last session on file for the condition, else from the
day of the question, as if the person were treated on that day.

exit code: 0, and 1 if a finding is urgent.
"""


def course_verb(words: Words) -> int:
    """Print the windows after a session and the rules of the course."""
    asked = parse(_parser(), words)
    inquiry = read_inquiry(asked)
    protocols = asked_protocols(inquiry.library, asked.protocol)
    courses = make_courses(inquiry, protocols, treated=asked.treated)
    answer = answer_patient(inquiry, (), with_flips=False)
    say = Language(asked.language)
    if asked.json:
        print_json("course", course_json(courses, answer, say))
    else:
        print_page(as_text(course_blocks(courses, answer, say)))
    return 1 if answer.urgent else 0


def make_courses(
    inquiry: Inquiry, protocols: Sequence[Protocol], *, treated: date | None = None
) -> tuple[TreatedCourse, ...]:
    """Return the course of each protocol, from its own last session."""
    return tuple(_course(inquiry, protocol, treated) for protocol in protocols)


def _course(
    inquiry: Inquiry, protocol: Protocol, treated: date | None
) -> TreatedCourse:
    last = max(_sessions(inquiry, protocol), default=None)
    start = treated or last or inquiry.facts.on
    product = inquiry.product.id if inquiry.product else protocol.product
    place = Place(product, inquiry.profile, inquiry.library.sources)
    return TreatedCourse(
        protocol=protocol,
        product=product,
        course=course(protocol, start, place=place),
        advice=advise(protocol, inquiry),
        is_planned=treated is None and last is None,
    )


def _sessions(inquiry: Inquiry, protocol: Protocol) -> Iterator[date]:
    for row in inquiry.facts.rows("toxin_sessions"):
        when = row.get("date")
        is_ours = row.get("condition") == protocol.id
        if is_ours and isinstance(when, date) and when <= inquiry.facts.on:
            yield when


def _parser() -> Parser:
    parser = verb_parser(
        "course",
        "When it works, when to look, when again: the windows after a session.",
        examples=EXAMPLES,
    )
    take_patient(parser)
    take_protocols(parser, required=True)
    take_product(parser)
    parser.add_argument(
        "--treated",
        type=day,
        metavar="DATE",
        help="the day of the session; default: the last one on file",
    )
    return parser
