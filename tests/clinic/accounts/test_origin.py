"""From where a request came: the address on the trail, the line that limits count."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from glabella.clinic.accounts.origin import address_of, line_of


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_line_is_the_address_or_the_network_of_a_household(
    address: str, line: str
) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=address)

    assert (address_of(request), line_of(request)) == (address, line)


def test_forged_header_names_no_other_line(settings: Settings) -> None:
    request = RequestFactory().get(
        "/", REMOTE_ADDR="203.0.113.7", headers={"x-forwarded-for": "1.1.1.1, 2.2.2.2"}
    )
    without = line_of(request)
    settings.GLABELLA_PROXY = True

    assert (without, line_of(request)) == ("203.0.113.7", "2.2.2.2")
