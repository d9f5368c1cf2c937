"""`glabella plan`: where, how much, and what to draw."""

from collections.abc import Sequence

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
from glabella.cli.inquiry import Inquiry, asked_protocols, read_inquiry
from glabella.cli.names import known_product
from glabella.cli.plan_json import plan_json
from glabella.cli.plan_page import plan_blocks
from glabella.cli.plan_words import take_choices, wishes
from glabella.cli.printing import print_json, print_page
from glabella.core.plan import Plan, PlanStatus
from glabella.core.planning import Patient, Room, Wish, plan_session
from glabella.core.protocol import Phase
from glabella.core.schemes import Bench
from glabella.protocols.document import Language, as_text

EXAMPLES = """\
  glabella plan patient.toml --protocol chronic_migraine \\
      --product onabotulinumtoxinA
  glabella plan patient.toml --protocol chronic_migraine --option follow_the_pain \\
      --product onabotulinumtoxinA
  glabella plan patient.toml --protocol bruxism_masseter --units masseter=30 \\
      --product onabotulinumtoxinA

exit code: 0 if the plan is proposed and nothing is urgent, else 1: it needs a
confirmation by name, gives no dose, is blocked or deferred, or a finding is urgent.
"""


def plan_verb(words: Words) -> int:
    """Print the injection plan of one session."""
    asked = parse(_parser(), words)
    inquiry = read_inquiry(asked)
    protocols = asked_protocols(inquiry.library, asked.protocol)
    product = known_product(asked.product, inquiry.library)
    bench = Bench(product.id, inquiry.profile, inquiry.library.sources)
    chosen = wishes(asked, protocols, bench=bench, library=inquiry.library)
    phase = Phase(asked.phase) if asked.phase else None
    made = make_plan(inquiry, chosen, phase=phase)
    answer = answer_patient(inquiry, protocols, phase=phase, with_flips=False)
    say = Language(asked.language)
    if asked.json:
        print_json("plan", plan_json(made, answer, say))
    else:
        print_page(as_text(plan_blocks(made, answer, say)))
    return exit_code(made, answer)


def make_plan(
    inquiry: Inquiry, chosen: Sequence[Wish], *, phase: Phase | None = None
) -> Plan:
    """Return the plan for the patient of the inquiry; its product must be named."""
    room = Room(
        profile=inquiry.country,
        product=inquiry.product or inquiry.library.product(chosen[0].protocol.product),
        setting=inquiry.setting,
        muscles=inquiry.library.muscles,
    )
    patient = Patient(inquiry.facts, inquiry.baseline, phase)
    return plan_session(chosen, patient, room=room)


def exit_code(made: Plan, answer: PatientAnswer) -> int:
    """Return 0 only for a proposed plan of a patient with nothing urgent."""
    return 0 if made.status is PlanStatus.PROPOSED and not answer.urgent else 1


def _parser() -> Parser:
    parser = verb_parser(
        "plan",
        "Where and how much: points, doses, draws and vials of one session, with the "
        "ledger.",
        examples=EXAMPLES,
    )
    take_patient(parser)
    take_protocols(parser, required=True)
    take_product(parser, required=True)
    take_phase(parser)
    take_choices(parser)
    return parser
