"""A table as text: exact numbers, and a place for each mistake."""

from decimal import Decimal
from pathlib import Path

import pytest

from glabella.core.errors import Finding, InputError
from glabella.evidence import csv_reader
from glabella.evidence.csv_reader import as_number, read_csv


def written(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_text(text, "utf-8")
    return path


def test_semicolons_go_with_decimal_commas(tmp_path: Path) -> None:
    table = read_csv(written(tmp_path, "study;mean\nA;1,50\n"))
    findings: list[Finding] = []

    number = table.number(table.rows[0], "mean", findings)

    assert (table.decimal_comma, str(number), findings) == (True, "1.50", [])


def test_commas_go_with_decimal_points(tmp_path: Path) -> None:
    table = read_csv(written(tmp_path, "\ufeffstudy,mean\nA,1.50\n"))

    assert (table.columns, table.decimal_comma) == (("study", "mean"), False)
    assert table.number(table.rows[0], "mean", []) == Decimal("1.50")


def test_text_in_a_number_is_a_finding_with_its_place(tmp_path: Path) -> None:
    table = read_csv(written(tmp_path, "study,mean\nA,NA\nB,many\n"))
    findings: list[Finding] = []

    numbers = [table.number(row, "mean", findings) for row in table.rows]

    assert numbers == [None, None]
    assert findings == [
        Finding(
            file="table.csv",
            place="line 3, column mean",
            law='has "many", which is no number.',
            mending="Give the number, or NA.",
        )
    ]


@pytest.mark.parametrize("text", ["", "1,5", "inf", "nan", "1e", "1e31", "1e-31"])
def test_what_is_no_finite_number_is_none(text: str) -> None:
    assert as_number(text, decimal_comma=False) is None


def test_a_row_of_another_length_is_left_out_and_said(tmp_path: Path) -> None:
    table = read_csv(written(tmp_path, "study,mean\nA,1,2\n\nB,3\n"))

    assert [row.text("study") for row in table.rows] == ["B"]
    assert [each.place for each in table.findings] == ["line 2"]


def test_an_absent_column_holds_nothing(tmp_path: Path) -> None:
    table = read_csv(written(tmp_path, "study\nA\n"))

    assert table.rows[0].text("mean") is None


@pytest.mark.parametrize("text", ["", "study,study\nA,B\n", ";\n1;2\n"])
def test_a_file_without_a_head_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="no line of column names"):
        read_csv(written(tmp_path, text))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_csv(tmp_path / "gone.csv")


def test_a_file_that_is_no_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"study\n\xff\n")

    with pytest.raises(InputError, match="cannot be read"):
        read_csv(path)


def test_a_huge_file_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_reader, "MOST_BYTES", 8)

    with pytest.raises(InputError, match="more than 8 bytes"):
        read_csv(written(tmp_path, "study,mean\n"))
