"""The trail of a real home: many writers at once, and tampering with its database."""

from pathlib import Path

from tests.web.operations.homes import Home


def findings(home: Home, *words: object) -> list[tuple[str, int | None, int | None]]:
    found = home.run("verify", "--json", *words).json["findings"]
    return [(one["kind"], one["first"], one["last"]) for one in found]


def head_of(home: Home) -> int:
    ((sequence,),) = home.rows("SELECT sequence FROM audit_head")
    return int(sequence)


def test_fifty_writers_at_once_leave_one_unbroken_chain(home: Home) -> None:
    before = head_of(home)

    home.script("write_many.py")

    assert head_of(home) == before + 200
    assert findings(home) == []


def test_whole_trail_is_said_to_be_whole(home: Home) -> None:
    result = home.run("verify")

    last = head_of(home)
    expected = (
        f"The trail is whole: {last} events and 1 anchors were read, "
        "and the head is sealed.\n"
    )
    assert (result.code, result.out, result.err) == (0, expected, "")


def test_changed_row_is_named(home: Home) -> None:
    home.tamper("UPDATE audit_event SET deed = 'other' WHERE sequence = 2")

    result = home.run("verify")

    assert (result.code, result.out.splitlines()[1:]) == (
        1,
        ["  changed           event 2 was changed after it was written."],
    )


def test_removed_rows_are_named(home: Home) -> None:
    home.tamper("DELETE FROM audit_event WHERE sequence IN (2, 3)")

    assert findings(home) == [("removed", 2, 3)]


def test_cut_off_tail_is_named(home: Home) -> None:
    last = head_of(home)
    home.tamper(f"DELETE FROM audit_event WHERE sequence = {last}")  # noqa: S608 numbers of ours

    assert findings(home) == [("cut_off", last, last)]


def test_copy_of_the_anchors_kept_elsewhere_contradicts_a_forger(
    home: Home, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "anchors.jsonl"
    here = home.folder / "anchors" / "anchors.jsonl"
    elsewhere.write_bytes(here.read_bytes())
    here.unlink()
    home.tamper("DELETE FROM audit_event", "DELETE FROM audit_head")

    anchored = head_of_anchor(elsewhere)

    assert findings(home) == []
    assert findings(home, "--anchors", elsewhere) == [("cut_off", 1, anchored)]


def head_of_anchor(file: Path) -> int:
    return int(file.read_text("utf-8").partition('"sequence": ')[2].partition(",")[0])


def test_anchors_that_are_not_there_are_refused(home: Home, tmp_path: Path) -> None:
    result = home.run("verify", "--anchors", tmp_path / "nothing")

    assert (result.code, result.err) == (
        2,
        f"glabella: {tmp_path / 'nothing'}: there is no such file.\n",
    )


def test_missing_key_is_a_finding(home: Home) -> None:
    (home.folder / "keys" / "trail.key").unlink()

    assert findings(home) == [("key_missing", None, None)]


def test_server_does_not_start_on_a_trail_that_was_changed(home: Home) -> None:
    home.tamper("UPDATE audit_head SET seal = ''")

    result = home.run("serve", "--port", 8999)

    assert (result.code, "the trail is not sealed" in result.err) == (2, True)
