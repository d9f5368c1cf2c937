"""A table of studies in a CSV file, as the detectors read it.

Columns are those of `glabella pool`: `study`, and `events1 n1 events2 n2` or
`n1 mean1 sd1 n2 mean2 sd2`, group 1 treated; beside them, where there are any,
`effect` (a standardised difference with the sign of mean1 minus mean2), `week`,
`instrument`, `percent1 percent2`, `baseline_sd1 baseline_sd2`.
"""

from collections.abc import Iterator
from decimal import Decimal

from glabella.core.errors import Finding, InputError
from glabella.evidence.csv_reader import CsvRow, CsvTable
from glabella.evidence.printed import PrintedArm, PrintedPair


def csv_pairs(table: CsvTable, findings: list[Finding]) -> Iterator[PrintedPair]:
    """Yield the rows of a table; text in a number is a finding.

    Raises:
        InputError: If the table names no study.
    """
    if "study" not in table.columns:
        raise InputError(
            'has no column "study".',
            where=table.file,
            mending="Give one line for each study, with its name.",
        )
    for row in table.rows:
        yield PrintedPair(
            file=table.file,
            place=row.place,
            study=row.text("study") or row.place,
            instrument=row.text("instrument") or "",
            week=table.number(row, "week", findings),
            first=_arm(table, row, 1, findings),
            second=_arm(table, row, 2, findings),
            effect=_effect(table, row, findings),
        )


def _arm(
    table: CsvTable, row: CsvRow, group: int, findings: list[Finding]
) -> PrintedArm:
    def at(name: str) -> Decimal | None:
        return table.number(row, f"{name}{group}", findings)

    people, events = at("n"), at("events")
    return PrintedArm(
        n=people,
        mean=at("mean"),
        sd=at("sd"),
        events=events,
        total=None if events is None else people,
        percent=at("percent"),
        baseline_sd=at("baseline_sd"),
    )


def _effect(table: CsvTable, row: CsvRow, findings: list[Finding]) -> Decimal | None:
    """Return the printed effect where means stand beside it; else it is no SMD."""
    if "mean1" not in table.columns:
        return None
    return table.number(row, "effect", findings)
