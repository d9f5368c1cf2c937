"""A backup made during writes becomes a home that proves itself; nothing else does."""

import gzip
import tarfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.web.operations.homes import Home, new_home
from tests.web.operations.saving import HANDS, Saving, names, whole_patients
from tests.web.operations.serving import server

PHRASE = "a phrase that nobody guesses\n"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "today.glabella"


@pytest.fixture
def restored(tmp_path: Path) -> Home:
    return new_home(tmp_path / "restored")


def restore(file: Path, into: Home, *words: object) -> tuple[int, str]:
    result = into.run("restore", file, "--into", into.folder, *words)
    return result.code, result.err


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_backup_during_writes_is_restored_to_a_state_that_verifies(
    home: Home, target: Path, restored: Home
) -> None:
    wanted = list(names())[:80]
    with server(home, "--quiet") as running, ThreadPoolExecutor(HANDS + 1) as pool:
        saving = Saving(running.port, enough_after=20)
        saved = [pool.submit(saving.save, name) for name in wanted]
        saving.enough.wait(timeout=120)
        before = set(saving.acknowledged)
        made = home.run("backup", target, "--json")
        assert all(one.result() for one in saved)
    result = restored.run(
        *("restore", target, "--into", restored.folder, "--json"),
        *("--keys", home.folder / "keys"),
    )

    assert (made.code, result.code, result.json["proved"]) == (0, 0, True)
    there, whole = whole_patients(restored)
    assert (there - whole, before - there, there <= set(wanted)) == (set(), set(), True)
    verified = restored.run("verify", "--json")
    assert (verified.code, verified.json["head"]) == (0, made.json["sequence"])


def test_restored_home_can_be_served_and_backed_up_again(
    home: Home, target: Path, restored: Home, tmp_path: Path
) -> None:
    home.run("backup", target, "--with-keys")

    assert restore(target, restored) == (0, "")
    assert restored.run("migrate", "--check").code == 0
    assert restored.run("backup", tmp_path / "again.glabella").code == 0
    assert restored.run("verify").code == 0


def test_what_was_proved_is_said(home: Home, target: Path, restored: Home) -> None:
    made = home.run("backup", target, "--with-keys")

    result = restored.run("restore", target, "--into", restored.folder)

    assert "keys inside" in made.out
    lines = result.out.splitlines()
    assert [line[:8] for line in lines[:-1]] == ["proved  "] * 7
    assert lines[-1] == f"Restored and proved: {restored.folder}"


def test_files_of_a_home_come_along_and_are_private(
    home: Home, target: Path, restored: Home
) -> None:
    (home.folder / "files" / "ab").mkdir(parents=True)
    (home.folder / "files" / "ab" / "letter").write_bytes(b"sealed letter")
    (home.folder / "files" / ".half").write_bytes(b"being written")

    made = home.run("backup", target, "--with-keys")
    code, _ = restore(target, restored)

    files = [path for path in (restored.folder / "files").rglob("*") if path.is_file()]
    assert "1 files" in made.out
    assert (code, [path.read_bytes() for path in files]) == (0, [b"sealed letter"])
    open_to_others = [
        str(path)
        for path in (target, *restored.folder.rglob("*"))
        if path.stat().st_mode & 0o077
    ]
    assert open_to_others == []


def test_sealed_backup_needs_its_passphrase(
    home: Home, target: Path, restored: Home, tmp_path: Path
) -> None:
    phrase, wrong = tmp_path / "phrase", tmp_path / "wrong"
    phrase.write_text(PHRASE)
    wrong.write_text("another phrase\n")

    made = home.run("backup", target, "--with-keys", "--passphrase-file", phrase)

    assert (made.code, "\n  encrypted\n" in made.out) == (0, True)
    assert b"Example" not in target.read_bytes()
    assert restore(target, restored)[0] == 2
    assert restore(target, restored, "--passphrase-file", wrong)[0] == 2
    assert not restored.folder.exists()
    assert restore(target, restored, "--passphrase-file", phrase) == (0, "")


def test_backup_overwrites_nothing(home: Home, target: Path) -> None:
    target.write_text("precious")

    result = home.run("backup", target)

    assert (result.code, result.err, target.read_text()) == (
        2,
        f"glabella: {target}: this file exists. Choose another name.\n",
        "precious",
    )


def test_backup_into_no_folder_is_refused(home: Home, tmp_path: Path) -> None:
    result = home.run("backup", tmp_path / "nowhere" / "file")

    assert (result.code, "there is no such folder" in result.err) == (2, True)


def test_restore_without_the_keys_leaves_nothing_behind(
    home: Home, target: Path, restored: Home
) -> None:
    home.run("backup", target)

    code, error = restore(target, restored)

    assert (code, "secret.key is missing" in error) == (2, True)
    assert list(target.parent.glob(".restored*")) == []
    assert not restored.folder.exists()


def test_restore_overwrites_no_home(home: Home, target: Path) -> None:
    home.run("backup", target, "--with-keys")
    before = home.rows("SELECT count(*) FROM audit_event")

    code, error = restore(target, home)

    assert (code, "this folder is not empty" in error) == (2, True)
    assert home.rows("SELECT count(*) FROM audit_event") == before


def test_restore_of_no_file_is_refused(restored: Home, tmp_path: Path) -> None:
    code, error = restore(tmp_path / "nothing", restored)

    assert (code, "there is no such file" in error) == (2, True)


@pytest.mark.parametrize("content", [b"", b"no backup", gzip.compress(b"x", mtime=0)])
def test_file_that_is_no_backup_is_refused(
    target: Path, restored: Home, content: bytes
) -> None:
    target.write_bytes(content)

    code, _ = restore(target, restored)

    assert (code, restored.folder.exists()) == (2, False)


def test_archive_of_somebody_else_is_refused(
    target: Path, restored: Home, tmp_path: Path
) -> None:
    (tmp_path / "manifest.json").write_text('{"format": "other/1"}')
    with tarfile.open(target, "w:gz") as archive:
        archive.add(tmp_path / "manifest.json", "manifest.json")

    code, error = restore(target, restored)

    assert (code, "this is no backup that this version" in error) == (2, True)


@pytest.mark.parametrize("deed", ["change", "remove", "add"])
def test_backup_whose_parts_are_not_what_was_written_is_refused(
    home: Home, target: Path, restored: Home, deed: str
) -> None:
    home.run("backup", target, "--with-keys")
    repack(target, deed)

    code, error = restore(target, restored)

    assert (code, "are not what was written: anchors.jsonl" in error) == (
        2,
        deed != "add",
    )


def repack(file: Path, deed: str) -> None:
    """Change the anchors inside, remove them, or add a file beside them."""
    folder = file.parent / "repacked"
    with tarfile.open(file) as archive:
        archive.extractall(folder, filter="data")
    if deed == "remove":
        (folder / "anchors.jsonl").unlink()
    else:
        name = "anchors.jsonl" if deed == "change" else "stowaway"
        (folder / name).write_text("something else\n")
    with tarfile.open(file, "w:gz") as archive:
        archive.add(folder, "")


def test_tampered_home_is_backed_up_but_not_proved(
    home: Home, target: Path, restored: Home
) -> None:
    home.tamper("UPDATE audit_event SET deed = 'other' WHERE sequence = 2")
    home.run("backup", target, "--with-keys")

    result = restored.run("restore", target, "--into", restored.folder)

    not_so = [line for line in result.out.splitlines() if line.startswith("NOT SO")]
    assert (result.code, len(not_so)) == (1, 1)
    assert not_so[0].endswith("(event 2 was changed after it was written.)")
    assert "NOT proved" in result.out.splitlines()[-1]
