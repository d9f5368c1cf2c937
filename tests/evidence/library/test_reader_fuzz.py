"""Whatever a file holds, a reader gives findings or refuses; it never breaks."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glabella.core.errors import Finding, InputError
from glabella.evidence.csv_reader import read_csv
from glabella.evidence.individual import read_individual
from glabella.evidence.library import load_with_findings
from glabella.evidence.metapsy import NUMBERS, REQUIRED, read_metapsy
from tests.evidence.library import builders as b

CELLS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["NA", "", "0", "-1", "1,5", "1e9", "1e400", "nan", '"', "Ã¼"]),
)
COLUMNS = (*REQUIRED, *NUMBERS)
ROWS = st.lists(
    st.lists(CELLS, min_size=len(COLUMNS), max_size=len(COLUMNS)), max_size=5
)

RELAXED = settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class Read(Protocol):
    """What a reader returns."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Its findings."""


def reported(read: Callable[[Path], Read], path: Path) -> str:
    """Return how a reader took a file; any other error fails the test."""
    try:
        found = read(path)
    except InputError:
        return "refusal"
    return "findings" if all(map(str, found.findings)) else "silence"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "metadata").mkdir()
    return tmp_path


@RELAXED
@given(text=st.text())
def test_any_text_is_a_table_or_is_refused(folder: Path, text: str) -> None:
    path = folder / "data.csv"
    path.write_bytes(text.encode("utf-8", errors="surrogatepass"))

    for read in (read_csv, read_individual):
        assert reported(read, path) in {"findings", "refusal"}


@RELAXED
@given(rows=ROWS, flow=st.text(max_size=30), number=CELLS)
def test_any_database_gives_findings_or_is_refused(
    folder: Path, rows: list[list[str]], flow: str, number: str
) -> None:
    lines = [";".join(cell.replace(";", "") for cell in row) for row in rows]
    text = "\n".join((";".join(COLUMNS), *lines))
    (folder / "data.csv").write_bytes(text.encode("utf-8", errors="surrogatepass"))
    beside = folder / "metadata"
    for name, content in (("search_flow.json", flow), ("number_studies.txt", number)):
        path = beside / name
        path.write_bytes(content.encode("utf-8", errors="surrogatepass"))

    assert reported(read_metapsy, folder) in {"findings", "refusal"}


VALUES = st.recursive(
    st.one_of(st.integers(), st.booleans(), st.text(max_size=6), st.floats()),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


@RELAXED
@given(value=VALUES, at=st.integers(0, 40))
def test_any_value_in_a_study_is_read_or_found(
    folder: Path, value: object, at: int
) -> None:
    """A value of another type is a finding with its place, not a fault of ours."""
    lines = b.STUDY.splitlines()
    keyed = [number for number, line in enumerate(lines) if " = " in line]
    number = keyed[at % len(keyed)]
    key = lines[number].partition(" = ")[0]
    lines[number] = f"{key} = {_toml(value)}"
    b.library_folder(folder, one="\n".join(lines))

    _, findings = load_with_findings(folder)

    assert all(isinstance(each, Finding) for each in findings)


def _toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return "'''" + value.replace("'", "").replace("\r", "") + "'''"
        case list():
            return "[" + ", ".join(_toml(each) for each in value) + "]"
        case _:
            return repr(value)
