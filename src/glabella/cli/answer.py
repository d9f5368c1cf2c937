"""The answer for one patient: urgent findings, verdicts, questions, flip points."""

from collections.abc import Sequence

import attrs

from glabella.cli.inquiry import Inquiry
from glabella.core.eligibility import Assessment, Verdict, assess_all
from glabella.core.interview import Flip, flips, questions
from glabella.core.protocol import Phase, Protocol
from glabella.core.urgent import UrgentFinding, UrgentRule, unasked, urgent_findings

ALLOWING = frozenset({Verdict.INDICATED, Verdict.CRITERIA_MET_OFF_LABEL})


@attrs.frozen
class ProtocolAnswer:
    """The assessment of one protocol, what to ask next, and what would turn it."""

    assessment: Assessment
    ask: tuple[str, ...]
    flips: tuple[Flip, ...]

    @property
    def protocol(self) -> Protocol:
        """The protocol that answers."""
        return self.assessment.protocol

    @property
    def allows(self) -> bool:
        """Whether the verdict lets a clinician go on to a plan."""
        return self.assessment.verdict in ALLOWING


@attrs.frozen
class PatientAnswer:
    """The answers of all protocols asked, and what stands apart from every verdict."""

    inquiry: Inquiry
    urgent: tuple[UrgentFinding, ...]
    not_asked: tuple[UrgentRule, ...]
    answers: tuple[ProtocolAnswer, ...]

    @property
    def ask(self) -> tuple[str, ...]:
        """The questions of all protocols, each once, those that serve most first."""
        weight: dict[str, int] = {}
        for answer in self.answers:
            for fact in answer.ask:
                weight[fact] = weight.get(fact, 0) + 1
        order = {fact: place for place, fact in enumerate(weight)}
        return tuple(sorted(weight, key=lambda fact: (-weight[fact], order[fact])))


def answer_patient(
    inquiry: Inquiry,
    protocols: Sequence[Protocol],
    *,
    phase: Phase | None = None,
    with_flips: bool = True,
) -> PatientAnswer:
    """Return the answers of the protocols; the phase is derived if None.

    Flip points cost many assessments: a page that does not show them leaves them out.
    """
    rules = inquiry.library.urgent
    found = assess_all(
        protocols,
        inquiry.facts,
        setting=inquiry.setting,
        phase=phase,
        baseline=inquiry.baseline,
    )
    return PatientAnswer(
        inquiry=inquiry,
        urgent=urgent_findings(rules, inquiry.facts),
        not_asked=unasked(rules, inquiry.facts),
        answers=tuple(_answer(each, inquiry, with_flips=with_flips) for each in found),
    )


def _answer(
    assessment: Assessment, inquiry: Inquiry, *, with_flips: bool
) -> ProtocolAnswer:
    return ProtocolAnswer(
        assessment=assessment,
        ask=questions(assessment),
        flips=flips(assessment, setting=inquiry.setting) if with_flips else (),
    )
