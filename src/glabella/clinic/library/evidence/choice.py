"""What a reader chooses on a question's page, and the studies that this leaves.

A choice is the query of an address, so that whoever gets the address sees the same.
"""

from collections.abc import Iterator
from urllib.parse import urlencode

import attrs

from glabella.core.sources import Status
from glabella.evidence.library import Library
from glabella.evidence.outcomes import Scale
from glabella.evidence.questions import Counts, Effect, Means, QuestionRows, Row
from glabella.evidence.study import Estimand

MODELS = ("reml", "dl", "he", "hs", "sj", "ml", "eb", "pm", "ce", "mh", "peto")
OF_COUNTS_ONLY = ("mh", "peto")
INTERVALS = ("knha", "adhoc", "z")
RATIOS = (Scale.ODDS_RATIO, Scale.RISK_RATIO, Scale.RISK_DIFFERENCE)
DIFFERENCES = (Scale.MEAN_DIFFERENCE, Scale.STANDARDISED_DIFFERENCE)


@attrs.frozen
class Choice:
    """Which studies, and how they are pooled; the defaults are the house's own.

    Args:
        without: Ids of studies that are left out.
        recalled: Ids of studies whose recalled numbers are taken, by name.
        model: One of `MODELS`.
        interval: One of `INTERVALS`; empty takes the usual one of the model.
        measure: Value of a scale; empty takes that of the question.
        estimand: Which difference of scores is preferred; empty prefers none.
    """

    without: frozenset[str] = frozenset()
    recalled: frozenset[str] = frozenset()
    model: str = "reml"
    interval: str = ""
    measure: str = ""
    estimand: str = ""

    @property
    def is_usual(self) -> bool:
        """Whether nothing was chosen."""
        return self == Choice()

    def pairs(self) -> list[tuple[str, str]]:
        """Return what differs from the house's own, as a form would send it."""
        named = [("without", name) for name in sorted(self.without)]
        named += [("recalled", name) for name in sorted(self.recalled)]
        usual = Choice()
        for key in ("model", "interval", "measure", "estimand"):
            value = getattr(self, key)
            if value != getattr(usual, key):
                named.append((key, value))
        return named

    def query(self) -> str:
        """Return it as the end of an address, with its question mark; or nothing."""
        return f"?{urlencode(self.pairs())}" if self.pairs() else ""


@attrs.frozen
class Candidate:
    """A study that can be taken: its rows, and whether they are recalled only."""

    study: str
    label: str
    rows: tuple[Row, ...]
    is_recalled: bool


def candidates(
    library: Library, question: str, estimand: str = ""
) -> tuple[Candidate, ...]:
    """Return the studies with numbers, recalled ones included, each once."""
    preferred = Estimand(estimand) if estimand else None
    read = library.rows(question, estimand=preferred)
    every = library.rows(question, include_recalled=True, estimand=preferred)
    by_study: dict[str, list[Row]] = {}
    for row in (*read.rows, *every.rows):
        rows = by_study.setdefault(row.study, [])
        if row not in rows:
            rows.append(row)
    return tuple(
        Candidate(
            name,
            library.study(name).label,
            tuple(rows),
            all(row.status is Status.RECALLED for row in rows),
        )
        for name, rows in by_study.items()
    )


def chosen_rows(library: Library, question: str, choice: Choice) -> QuestionRows:
    """Return the rows of a question that a choice leaves.

    A recalled number counts only if its study is named; a study that pools another one
    gives way to it, so that nobody is counted twice.
    """
    preferred = Estimand(choice.estimand) if choice.estimand else None
    read = library.rows(question, estimand=preferred)
    rows = [
        row
        for each in candidates(library, question, choice.estimand)
        if each.study not in choice.without
        for row in each.rows
        if row.status is not Status.RECALLED or each.study in choice.recalled
    ]
    present = {row.study for row in rows}
    single = [row for row in rows if not present & set(library.study(row.study).parts)]
    return attrs.evolve(
        read,
        rows=tuple(single),
        unusable=tuple(each for each in read.unusable if each.study not in present),
        include_recalled=bool(choice.recalled),
    )


def scales_of(rows: tuple[Row, ...], usual: Scale) -> tuple[Scale, ...]:
    """Return the scales that all rows have numbers for; the question's own first."""
    possible = [set(_scales(row)) for row in rows] or [{usual}]
    common = set.intersection(*possible)
    return (usual, *(s for s in Scale if s in common and s is not usual))


def are_counts(rows: tuple[Row, ...]) -> bool:
    """Return whether all rows are fourfold tables."""
    return all(isinstance(row.data, Counts) for row in rows)


def _scales(row: Row) -> Iterator[Scale]:
    match row.data:
        case Counts():
            yield from RATIOS
        case Means():
            yield from DIFFERENCES
        case Effect(scale=scale):
            yield scale
