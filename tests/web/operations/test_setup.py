"""A home is made once: keys, tables, practice, outlets, first administrator."""

import stat

import pytest

from tests.web.operations.homes import PASSWORD, SETUP, Home


def test_setup_makes_a_practice_that_can_be_served(nowhere: Home) -> None:
    outlets = ("--outlet", "Singapore;SG;Asia/Singapore")

    result = nowhere.run(*SETUP, *outlets, stdin=f"{PASSWORD}\n")

    assert (result.code, result.err) == (0, "")
    assert nowhere.rows("SELECT name FROM practice_practice") == [("Example Practice",)]
    assert nowhere.rows(
        "SELECT name, profile, time_zone FROM practice_outlet ORDER BY name"
    ) == [("Singapore", "SG", "Asia/Singapore"), ("Zurich", "CH", "Europe/Zurich")]
    assert nowhere.rows(
        "SELECT u.email, m.role, m.outlet_id FROM accounts_user u"
        " JOIN accounts_membership m ON m.user_id = u.id"
    ) == [("admin@example.org", "administrator", None)]
    verified = nowhere.run("verify", "--json").json
    assert (verified["whole"], verified["anchors"]) == (True, 1)


def test_keys_are_readable_by_their_owner_alone(home: Home) -> None:
    modes = {
        path.name: stat.S_IMODE(path.stat().st_mode)
        for path in (home.folder / "keys").iterdir()
    }

    assert modes == {"secret.key": 0o600, "trail.key": 0o600, "files.key": 0o600}


def test_practice_is_not_set_up_twice(home: Home) -> None:
    keys = {path: path.read_bytes() for path in (home.folder / "keys").iterdir()}

    result = home.run(*SETUP, stdin=f"{PASSWORD}\n")

    assert (result.code, "there is a practice already" in result.err) == (2, True)
    assert {path: path.read_bytes() for path in keys} == keys


def test_database_without_its_keys_gets_no_new_ones(home: Home) -> None:
    if home.database:
        # The folder is empty then; the tables tell that there is a practice.
        return
    (home.folder / "keys" / "trail.key").unlink()

    result = home.run(*SETUP, stdin=f"{PASSWORD}\n")

    assert (result.code, "there is a database, but trail.key is" in result.err) == (
        2,
        True,
    )
    assert not (home.folder / "keys" / "trail.key").exists()


@pytest.mark.parametrize(
    ("option", "value", "complaint"),
    [
        ("--outlet", "Zurich", "is not name, country and time zone"),
        ("--outlet", "Bern;CH;Europe/Bern", 'there is no time zone "Europe/Bern"'),
        ("--outlet", "Bern;XX;Europe/Zurich", 'are known for the country "XX"'),
        ("--outlet", "Lyon;EU;Europe/Paris", "no crisis line is on file for EU"),
        ("--crisis-line", "EU;Line", "is not country, name, number, source and day"),
        ("--crisis-line", "EU;Line;1;https://x.example;soon", '"soon" is no day'),
        ("--crisis-line", "EU;L;call;https://x.example;2026-11-01", "is no number"),
        ("--language", "fr", "invalid choice"),
    ],
)
def test_setup_refuses_what_it_cannot_use(
    nowhere: Home, option: str, value: str, complaint: str
) -> None:
    result = nowhere.run(*SETUP, option, value, stdin=f"{PASSWORD}\n")

    assert (result.code, complaint in result.err) == (2, True)


def test_setup_keeps_the_crisis_line_of_a_country_that_had_none(nowhere: Home) -> None:
    line = "EU;Line of Green;000 111;https://example.org/line;2026-11-02"
    more = ("--outlet", "Lyon;EU;Europe/Paris", "--crisis-line", line)

    result = nowhere.run(*SETUP, *more, stdin=f"{PASSWORD}\n")

    assert (result.code, result.err) == (0, "")
    assert nowhere.rows("SELECT country, name, number FROM public_helpline") == [
        ("EU", "Line of Green", "000 111")
    ]


def test_refused_setup_can_be_repeated_with_better_words(nowhere: Home) -> None:
    weak = nowhere.run(*SETUP, stdin="short\n")
    again = nowhere.run(*SETUP, "--json", stdin=f"{PASSWORD}\n")

    assert (weak.code, "too short" in weak.err) == (2, True)
    assert (again.code, again.json["practice"]) == (0, "Example Practice")
    assert nowhere.rows("SELECT count(*) FROM practice_practice") == [(1,)]


def test_nobody_at_the_terminal_is_not_waited_for(nowhere: Home) -> None:
    result = nowhere.run("setup")

    assert (result.code, "name of the practice: nothing was given" in result.err) == (
        2,
        True,
    )
