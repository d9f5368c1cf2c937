"""What the pages of an import show of a run, put together for their templates."""

from collections.abc import Iterable
from typing import Any

import attrs
from django.core.paginator import Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from glabella.clinic.imports import queries, words
from glabella.clinic.imports.forms import ENCODING
from glabella.clinic.imports.models import Run
from glabella.clinic.imports.obstacles import Obstacle
from glabella.clinic.imports.reading.sheets import Sheet
from glabella.clinic.imports.report import Report, RowReport
from glabella.clinic.imports.values import ANOTHER, SAME, SKIP, Twin

PAGE_SIZE = 25
SLOW_FROM = 500  # rows; from then on others notice that they have to wait
MOST_TWINS = 200  # with a choice of their own on one page; the others share one
DELIMITERS = {
    ";": gettext_lazy("semicolon"),
    ",": gettext_lazy("comma"),
    "\t": gettext_lazy("tabulator"),
    "|": gettext_lazy("vertical bar"),
}
STATES = {
    "uploaded": gettext_lazy("uploaded"),
    "tried": gettext_lazy("tried, not imported"),
    "imported": gettext_lazy("imported"),
    "undone": gettext_lazy("undone"),
    "given_up": gettext_lazy("given up"),
}


def state_of(run: Run) -> tuple[str, Promise]:
    """Return where a run stands: a code and its word."""
    if run.undone_at is not None:
        code = "undone"
    elif run.imported_at is not None:
        code = "imported"
    elif run.closed_at is not None:
        code = "given_up"
    else:
        code = "tried" if run.report else "uploaded"
    return code, STATES[code]


def columns_page(run: Run, sheet: Sheet) -> dict[str, Any]:
    """Return what the page of the columns shows beside its form."""
    return {
        "kind": words.KINDS[run.kind],
        "sheet": sheet,
        "encoding": ENCODING.get(sheet.encoding, ""),
        "delimiter": DELIMITERS.get(sheet.delimiter, sheet.delimiter),
        "mappings": queries.mappings_of(run.kind),
        "steps": steps_of(run),
    }


def steps_of(run: Run) -> list[dict[str, Any]]:
    """Return the way of a run, and how far it has come."""
    code, _word = state_of(run)
    at = {"uploaded": 1, "tried": 3}.get(code, 4)
    labels = (_("File"), _("Columns"), _("Dry run"), _("Import"))
    states = ["done" if place < at else "todo" for place in range(len(labels))]
    if at < len(labels):
        states[at] = "next"
    return [
        {"label": label, "state": state}
        for label, state in zip(labels, states, strict=True)
    ]


def run_page(run: Run, report: Report | None, *, page: str | None) -> dict[str, Any]:
    """Return what the page of a run shows."""
    code, word = state_of(run)
    rows = report or Report(header=(), rows=())
    twins = rows.twins[:MOST_TWINS]
    named = queries.cards_named(twins)
    found = Paginator(rows.bad, PAGE_SIZE).get_page(page)
    return {
        "state": code,
        "state_word": word,
        "kind": words.KINDS[run.kind],
        "steps": steps_of(run),
        "totals": run.report,
        "ails": _ails(run.report.get("ails", {})),
        "page": found,
        "bad": [_row(row) for row in found],
        "noted": [_row(row) for row in rows.noted[:PAGE_SIZE]],
        "noted_more": max(0, len(rows.noted) - PAGE_SIZE),
        "twins": [_twin_row(row, named) for row in twins],
        "twins_more": max(0, len(rows.twins) - MOST_TWINS),
        "has_rest": bool(rows.bad or rows.twins),
        "has_files": report is not None,
        "cards": named,
        "is_slow": run.report.get("good", 0) >= SLOW_FROM,
    }


def _ails(ails: dict[str, int]) -> list[tuple[str, int]]:
    """Return what rows suffer from, without the particulars of each."""
    return [(words.in_general(code), count) for code, count in ails.items()]


def _row(row: RowReport) -> dict[str, Any]:
    findings = [
        {
            "column": one.column,
            "value": one.value,
            "what": words.what(one),
            "mending": words.mending(one),
            "is_error": one.is_error,
        }
        for one in row.findings
    ]
    return {"line": row.line, "label": row.label, "findings": findings}


def _twin_row(row: RowReport, named: Any) -> dict[str, Any]:  # noqa: ANN401 cards by id
    twins = [_twin(twin, named) for twin in row.twins]
    choices = [(SKIP, _("leave the row out"))]
    if row.may_be_same:
        choices += [
            (f"{SAME}{one['card'].id}", _same_words(one))
            for one in twins
            if one["card"]
        ]
    if row.may_be_another:
        choices.append((ANOTHER, _("another one: bring it in")))
    return {"line": row.line, "label": row.label, "twins": twins, "choices": choices}


def _twin(twin: Twin, named: Any) -> dict[str, Any]:  # noqa: ANN401 cards by id
    return {
        "card": named.get(twin.patient),
        "line": twin.line,
        "why": words.TWINS[twin.why],
    }


def _same_words(one: dict[str, Any]) -> str:
    card = one["card"]
    name = {"family": card.family_name, "given": card.given_names}
    return _("the same person: %(family)s, %(given)s") % name


def mending_of(row: RowReport) -> str:
    """Return all that is to be mended in a row, in one cell."""
    found = [words.sentence(one) for one in row.findings if one.is_error]
    found += [str(words.TWINS[twin.why]) for twin in row.twins]
    return " ".join(found)


def to_mend(run: Run, report: Report) -> Report:
    """Return the rows to hand out: the bad ones; after an import all left out."""
    if run.imported_at is not None:
        return report
    return attrs.evolve(report, rows=tuple(report.bad))


def obstacles_page(found: Iterable[Obstacle]) -> dict[str, Any]:
    """Return what the page of an undo shows."""
    rows = list(found)
    cards = [row.patient for row in rows if row.patient is not None]
    words_of = {
        "changed": _("was changed since"),
        "gone": _("is no longer there"),
        "referred_to": _("is referred to"),
    }
    return {
        "obstacles": [
            {
                "line": row.line,
                "table": words.TABLES.get(row.table, row.table),
                "why": words_of[row.why],
                "by": words.TABLES.get(row.by_table, row.by_table),
                "patient": row.patient,
            }
            for row in rows[:PAGE_SIZE]
        ],
        "more": max(0, len(rows) - PAGE_SIZE),
        "cards": cards[:PAGE_SIZE],
    }
