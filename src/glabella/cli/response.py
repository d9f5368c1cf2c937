"""`glabella response`: go on, review, or consider a pause."""

from argparse import Namespace
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import attrs

from glabella.cli.answer import answer_patient
from glabella.cli.arguments import (
    Parser,
    Words,
    day,
    number,
    parse,
    take_setting,
    verb_parser,
)
from glabella.cli.inquiry import Inquiry, empty_inquiry, read_inquiry
from glabella.cli.printing import print_json, print_page
from glabella.cli.response_json import response_json
from glabella.cli.response_page import response_blocks
from glabella.core.criteria import Months, leaves
from glabella.core.errors import InputError
from glabella.core.facts import Fact, FactSet
from glabella.core.phases import with_protocol_facts
from glabella.core.protocol import Measure, Protocol
from glabella.core.response import Decision, Response, response
from glabella.protocols.document import Language, as_text

EXAMPLES = """\
  glabella response patient.toml --protocol chronic_migraine
  glabella response --protocol chronic_migraine --baseline 20 --current 15 \\
      --recorded 28 --cycles 2 --profile UK
  glabella response --protocol chronic_migraine --baseline 20 --current 9 \\
      --recorded 28 --cycles 2 --months 12,10,9

exit code: 0 for continue, else 1: review, consider a pause, or not assessable; 1 also
if a finding is urgent.
"""

CYCLES = "cycles_completed"

NUMBERS = ("baseline", "current", "recorded", "cycles", "months")


def response_verb(words: Words) -> int:
    """Print the advice on a running course."""
    asked = parse(_parser(), words)
    inquiry = _inquiry(asked)
    protocol = inquiry.library.protocol(asked.protocol)
    advice = advise(protocol, inquiry)
    answer = answer_patient(inquiry, (protocol,), with_flips=False)
    if not asked.patient:  # numbers of nobody in particular
        answer = attrs.evolve(answer, not_asked=())
    say = Language(asked.language)
    if asked.json:
        print_json("response", response_json(advice, answer, say))
    else:
        print_page(as_text(response_blocks(advice, answer, say)))
    is_fine = advice.decision is Decision.CONTINUE and not answer.urgent
    return 0 if is_fine else 1


def advise(protocol: Protocol, inquiry: Inquiry) -> Response:
    """Return the advice, from the sessions of this very protocol."""
    product = inquiry.product.id if inquiry.product else protocol.product
    facts = with_protocol_facts(protocol, inquiry.facts, product=product)
    sources = inquiry.library.sources
    return response(protocol, facts, profile=inquiry.profile, sources=sources)


def _inquiry(asked: Namespace) -> Inquiry:
    """Return the inquiry of a patient, or of the numbers given instead."""
    given = [name for name in NUMBERS if getattr(asked, name) is not None]
    if asked.patient and given:
        raise InputError(
            f"a patient and --{given[0]} are given.",
            where="glabella response",
            mending="Give the one or the other.",
        )
    if asked.patient:
        return read_inquiry(asked)
    if not given:
        raise InputError(
            "neither a patient nor numbers are given.",
            where="glabella response",
            mending="Give PATIENT, or --baseline and --current.",
        )
    on = asked.on or datetime.now(UTC).astimezone().date()
    inquiry = empty_inquiry(asked, on=on)
    protocol = inquiry.library.protocol(asked.protocol)
    return inquiry.with_facts(_facts(asked, protocol, inquiry.facts))


def _facts(asked: Namespace, protocol: Protocol, empty: FactSet) -> Iterator[Fact]:
    for name, value in _values(asked, protocol).items():
        if value is not None:
            raw = empty.catalogue.normalise(name, value)
            yield Fact(name, raw, empty.on, "command line")


def _values(asked: Namespace, protocol: Protocol) -> Mapping[str, object]:
    """Return the numbers by the facts that the first measure of a protocol reads."""
    measure = _measure(protocol)
    values: dict[str, object] = {
        measure.baseline: asked.baseline,
        measure.current: asked.current,
        CYCLES: asked.cycles,
    }
    if asked.recorded is not None:
        if measure.recorded is None:
            raise _unread("--recorded", protocol)
        values[measure.recorded] = asked.recorded
    if asked.months is not None:
        values[_monthly_fact(protocol)] = asked.months
    return values


def _measure(protocol: Protocol) -> Measure:
    if not protocol.measures:
        raise InputError(
            f"{protocol.id} has no measure on file: no response can be read.",
            where="--protocol",
            mending="`glabella protocols ID` shows what a protocol holds.",
        )
    return protocol.measures[0]


def _monthly_fact(protocol: Protocol) -> str:
    """Return the monthly count that the rules of the protocol look at."""
    trees = [criterion.when for criterion in protocol.criteria]
    trees += [m.remission for m in protocol.measures if m.remission is not None]
    for tree in trees:
        for leaf in leaves(tree):
            if isinstance(leaf, Months):
                return leaf.fact
    raise _unread("--months", protocol)


def _unread(word: str, protocol: Protocol) -> InputError:
    return InputError(
        f"no rule of {protocol.id} reads it.", where=word, mending="Leave it out."
    )


def _months(text: str) -> list[object]:
    """Return monthly numbers, oldest first; "-" is a month nobody counted."""
    return [
        None if part.strip() == "-" else number(part.strip())
        for part in text.split(",")
    ]


def _parser() -> Parser:
    parser = verb_parser(
        "response",
        "Go on, review, or consider a pause: the patient's own numbers against the "
        "published rules.",
        examples=EXAMPLES,
    )
    say = parser.add_argument
    say("patient", nargs="*", metavar="PATIENT", help="as for `glabella assess`")
    say("--protocol", required=True, metavar="ID", help="the condition")
    say("--baseline", type=number, metavar="N", help="before the first session")
    say("--current", type=number, metavar="N", help="now, in the same measure")
    say("--recorded", type=number, metavar="DAYS", help="days recorded in the window")
    say("--cycles", type=number, metavar="N", help="cycles completed")
    say("--months", type=_months, metavar="A,B,C", help="monthly counts, oldest first")
    say("--on", type=day, metavar="DATE", help="the day of the question")
    take_setting(parser)
    return parser
