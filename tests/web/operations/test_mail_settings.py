"""The mail server, its sender and the address of the practice, from the environment."""

from typing import Any

import pytest

from glabella.core.errors import InputError
from glabella.web.environment import read_address, read_mail

FROM = {"GLABELLA_MAIL_FROM": "desk@example.org"}


def smtp(address: str) -> list[Any]:
    found = read_mail(env={**FROM, "GLABELLA_MAIL": address})
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")
    return [found[f"EMAIL_{name}"] for name in names]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("smtp://mail.example", ["mail.example", 587, "", "", True, False]),
        (
            "smtp://me%40example.org:p%2Fw@mail.example:2525",
            ["mail.example", 2525, "me@example.org", "p/w", True, False],
        ),
        ("smtps://mail.example", ["mail.example", 465, "", "", False, True]),
        ("smtp+plain://localhost", ["localhost", 25, "", "", False, False]),
    ],
)
def test_mail_goes_under_tls_unless_it_stays_on_the_machine(
    address: str, expected: list[Any]
) -> None:
    assert smtp(address) == expected


@pytest.mark.parametrize(
    ("address", "backend"), [("", "gateways.NoMail"), ("console", "EmailBackend")]
)
def test_without_a_server_no_mail_goes_out(address: str, backend: str) -> None:
    found = read_mail(env={"GLABELLA_MAIL": address})

    assert [str(value).endswith(backend) for value in found.values()] == [True]


@pytest.mark.parametrize(
    ("env", "complaint"),
    [
        ({"GLABELLA_MAIL": "smtp://mail.example"}, "mail needs a sender"),
        ({**FROM, "GLABELLA_MAIL": "mail.example"}, "not the address of a mail server"),
        ({**FROM, "GLABELLA_MAIL": "smtp://"}, "not the address of a mail server"),
        (
            {**FROM, "GLABELLA_MAIL": "smtp://mail.example:many"},
            "not the address of a mail server",
        ),
        (
            {**FROM, "GLABELLA_MAIL": "smtp+plain://mail.example"},
            "everybody on the way could read along",
        ),
    ],
)
def test_mail_that_cannot_go_out_is_said_at_the_start(
    env: dict[str, str], complaint: str
) -> None:
    with pytest.raises(InputError, match=complaint):
        read_mail(env=env)


@pytest.mark.parametrize(
    ("given", "https", "expected"),
    [
        ("", True, "https://practice.example"),
        ("", False, "http://practice.example"),
        ("https://other.example/", True, "https://other.example"),
    ],
)
def test_links_lead_to_the_practice(
    given: str,
    https: bool,  # noqa: FBT001 a column of the table
    expected: str,
) -> None:
    env = {"GLABELLA_ADDRESS": given}

    assert read_address("practice.example,localhost", https=https, env=env) == expected


@pytest.mark.parametrize("given", ["practice.example", "http://practice.example"])
def test_links_without_tls_are_refused(given: str) -> None:
    with pytest.raises(InputError, match="is not where people reach the practice"):
        read_address("x", https=True, env={"GLABELLA_ADDRESS": given})
