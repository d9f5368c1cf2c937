"""What is handed to the deeds of the assessment, and what its reads give back."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import attrs

from glabella.core.sources import Text

Findings = Mapping[str, object]

# How a clinician came to know of an answer; kept as the source of the fact.
SOURCES = ("patient", "relative", "letter", "examination", "laboratory", "own_record")
RISK_LEVELS = ("low", "moderate", "high", "not_determined")
EFFECTS = ("forbid", "ask", "caution")


@attrs.frozen
class NewExamination:
    """A baseline examination.

    Args:
        findings: By finding of findings.toml: an option, a list of options, or either
            by "left" and "right". What nobody looked at is left out.
    """

    outlet: UUID
    on: date
    findings: Findings
    note: str = ""


@attrs.frozen
class NewAnswers:
    """Answers of an interview.

    Args:
        values: By fact, as a facts file says it. What is not known is left out.
        as_of: The day on which they were true.
        source: One of `SOURCES`.
    """

    values: Mapping[str, object]
    as_of: date
    source: str = "patient"


@attrs.frozen
class SignedDecision:
    """What a physician decides by name.

    Args:
        outlet: Where; its country profile holds.
        name: As printed.
        reason: Why off label in this single case; demanded there.
        alternatives: Which other ways were discussed; demanded there too.
        seen: The fingerprint of the assessment that was read; "" checks nothing.
    """

    protocol: str
    outlet: UUID
    name: str
    reason: str = ""
    alternatives: str = ""
    seen: str = ""


@attrs.frozen
class NewOverride:
    """A specialist treats in spite of a rule that allows it.

    Args:
        criterion: Its id in the protocol.
        name: Who decides, as printed.
        reason: Why.
    """

    protocol: str
    criterion: str
    outlet: UUID
    name: str
    reason: str


@attrs.frozen
class NewRisk:
    """A structured assessment of the risk of suicide.

    Args:
        method: How: an interview, an instrument.
        level: One of `RISK_LEVELS`; none of them says that there is no risk.
        plan: What was agreed.
        valid_until: The last day on which it counts.
        cleared: Whether the elective treatment may go on.
    """

    name: str
    method: str
    level: str
    plan: str
    valid_until: date
    cleared: bool


@attrs.frozen
class SiteFinding:
    """What a finding of the examination means for a muscle.

    Args:
        side: "left", "right", or "" for both.
        effect: "forbid", "ask" (a clinician confirms by name) or "caution".
        finding: Its id in findings.toml.
        status: Of the basis: "SEEN", "RECALLED" or "DERIVED".
    """

    muscle: str
    side: str
    effect: str
    text: Text
    finding: str
    status: str
