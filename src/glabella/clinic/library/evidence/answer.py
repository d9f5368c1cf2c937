"""What a page shows of a pooled answer: words and drawings, no arrays.

The statistics are an extra of the installation, so they are loaded when they are first
asked for, and a page without them says so.
"""

from collections.abc import Callable
from importlib.util import find_spec

import attrs
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from glabella.charts.table import Table
from glabella.clinic.library.evidence.choice import Choice
from glabella.core.errors import Finding
from glabella.evidence.questions import QuestionRows, Row
from glabella.protocols.document import Language

POOLED = "glabella.clinic.library.evidence.pooled"
WATCHED = "glabella.clinic.library.evidence.watched"


@attrs.frozen
class Drawn:
    """A chart for a desk, the same for a phone, and both as a table."""

    wide: SafeString
    narrow: SafeString
    table: Table


@attrs.frozen
class Answer:
    """A pooled answer in words, numbers as the language writes them.

    Args:
        measure: Name of the scale.
        studies: How many were pooled.
        estimate: The pooled effect.
        interval: Its two ends.
        level: Of the intervals, in percent.
        p: With its sign, such as "= 0.12".
        includes_none: Whether the interval holds "no effect".
        prediction: Where a new study is expected; empty if nothing can be said.
        model: Words for model and intervals.
        disagreement: Q with degrees of freedom and p, then I2 and H2.
        tau2: With its interval; empty where the method has none.
        forest: The plot.
        funnel: The plot, where there are studies enough.
    """

    measure: str
    studies: int
    estimate: str
    interval: str
    level: int
    p: str
    includes_none: bool
    prediction: str
    model: str
    disagreement: str
    tau2: str
    forest: Drawn
    funnel: Drawn | None


@attrs.frozen
class Refusal:
    """Why there is no answer, as the statistics say it; empty if they are missing."""

    reason: str = ""


def has_statistics() -> bool:
    """Return whether the extra is installed."""
    return find_spec("numpy") is not None and find_spec("scipy") is not None


def pooled(rows: QuestionRows, choice: Choice, say: Language) -> Answer | Refusal:
    """Return the answer of rows that can be pooled."""
    return _asked("pool", rows, choice, say)


def with_trial(
    rows: QuestionRows, trial: Row, choice: Choice, say: Language
) -> Answer | Refusal:
    """Return the answer of rows and of a trial that nobody has done."""
    return _asked("pool_with", rows, trial, choice, say)


def _asked(name: str, *given: object) -> Answer | Refusal:
    if not has_statistics():
        return Refusal()
    ask: Callable[..., Answer | Refusal] = import_string(f"{POOLED}.{name}")
    return ask(*given)


def effects_of(rows: QuestionRows) -> list[tuple[float, float]] | None:
    """Return effect as printed and standard error of each row; None if there is none.

    The error is of the pooled scale: of the logarithm for a ratio.
    """
    if not has_statistics():
        return None
    look: Callable[[QuestionRows], list[tuple[float, float]]] = import_string(
        f"{POOLED}.effects_of"
    )
    return look(rows)


def findings_of(study: str) -> tuple[Finding, ...] | None:
    """Return what the detectors find odd in a study; None without the statistics."""
    return _looked("detected", study)


def why_moved(claim: str) -> tuple[Finding, ...] | None:
    """Return why the texts of a claim must be read again; None without statistics."""
    return _looked("moved", claim)


def _looked(name: str, about: str) -> tuple[Finding, ...] | None:
    if not has_statistics():
        return None
    look: Callable[[str], tuple[Finding, ...]] = import_string(f"{WATCHED}.{name}")
    return look(about)
