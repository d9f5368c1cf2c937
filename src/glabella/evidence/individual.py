"""Raw data of single people, as a trial publishes them: one row per person and visit.

The one public file of a trial of this toxin in bruxism has a trap of its own: rows of
different people that hold the same measurements.
Such rows are reported and kept; whoever analyses them decides, and says so.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import attrs

from glabella.core.errors import Finding, InputError
from glabella.evidence.csv_reader import CsvRow, CsvTable, read_csv


@attrs.frozen
class Layout:
    """Which columns of a file say who, when and which arm, and what is measured.

    `weeks` turns the words of the time column into weeks, `arms` the words of the arm
    column into arms; `together` are columns that no two people share in one visit.
    """

    person: str
    time: str
    arm: str
    weeks: Mapping[str, Decimal]
    arms: Mapping[str, str]
    together: tuple[str, ...]
    study: str


GUARDA_NARDINI = Layout(
    study="guarda2008",
    person="paz",
    time="tempo",
    arm="farmaco",
    weeks={
        "time 0": Decimal(0),
        "1 week": Decimal(1),
        "1 month": Decimal("4.35"),
        "6 months": Decimal(26),
    },
    arms={"botox": "bont", "sol_fisio": "placebo"},
    together=(
        *("LTA11", "RTA11", "LMM11", "RMM11"),
        *("LTA11c", "RTA11c", "LMM11c", "RMM11c"),
    ),
)
"""The file `botulinum.csv` of the R package permuter; EMG while clenching is together.

DM is pain when chewing and DR pain at rest: the published contrasts follow from them.
"""


@attrs.frozen
class Visit:
    """One person at one time: the arm, and the numbers by column."""

    line: int
    person: str
    week: Decimal
    arm: str
    values: Mapping[str, Decimal]


@attrs.frozen
class IndividualData:
    """The visits of a trial, and what is odd about them."""

    study: str
    visits: tuple[Visit, ...]
    findings: tuple[Finding, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """The people in order of appearance."""
        return tuple(dict.fromkeys(visit.person for visit in self.visits))

    @property
    def weeks(self) -> tuple[Decimal, ...]:
        """The times in order."""
        return tuple(sorted({visit.week for visit in self.visits}))

    def values(self, column: str, *, arm: str, week: Decimal) -> tuple[Decimal, ...]:
        """Return a column of one arm at one time, in the order of the people.

        Raises:
            InputError: If no visit has the column.
        """
        found = {
            visit.person: visit.values[column]
            for visit in self.visits
            if (visit.arm, visit.week) == (arm, week) and column in visit.values
        }
        if not found:
            raise InputError(
                f'has no "{column}" of arm "{arm}" in week {week}.',
                where=self.study,
                mending="Name a column, an arm and a week of the file.",
            )
        return tuple(found[person] for person in self.people if person in found)


def read_individual(path: Path, layout: Layout = GUARDA_NARDINI) -> IndividualData:
    """Return the visits of a file with findings.

    Raises:
        InputError: If a column that says who, when or which arm is absent.
    """
    table = read_csv(path)
    wanted = (layout.person, layout.time, layout.arm, *layout.together)
    missing = [column for column in wanted if column not in table.columns]
    if missing:
        raise InputError(
            f"lacks the columns {', '.join(missing)}.",
            where=table.file,
            mending="Give the raw data with their own column names.",
        )
    findings = list(table.findings)
    read = (_visit(row, table, layout, findings) for row in table.rows)
    visits = tuple(visit for visit in read if visit is not None)
    findings += _incomplete(visits, table.file)
    findings += _two_arms(visits, table.file)
    findings += _shared(visits, layout, table.file)
    return IndividualData(layout.study, visits, tuple(findings))


def _visit(
    row: CsvRow, table: CsvTable, layout: Layout, findings: list[Finding]
) -> Visit | None:
    week = layout.weeks.get(row.text(layout.time) or "")
    arm = layout.arms.get(row.text(layout.arm) or "")
    person = row.text(layout.person)
    if week is None or arm is None or person is None:
        law = "does not say who, when or which arm in the known words."
        findings.append(Finding(table.file, row.place, law, "Correct the row."))
        return None
    named = {layout.person, layout.time, layout.arm}
    numbers = {
        column: table.number(row, column, findings)
        for column in table.columns
        if column not in named
    }
    values = {key: number for key, number in numbers.items() if number is not None}
    return Visit(row.line, person, week, arm, values)


def _incomplete(visits: Iterable[Visit], file: str) -> Iterator[Finding]:
    """Yield the people who lack a visit, or have one twice."""
    seen: dict[str, list[Decimal]] = defaultdict(list)
    for visit in visits:
        seen[visit.person].append(visit.week)
    every = sorted({week for weeks in seen.values() for week in weeks})
    for person, weeks in seen.items():
        if sorted(weeks) != every:
            told = ", ".join(str(week) for week in sorted(weeks))
            law = f"has visits in weeks {told} only, or one of them twice."
            yield Finding(file, person, law, "See whether rows are missing.")


def _two_arms(visits: Iterable[Visit], file: str) -> Iterator[Finding]:
    arms: dict[str, set[str]] = defaultdict(set)
    for visit in visits:
        arms[visit.person].add(visit.arm)
    for person, found in arms.items():
        if len(found) > 1:
            law = f"is in the arms {', '.join(sorted(found))}."
            yield Finding(file, person, law, "A person has one arm.")


def _shared(visits: Iterable[Visit], layout: Layout, file: str) -> Iterator[Finding]:
    """Yield each pair of visits that hold the same measurements."""
    alike: dict[tuple[Decimal | None, ...], list[Visit]] = defaultdict(list)
    for visit in visits:
        key = tuple(visit.values.get(column) for column in layout.together)
        if None not in key:
            alike[key].append(visit)
    for group in alike.values():
        for first, second in pairwise(group):
            law = (
                f"{second.person} in week {second.week} has the same "
                f"{len(layout.together)} measurements as {first.person} in week "
                f"{first.week} (line {first.line})."
            )
            mending = "Ask where the row came from; analyse with and without it."
            yield Finding(file, f"line {second.line}", law, mending)
