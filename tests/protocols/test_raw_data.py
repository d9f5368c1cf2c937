"""The data files as tables, and a memory that is never trusted without its key."""

import hashlib
from decimal import Decimal
from pathlib import Path

import pytest
import simplejson
from hypothesis import given
from hypothesis import strategies as st

from glabella.core.errors import Finding
from glabella.core.tables import Table
from glabella.protocols.raw_data import KEPT_CACHES, RawData, read_raw

TEXT = """\
exact = 1.50
whole = 3
day = 2026-03-31
at = 2026-03-31T08:30:00
clock = 08:30:00
list = [{ of = 2026-03-31 }, 0.10]
[table]
yes = true
"""

TABLES = {
    "exact": Decimal("1.50"),
    "whole": 3,
    "day": "2026-03-31",
    "at": "2026-03-31T08:30:00",
    "clock": "08:30:00",
    "list": [{"of": "2026-03-31"}, Decimal("0.10")],
    "table": {"yes": True},
}


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the cache, which is not that of a real home."""
    home = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    return home / "glabella"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return written(tmp_path / "data", {"b.toml": TEXT, "a/c.toml": "x = 1"})


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def only_file(folder: Path) -> Path:
    [path] = folder.iterdir()
    return path


def shown(value: object) -> str:
    """Return the value with its trailing zeros: 1.50 is not 1.5 on paper."""
    return repr(value)


# ---- reading ------------------------------------------------------------------------


def test_every_toml_file_is_read_with_its_digest(data: Path) -> None:
    written(data, {"notes.txt": "no table"})

    raw = read_raw(data)

    assert raw == RawData(
        {"a/c.toml": {"x": 1}, "b.toml": TABLES},
        {
            "a/c.toml": hashlib.sha256(b"x = 1").hexdigest(),
            "b.toml": hashlib.sha256(TEXT.encode()).hexdigest(),
        },
        (),
    )
    assert raw.below("a/") == [("a/c.toml", {"x": 1})]
    assert [name for name, _ in raw.below("")] == ["a/c.toml", "b.toml"]


def test_all_files_that_cannot_be_read_are_named(data: Path) -> None:
    (data / "latin.toml").write_bytes("ä = 1".encode("latin-1"))
    written(data, {"torn.toml": "x = 1\nx = 2"})

    raw = read_raw(data)

    assert [
        (finding.file, finding.place, finding.law.split(":")[0], finding.mending)
        for finding in raw.findings
    ] == [
        ("latin.toml", "file", "is no UTF-8", "Save as UTF-8."),
        ("torn.toml", "file", "is no TOML", "Correct the line."),
    ]
    assert (raw.files["latin.toml"], raw.files["torn.toml"]) == ({}, {})
    assert raw.files["b.toml"] == TABLES


@pytest.mark.parametrize("word", ["nan", "inf", "-inf"])
def test_what_is_no_number_is_kept_as_a_word_and_found(data: Path, word: str) -> None:
    """Twice: what the cache gives back must be found just as well."""
    written(data, {"b.toml": f"x = {word}"})

    for _ in range(2):
        findings: list[Finding] = []
        table = Table(
            read_raw(data).files["b.toml"],
            file="b.toml",
            place="file",
            findings=findings,
        )
        table.decimal("x")
        [found] = findings
        assert found.mending == "Write digits only."


# ---- the cache ----------------------------------------------------------------------


def test_the_second_reading_gives_the_same_from_the_cache(
    data: Path, cache: Path
) -> None:
    first = read_raw(data)
    path = only_file(cache)
    written_at = path.stat().st_mtime_ns

    second = read_raw(data)

    assert shown(second) == shown(first)
    assert path.stat().st_mtime_ns == written_at


def test_the_cache_is_what_is_read(data: Path, cache: Path) -> None:
    """Shown by a cache that says something else under the right key."""
    read_raw(data)
    path = only_file(cache)
    stored = simplejson.loads(path.read_text("utf-8"))
    path.write_text(simplejson.dumps({**stored, "files": {"x.toml": {}}}), "utf-8")

    assert read_raw(data).files == {"x.toml": {}}


@pytest.mark.parametrize(
    ("name", "text"),
    [("b.toml", "x = 2"), ("d.toml", "x = 1"), ("a/c.toml", "x = 1 ")],
)
def test_any_change_of_any_file_makes_another_key(
    data: Path, cache: Path, name: str, text: str
) -> None:
    read_raw(data)
    written(data, {name: text})

    raw = read_raw(data)

    assert raw.files[name] == {"x": int(text.split("=")[1])}
    assert len(list(cache.iterdir())) == 2


def test_the_same_bytes_under_another_name_are_other_data(data: Path) -> None:
    read_raw(data)
    (data / "b.toml").rename(data / "z.toml")

    assert read_raw(data).files == {"a/c.toml": {"x": 1}, "z.toml": TABLES}


def damaged(key: str) -> dict[str, bytes]:
    """Return caches that must be ignored, by what is wrong with them."""
    foreign = {"key": "0" * 64, "files": {}}
    return {
        "empty": b"",
        "torn": b'{"key": "' + key.encode(),
        "no text": b"\xff\xfe\x00",
        "no table": b"[1, 2]",
        "foreign": simplejson.dumps(foreign).encode(),
        "without key": b'{"files": {}}',
        "without files": simplejson.dumps({"key": key}).encode(),
        "files are none": simplejson.dumps({"key": key, "files": [1]}).encode(),
        "no number": simplejson.dumps({"key": key})[:-1].encode()
        + b', "files": {"b.toml": {"x": NaN}}}',
    }


@pytest.mark.parametrize("damage", damaged(""))
def test_a_damaged_or_foreign_cache_is_ignored_and_replaced(
    data: Path, cache: Path, damage: str
) -> None:
    whole = read_raw(data)
    path = only_file(cache)
    sound = path.read_bytes()
    key = simplejson.loads(sound)["key"]
    path.write_bytes(damaged(key)[damage])

    again = read_raw(data)

    assert shown(again) == shown(whole)
    assert path.read_bytes() == sound


def test_a_folder_with_findings_is_not_remembered(data: Path, cache: Path) -> None:
    written(data, {"torn.toml": "x ="})

    assert [read_raw(data).findings == () for _ in range(2)] == [False, False]
    assert not cache.exists()


def test_a_cache_that_cannot_be_written_is_no_error(data: Path, cache: Path) -> None:
    cache.parent.write_text("a file where the folder should be", "utf-8")

    assert read_raw(data).files["b.toml"] == TABLES


def test_a_person_without_a_home_has_no_cache(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "~")  # what the shell has when nobody knows a home

    assert read_raw(data).files["b.toml"] == TABLES


def test_without_a_wish_the_cache_lies_in_the_home(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path))

    read_raw(data)

    assert only_file(tmp_path / ".cache" / "glabella").name.startswith("data-")


def test_no_half_written_file_is_left(data: Path, cache: Path) -> None:
    read_raw(data)

    assert only_file(cache).suffix == ".json"


@given(
    number=st.decimals(allow_nan=False, allow_infinity=False, places=3)
    | st.decimals(allow_nan=False, allow_infinity=False, max_value=9, min_value=0)
)
def test_the_cache_keeps_every_digit(
    tmp_path_factory: pytest.TempPathFactory, number: Decimal
) -> None:
    text = f"x = {number:E}".replace("E", "e")
    data = written(tmp_path_factory.mktemp("digits"), {"a.toml": text})

    first, second = (read_raw(data).files["a.toml"]["x"] for _ in range(2))

    assert (first, str(second)) == (number, str(first))


def test_only_the_newest_caches_are_kept(data: Path, cache: Path) -> None:
    for number in range(KEPT_CACHES + 2):
        (data / "b.toml").write_text(f"x = {number}\n", "utf-8")
        read_raw(data)

    assert len(list(cache.glob("data-*.json"))) == KEPT_CACHES
