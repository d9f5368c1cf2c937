"""Reading a database in the Metapsy format, with every known trap found and reported.

The format: one line for each comparison of two arms, semicolons between cells, decimal
commas, NA for missing; beside it a folder `metadata`.
A trap is reported with its row; nothing is mended silently.
Source of the format: the public repository metapsy-project/data-depression-psiloctr,
its table and its metadata/variable_description.json, read on 2026-11-21.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import Enum
from pathlib import Path

import attrs

from glabella.core.errors import Finding, InputError
from glabella.evidence.csv_reader import CsvRow, CsvTable, read_csv
from glabella.evidence.detectors import all_findings
from glabella.evidence.metapsy_metadata import Metadata, read_metadata
from glabella.evidence.mojibake import mended
from glabella.evidence.printed import PrintedArm, PrintedPair

REQUIRED = (
    "study",
    "condition_arm1",
    "condition_arm2",
    "outcome_type",
    "instrument",
    ".id",
)

NUMBERS = (
    *("n_arm1", "mean_arm1", "sd_arm1", "n_arm2", "mean_arm2", "sd_arm2"),
    *("n_change_arm1", "mean_change_arm1", "sd_change_arm1"),
    *("n_change_arm2", "mean_change_arm2", "sd_change_arm2"),
    *("event_arm1", "totaln_arm1", "event_arm2", "totaln_arm2"),
    *("baseline_m_arm1", "baseline_sd_arm1", "baseline_n_arm1"),
    *("baseline_m_arm2", "baseline_sd_arm2", "baseline_n_arm2"),
    *("time_weeks", "year", ".g", ".g_se", ".log_rr", ".log_rr_se"),
    *(".event_arm1", ".event_arm2", ".totaln_arm1", ".totaln_arm2"),
)

MISSING_ID = frozenset({"", "NA"})


class SignRule(Enum):
    """How the sign of a database's effects relates to its means."""

    AS_MEANS = "as_means"
    """The effect has the sign of the first mean minus the second."""
    TURNED = "turned"
    """The effect has the opposite sign, so that a benefit is positive."""
    UNKNOWN = "unknown"
    """No line has both means and an effect."""


@attrs.frozen
class MetapsyRow:
    """One comparison: its line, texts by column, and exact numbers by column."""

    line: int
    texts: Mapping[str, str | None]
    numbers: Mapping[str, Decimal | None]

    @property
    def place(self) -> str:
        """How a person finds the row."""
        return f"line {self.line}"

    def text(self, column: str) -> str:
        """Return a cell as text; empty if it is not given."""
        return self.texts.get(column) or ""


@attrs.frozen
class MetapsyDatabase:
    """A database as read: rows, metadata, sign rule, and all findings."""

    name: str
    file: str
    rows: tuple[MetapsyRow, ...]
    metadata: Metadata
    sign: SignRule
    decimal_comma: bool
    findings: tuple[Finding, ...]

    @property
    def studies(self) -> tuple[str, ...]:
        """The names of the studies in order of appearance."""
        return tuple(dict.fromkeys(row.text("study") for row in self.rows))


class MixedDatabasesError(InputError):
    """Databases whose effects count in opposite directions."""


def read_metapsy(folder: Path) -> MetapsyDatabase:
    """Return a database; raise InputError if it has no table of the format."""
    table = read_csv(folder / "data.csv")
    missing = [column for column in REQUIRED if column not in table.columns]
    if missing:
        raise InputError(
            f"lacks the columns {', '.join(missing)}.",
            where=table.file,
            mending="Give a table in the Metapsy format.",
        )
    findings = list(table.findings)
    rows = tuple(_row(row, table, findings) for row in table.rows)
    metadata = read_metadata(folder / "metadata", findings)
    sign = _sign_rule(rows)
    database = MetapsyDatabase(
        name=metadata.shorthand or folder.name,
        file=table.file,
        rows=rows,
        metadata=metadata,
        sign=sign,
        decimal_comma=table.decimal_comma,
        findings=(),
    )
    findings += _traps(database)
    findings += all_findings(printed_pairs(database))
    return attrs.evolve(database, findings=tuple(findings))


def common_sign(databases: Iterable[MetapsyDatabase]) -> SignRule:
    """Return the sign rule that all databases share.

    Raises:
        MixedDatabasesError: If they count in opposite directions.
    """
    every = list(databases)
    known = {each.sign for each in every if each.sign is not SignRule.UNKNOWN}
    if len(known) > 1:
        told = "; ".join(f"{each.name}: {each.sign.value}" for each in every)
        raise MixedDatabasesError(
            f"the effects count in opposite directions ({told}).",
            mending="Turn the effects of one database round before both are used.",
        )
    return known.pop() if known else SignRule.UNKNOWN


def _row(row: CsvRow, table: CsvTable, findings: list[Finding]) -> MetapsyRow:
    numbers = {
        column: table.number(row, column, findings)
        for column in NUMBERS
        if column in table.columns
    }
    texts = {
        column: row.text(column) for column in table.columns if column not in numbers
    }
    return MetapsyRow(row.line, texts, numbers)


def _sign_rule(rows: Iterable[MetapsyRow]) -> SignRule:
    """Return the rule that most lines follow."""
    votes = Counter(same for row in rows if (same := _same_sign(row)) is not None)
    if not votes:
        return SignRule.UNKNOWN
    return SignRule.AS_MEANS if votes[True] >= votes[False] else SignRule.TURNED


def _same_sign(row: MetapsyRow) -> bool | None:
    """Return whether effect and means agree in sign; None if either is missing or 0."""
    effect = row.numbers.get(".g")
    for first, second in (
        ("mean_arm1", "mean_arm2"),
        ("mean_change_arm1", "mean_change_arm2"),
    ):
        one, other = row.numbers.get(first), row.numbers.get(second)
        if effect and one is not None and other is not None and one != other:
            return (effect > 0) == (one > other)
    return None


def _traps(database: MetapsyDatabase) -> Iterator[Finding]:
    if not database.decimal_comma:
        law = "has commas between cells and decimal points."
        yield Finding(
            database.file, "file", law, "The format wants semicolons and commas."
        )
    yield from _identifiers(database)
    yield from _signs(database)
    yield from _garbled(database)
    yield from _study_counts(database)


def _identifiers(database: MetapsyDatabase) -> Iterator[Finding]:
    counts = Counter(row.text(".id") for row in database.rows)
    for row in database.rows:
        name = row.text(".id")
        if name in MISSING_ID:
            law = 'has no .id; the text "NA" identifies nothing.'
            yield Finding(database.file, row.place, law, "Give each row its own .id.")
        elif counts[name] > 1:
            law = f'shares the .id "{name}" with another row.'
            yield Finding(database.file, row.place, law, "Give each row its own .id.")


def _signs(database: MetapsyDatabase) -> Iterator[Finding]:
    """Yield the rows whose effect points against the rule of their database."""
    wanted = database.sign is SignRule.AS_MEANS
    for row in database.rows:
        same = _same_sign(row)
        if same is not None and same is not wanted:
            law = (
                f"has the effect {row.numbers['.g']}, against the sign rule of its "
                f"database ({database.sign.value})."
            )
            yield Finding(database.file, row.place, law, "Turn it round, or say why.")


def _garbled(database: MetapsyDatabase) -> Iterator[Finding]:
    for row in database.rows:
        for column, cell in row.texts.items():
            if cell is not None and (meant := mended(cell)) is not None:
                place = f"{row.place}, column {column}"
                law = "holds letters that were encoded twice."
                yield Finding(database.file, place, law, f'It meant "{meant[:60]}".')


def _study_counts(database: MetapsyDatabase) -> Iterator[Finding]:
    """Yield where the metadata count other studies than the table holds."""
    held = len(database.studies)
    told = {
        "number_studies.txt": database.metadata.number_studies,
        "search_flow.json": database.metadata.flow.included,
    }
    for file, number in told.items():
        if number is not None and number != held:
            law = f"says {number} studies, and the table holds {held}."
            yield Finding(f"metadata/{file}", "file", law, "Count again.")


def printed_pairs(database: MetapsyDatabase) -> Iterator[PrintedPair]:
    """Yield the rows as the detectors read them: end points, changes or counts."""
    sign = -1 if database.sign is SignRule.TURNED else 1
    for row in database.rows:
        names = tuple(
            "/".join(
                part
                for part in (row.text(f"condition_{arm}"), row.text(f"multi_{arm}"))
                if part
            )
            for arm in ("arm1", "arm2")
        )
        yield PrintedPair(
            file=database.file,
            place=row.place,
            study=row.text("study"),
            instrument=f"{row.text('instrument')} {row.text('outcome_type')}".strip(),
            week=row.numbers.get("time_weeks"),
            first=_printed_arm(row, "arm1"),
            second=_printed_arm(row, "arm2"),
            names=(names[0], names[1]),
            effect=row.numbers.get(".g"),
            sign=sign,
        )


def _printed_arm(row: MetapsyRow, arm: str) -> PrintedArm:
    at = row.numbers.get
    kind = "_change" if at(f"mean_{arm}") is None else ""
    return PrintedArm(
        n=at(f"n{kind}_{arm}"),
        mean=at(f"mean{kind}_{arm}"),
        sd=at(f"sd{kind}_{arm}"),
        events=at(f"event_{arm}"),
        total=at(f"totaln_{arm}"),
        baseline_sd=at(f"baseline_sd_{arm}"),
    )
