"""What can be taken away of a question: a table, a Metapsy database, references.

The table is one that `glabella pool` reads, so that others can check the answer.
"""

import csv
import io
from collections.abc import Iterable, Iterator

import attrs

from glabella.clinic.library.evidence.answer import effects_of
from glabella.evidence.bibliography import Publication
from glabella.evidence.library import Library
from glabella.evidence.metapsy_writer import metapsy_csv
from glabella.evidence.questions import Counts, Effect, Means, QuestionRows, Row

Cells = dict[str, object]


def question_csv(rows: QuestionRows) -> str:
    """Return the rows of a question as comma-separated text with a line of names.

    Counts and means stand as they are. Where a study prints an effect, all are given
    as effects with their standard error (of the logarithm for a ratio).
    """
    tables = [_about(row) | cells for row, cells in _numbers(rows)]
    head = list(dict.fromkeys(name for cells in tables for name in cells))
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, head or ["study"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(tables)
    return buffer.getvalue()


def _about(row: Row) -> Cells:
    return {
        "study": row.label,
        "outcome": row.outcome,
        "week": row.week,
        "estimand": row.estimand.value if row.estimand else None,
        "status": row.status.value,
        "sources": ", ".join(row.publications),
        "places": "; ".join(row.places),
    }


def _numbers(rows: QuestionRows) -> Iterator[tuple[Row, Cells]]:
    kinds = {type(row.data) for row in rows.rows}
    computed = effects_of(rows) if len(kinds) > 1 or Effect in kinds else None
    for at, row in enumerate(rows.rows):
        if computed is None:
            yield row, _printed(row)
        else:
            effect, error = computed[at]
            yield row, {"effect": effect, "se": error}


def _printed(row: Row) -> Cells:
    match row.data:
        case Counts(a, n1, c, n2):
            return {"events1": a, "n1": n1, "events2": c, "n2": n2}
        case Means(n1, mean1, sd1, n2, mean2, sd2):
            first: Cells = {"n1": n1, "mean1": mean1, "sd1": sd1}
            return first | {"n2": n2, "mean2": mean2, "sd2": sd2}
        case Effect() as told:
            ends: Cells = {"low": told.low, "high": told.high}
            return {"effect": told.value, "se": told.se} | ends


def question_metapsy(library: Library, rows: QuestionRows) -> str:
    """Return the studies of a question as a Metapsy table, unusable ones included."""
    names = _studies(rows)
    held = {name: one for name, one in library.studies.items() if name in names}
    return metapsy_csv(attrs.evolve(library, studies=held))


def publications_of(library: Library, rows: QuestionRows) -> Iterable[Publication]:
    """Return the publications that the studies of a question rest on."""
    names = _studies(rows)
    cited = [
        name
        for study in library.studies.values()
        if study.id in names
        for name in study.publications
    ]
    known = library.publications
    return [known[name] for name in dict.fromkeys(cited) if name in known]


def _studies(rows: QuestionRows) -> frozenset[str]:
    unusable = (each.study for each in rows.unusable)
    return frozenset((*(row.study for row in rows.rows), *unusable))
