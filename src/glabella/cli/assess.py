"""`glabella assess`: may this patient be treated, and should it be."""

from collections.abc import Iterator

from glabella.cli.answer import PatientAnswer, answer_patient
from glabella.cli.arguments import (
    Parser,
    Words,
    parse,
    take_patient,
    take_phase,
    take_product,
    take_protocols,
    verb_parser,
)
from glabella.cli.assess_json import assess_json
from glabella.cli.assess_overview import overview_blocks
from glabella.cli.assess_page import protocol_blocks, question_entries
from glabella.cli.inquiry import asked_protocols, read_inquiry
from glabella.cli.note_page import note_blocks
from glabella.cli.printing import print_json, print_page
from glabella.cli.urgent_page import urgent_blocks
from glabella.core.protocol import Phase
from glabella.protocols.document import Block, Heading, Language, Paragraph, as_text

EXAMPLES = """\
  glabella assess patient.toml
  glabella assess bundle.json diary.toml --protocol chronic_migraine --profile DE
  glabella assess patient.toml --protocol chronic_migraine --ask
  cat bundle.json | glabella assess - --on 2026-03-02 --json

exit code: 0 if at least one protocol asked is indicated, or its criteria are met off
label, and nothing is urgent; with --ask also 0 if there is a question to ask;
else 1: every protocol says no, not yet, or not known, or a finding is urgent.
"""


def assess_verb(words: Words) -> int:
    """Print the verdicts of the protocols asked for one patient."""
    asked = parse(_parser(), words)
    inquiry = read_inquiry(asked)
    protocols = asked_protocols(inquiry.library, asked.protocol)
    phase = Phase(asked.phase) if asked.phase else None
    shows_flips = asked.json or not (asked.ask or asked.protocol is None)
    answer = answer_patient(inquiry, protocols, phase=phase, with_flips=shows_flips)
    say = Language(asked.language)
    if asked.json:
        print_json("assess", assess_json(answer, say))
    elif asked.ask:
        print_page(as_text(_questions(answer, say)))
    else:
        is_overview = asked.protocol is None
        print_page(as_text(_page(answer, say, is_overview=is_overview)))
    return exit_code(answer, only_asks=asked.ask)


def exit_code(answer: PatientAnswer, *, only_asks: bool = False) -> int:
    """Return 0 if a clinician can go on, 1 if something says no or must be seen."""
    if answer.urgent:
        return 1
    if only_asks and answer.ask:
        return 0
    return 0 if any(each.allows for each in answer.answers) else 1


def _parser() -> Parser:
    parser = verb_parser(
        "assess",
        "May I, should I: the verdict of each protocol, with reasons and sources.",
        examples=EXAMPLES,
    )
    take_patient(parser)
    take_protocols(parser, required=False)
    take_product(parser)
    take_phase(parser)
    say = parser.add_argument
    say("--ask", action="store_true", help="only the questions to ask next, in order")
    return parser


def _opening(answer: PatientAnswer, say: Language) -> Block:
    day, profile = answer.inquiry.facts.on.isoformat(), answer.inquiry.profile
    return Paragraph(
        say(
            f"Glabella: assessment on {day}, profile {profile}. The clinician decides.",
            f"Glabella: Beurteilung am {day}, Länderprofil {profile}. "
            "Die Entscheidung ist ärztlich.",
        )
    )


def _page(
    answer: PatientAnswer, say: Language, *, is_overview: bool
) -> Iterator[Block]:
    yield _opening(answer, say)
    yield from urgent_blocks(answer, say)
    if is_overview:
        yield from overview_blocks(answer, say)
    else:
        for each in answer.answers:
            yield from protocol_blocks(each, answer, say)
    yield from note_blocks(answer.inquiry, say)


def _questions(answer: PatientAnswer, say: Language) -> Iterator[Block]:
    yield _opening(answer, say)
    yield from urgent_blocks(answer, say)
    if not answer.ask:
        yield Paragraph(
            say(
                "No further question can change an answer.",
                "Keine weitere Frage kann eine Antwort ändern.",
            )
        )
        return
    yield Heading(say("To be asked, in this order", "Zu fragen, in dieser Reihenfolge"))
    yield question_entries(answer.ask, answer, say)
