"""Builders of studies, questions and small libraries; a test names what it is about."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from glabella.core.instruments import Direction
from glabella.core.sources import Basis, Status, Text
from glabella.evidence.options import Asking
from glabella.evidence.outcomes import Outcome, OutcomeKind, Scale
from glabella.evidence.questions import Question, QuestionRows, Topic
from glabella.evidence.rows import rows_of
from glabella.evidence.study import (
    Arm,
    ArmNumbers,
    Contrast,
    Design,
    Estimand,
    Estimate,
    Figure,
    Result,
    Role,
    Study,
)

SEEN = Basis(Status.SEEN, ("PAPER",), place="abstract")
DERIVED = Basis(Status.DERIVED, ("PAPER",), place="table")
RECALLED = Basis(Status.RECALLED, confidence="high", check="the paper")

SIX = Decimal(6)


def text(words: str = "words") -> Text:
    return Text(words, words)


def numbers(**printed: str | int) -> ArmNumbers:
    return ArmNumbers(**{key: Decimal(value) for key, value in printed.items()})


def arm_line(arm: str, line_id: str = "", **printed: Any) -> Result:
    """Return a line of one arm; numbers are named, other fields too."""
    named = {
        key: printed.pop(key)
        for key in ("basis", "week", "outcome", "series", "until")
        if key in printed
    }
    return Result(
        id=line_id or f"{arm}-line",
        instrument="scale",
        measure="as printed",
        arm=arm,
        numbers=numbers(**printed),
        **{"basis": SEEN, "week": SIX, "outcome": "score", **named},
    )


def effect_line(
    value: str | None,
    *,
    scale: Scale = Scale.MEAN_DIFFERENCE,
    line_id: str = "effect",
    basis: Basis = SEEN,
    outcome: str = "score",
    **rest: Any,
) -> Result:
    for key in ("se", "low", "high"):
        if key in rest:
            rest[key] = Decimal(rest[key])
    return Result(
        id=line_id,
        instrument="scale",
        measure="difference",
        basis=basis,
        outcome=outcome,
        week=SIX,
        arm="toxin",
        against="placebo",
        estimate=Estimate(
            scale=scale, value=None if value is None else Decimal(value), **rest
        ),
    )


def people(n: int, basis: Basis = SEEN) -> Figure:
    return Figure(Decimal(n), basis)


TOXIN = Arm("toxin", Role.TOXIN, "toxin", people(20))
PLACEBO = Arm("placebo", Role.PLACEBO, "placebo", people(20))
TWO_ARMS = (TOXIN, PLACEBO)
ONE_CONTRAST = (Contrast("toxin", "placebo"),)


def study(*results: Result, study_id: str = "one", **rest: Any) -> Study:
    return Study(
        **{
            "id": study_id,
            "label": f"Study {study_id}",
            "year": 2020,
            "condition": "depression",
            "population": "people",
            "design": Design.RANDOMISED,
            "design_as_printed": "randomized",
            "publications": ("PAPER",),
            "arms": TWO_ARMS,
            "contrasts": ONE_CONTRAST,
            "results": results,
            **rest,
        }
    )


def outcome(
    outcome_id: str = "score",
    direction: Direction = Direction.HIGHER_IS_WORSE,
    kind: OutcomeKind = OutcomeKind.SCORE,
) -> Outcome:
    return Outcome(
        id=outcome_id,
        name=text(outcome_id),
        kind=kind,
        direction=direction,
        instrument="scale",
        unit=text("points"),
    )


def question(**rest: Any) -> Question:
    return Question(
        **{
            "id": "asked",
            "topic": Topic.DEPRESSION,
            "text": text("asked?"),
            "kind": OutcomeKind.SCORE,
            "scale": Scale.MEAN_DIFFERENCE,
            "outcomes": ("score",),
            "against": (Role.PLACEBO,),
            "week": SIX,
            "first_week": Decimal(4),
            "last_week": Decimal(12),
            "direction": Direction.HIGHER_IS_WORSE,
            "limits": text("limits"),
            **rest,
        }
    )


def rows(
    *studies: Study,
    asked: Question | None = None,
    outcomes: Mapping[str, Outcome] | None = None,
    include_recalled: bool = False,
    estimand: Estimand | None = None,
) -> QuestionRows:
    """Return the rows of a question about a few studies."""
    asking = Asking(
        question=asked or question(),
        outcomes=outcomes or {"score": outcome()},
        include_recalled=include_recalled,
        estimand=estimand,
    )
    return rows_of(asking, {each.id: each for each in studies})


# --- A small library as files: every table with as little as it may have

PUBLICATIONS = """\
[PAPER]
cite = "Example A. A trial. 2020"
tier = "B"
read = "abstract"
place = "abstract"
url = "https://example.org/trial"
year = 2020
"""

OUTCOMES = """\
[score]
name = { en = "score", de = "Wert" }
kind = "score"
direction = "higher_is_worse"
instrument = "scale"
unit = { en = "points", de = "Punkte" }
"""

QUESTIONS = """\
[asked]
topic = "depression"
text = { en = "Does it?", de = "Tut es das?" }
kind = "score"
scale = "mean_difference"
outcomes = ["score"]
against = ["placebo"]
week = 6
first_week = 4
last_week = 12
direction = "higher_is_worse"
limits = { en = "Small.", de = "Klein." }
"""

CLAIMS = """\
[claim]
statement = { en = "It helps.", de = "Es hilft." }
verdict = "contested"
may_say.en = "It is uncertain whether it helps."
may_say.de = "Es ist ungewiss, ob es hilft."
studies = ["one"]
questions = ["asked"]
results = ["one/r1"]
"""

JUDGEMENT = """\
[[asked.judgement]]
domain = "{domain}"
concern = "serious"
reason = {{ en = "Reason.", de = "Grund." }}
rests_on = ["one"]
"""

CERTAINTY = """\
[asked]
start = "high"
start_reason = { en = "A trial.", de = "Eine Studie." }
conclusion.en = "It is uncertain whether it helps."
conclusion.de = "Es ist ungewiss, ob es hilft."
""" + "".join(
    JUDGEMENT.format(domain=domain)
    for domain in (
        "risk_of_bias",
        "inconsistency",
        "indirectness",
        "imprecision",
        "publication_bias",
    )
)

STUDY = """\
id = "one"
label = "One 2020"
condition = "depression"
population = "people"
design = "randomised"
design_as_printed = "randomized"
publications = ["PAPER"]
[[arm]]
id = "toxin"
role = "toxin"
name = "toxin"
[[arm]]
id = "placebo"
role = "placebo"
name = "placebo"
[[contrast]]
arm = "toxin"
against = "placebo"
[[result]]
id = "r1"
instrument = "scale"
measure = "difference"
outcome = "score"
week = 6
arm = "toxin"
against = "placebo"
basis = "SEEN"
sources = ["PAPER"]
estimate = { scale = "mean_difference", value = -1, low = -2, high = 0 }
"""

FILES = {
    "publications.toml": PUBLICATIONS,
    "outcomes.toml": OUTCOMES,
    "questions.toml": QUESTIONS,
    "claims.toml": CLAIMS,
    "certainty.toml": CERTAINTY,
    "studies/one.toml": STUDY,
}


def library_folder(folder: Path, **changed: str) -> Path:
    """Write a small library; `changed` are whole files by their stem."""
    for name, standard in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(changed.get(path.stem, standard), "utf-8")
    return folder
