"""The report of a run: totals, and each row that does not simply come in."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import attrs

from glabella.clinic.imports.reading.sheets import Sheet, as_text
from glabella.clinic.imports.values import Finding, Judged, Twin


@attrs.frozen
class RowReport:
    """One row that needs a look, with its cells as they stand in the file."""

    line: int
    label: str
    cells: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    twins: tuple[Twin, ...] = ()
    may_be_another: bool = True
    may_be_same: bool = False
    is_bad: bool = False


@attrs.frozen
class Report:
    """What a dry run found.

    Args:
        rows: Those that need a look, in the order of the file.
    """

    header: tuple[str, ...]
    rows: tuple[RowReport, ...]

    @property
    def bad(self) -> list[RowReport]:
        """The rows that stay out until they are mended."""
        return [row for row in self.rows if row.is_bad]

    @property
    def twins(self) -> list[RowReport]:
        """The rows that may be on file already."""
        return [row for row in self.rows if row.twins and not row.is_bad]

    @property
    def noted(self) -> list[RowReport]:
        """The rows that come in, with something worth a look."""
        return [row for row in self.rows if row.findings and not row.is_bad]


def report_of(sheet: Sheet, judged: Iterable[Judged]) -> Report:
    """Return the report of rows that were judged."""
    cells = {row.line: tuple(map(as_text, row.cells)) for row in sheet.rows}
    rows = tuple(
        RowReport(
            line=one.line,
            label=one.label,
            cells=cells[one.line],
            findings=one.findings,
            twins=one.twins,
            may_be_another=one.may_be_another,
            may_be_same=one.may_be_same,
            is_bad=one.plan is None,
        )
        for one in judged
        if one.findings or one.twins
    )
    return Report(header=sheet.header, rows=rows)


def totals_of(judged: Iterable[Judged]) -> dict[str, Any]:
    """Return how many rows are good, bad, or perhaps on file; and of what they ail."""
    rows = list(judged)
    ails = Counter(
        finding.code for row in rows for finding in row.findings if finding.is_error
    )
    return {
        "rows": len(rows),
        "good": sum(row.is_good for row in rows),
        "bad": sum(row.plan is None for row in rows),
        "twins": sum(bool(row.twins) and row.plan is not None for row in rows),
        "ails": dict(ails.most_common()),
    }


def to_bytes(report: Report) -> bytes:
    """Return a report as a file."""
    return json.dumps(attrs.asdict(report), default=str, ensure_ascii=False).encode()


def from_bytes(content: bytes) -> Report:
    """Return the report that a file holds."""
    held = json.loads(content)
    rows = tuple(map(_row, held["rows"]))
    return Report(header=tuple(held["header"]), rows=rows)


def _row(held: Mapping[str, Any]) -> RowReport:
    findings = tuple(Finding(**finding) for finding in held["findings"])
    twins = tuple(map(_twin, held["twins"]))
    plain = {**held, "cells": tuple(held["cells"])}
    return RowReport(**{**plain, "findings": findings, "twins": twins})


def _twin(held: Mapping[str, Any]) -> Twin:
    patient = UUID(held["patient"]) if held["patient"] else None
    return Twin(why=held["why"], patient=patient, line=held["line"])
