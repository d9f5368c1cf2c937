"""Accounts from the command line: made, listed, granted, unlocked; all on the trail."""

import pytest

from tests.web.operations.homes import DESK, PASSWORD, Home

NURSE = "nurse@example.org"
CREATE = ("user", "create", NURSE, "--name", "Example Nurse", "--password-stdin")


def create(home: Home, *words: str) -> str:
    result = home.run(*CREATE, *words, stdin=f"{PASSWORD}\n")
    assert result.code == 0, result.err
    return result.out


def listed(home: Home) -> dict[str, list[str]]:
    rows = home.run("user", "list", "--json").json["accounts"]
    return {row["email"]: row["roles"] for row in rows}


def test_accounts_are_listed_with_their_roles(home: Home) -> None:
    result = home.run("user", "list")

    assert (result.code, result.out.splitlines()) == (
        0,
        [
            (
                "admin@example.org · Example Administrator · administrator everywhere"
                " · no second factor"
            ),
            "desk@example.org · Example Desk · front_desk at Zurich · no second factor",
        ],
    )


def test_account_is_made_with_a_role_at_an_outlet(home: Home) -> None:
    said = create(home, "--role", "assistant", "--outlet", "Zurich")

    assert said == f"{NURSE}: the account is made, as assistant at Zurich.\n"
    assert listed(home)[NURSE] == ["assistant at Zurich"]
    deeds = home.rows("SELECT deed FROM audit_event ORDER BY sequence DESC LIMIT 3")
    assert deeds == [
        ("accounts.grant",),
        ("practice.enrol_staff",),
        ("accounts.create_account",),
    ]


def test_account_without_a_role_and_a_role_later(home: Home) -> None:
    said = create(home)
    granted = home.run("user", "grant", NURSE, "auditor", "--json").json

    assert said == f"{NURSE}: the account is made; it holds no role yet.\n"
    assert granted["done"] == "is auditor everywhere now."
    assert listed(home)[NURSE] == ["auditor everywhere"]


def test_password_is_set_for_one_sign_in(home: Home) -> None:
    result = home.run(
        "user", "password", DESK, "--password-stdin", stdin="another long phrase\n"
    )

    assert result.code == 0
    assert home.rows(
        f"SELECT has_one_time_password FROM accounts_user WHERE email = '{DESK}'"  # noqa: S608 a constant of ours
    ) in ([(1,)], [(True,)])


def test_lock_out_is_ended(home: Home) -> None:
    result = home.run("user", "unlock", DESK)

    assert (result.code, result.out) == (
        0,
        f"{DESK}: may try again; 0 failed attempts are forgotten.\n",
    )
    assert home.rows("SELECT deed FROM audit_event ORDER BY sequence DESC LIMIT 1") == [
        ("accounts.unlock",)
    ]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("unlock", "nobody@example.org"), "nobody signs in as nobody@example.org"),
        (("grant", DESK, "king"), 'there is no role "king"'),
        (("grant", DESK, "clinician"), "only auditors and administrators"),
        (("grant", DESK, "assistant", "--outlet", "Basel"), 'no outlet "Basel"'),
        (("password", DESK), "no password was given"),
        ((), "the following arguments are required"),
    ],
)
def test_deed_that_cannot_be_done_says_why(
    home: Home, words: tuple[str, ...], complaint: str
) -> None:
    result = home.run("user", *words)

    assert (result.code, complaint in result.err) == (2, True)
