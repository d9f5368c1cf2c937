"""Lines of a log: addresses of pages, and none of the secrets in them."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.urls.converters import StringConverter

from glabella.clinic.portal import actions
from glabella.web.discreet import Discreet, discreet
from tests import world
from tests.clinic.portal.doors import BY, opened
from tests.clinic.scene import scene
from tests.web import probe

SECRET = "Vx7nZ_3q-canary"  # noqa: S105 opens nothing


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(world.AT, tick=False):
        yield


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Give what the console of a practice would show."""
    shown: Any = settings.LOGGING["handlers"]
    assert shown["console"]["filters"] == ["discreet"]
    watching = Discreet()
    caplog.handler.addFilter(watching)
    yield caplog
    caplog.handler.removeFilter(watching)


@pytest.mark.django_db
def test_refused_link_is_not_logged(lines: pytest.LogCaptureFixture) -> None:
    token = actions.make_link(opened(scene()).id, by=BY, at=world.AT)

    answer = Client().post(f"/me/link/{token.secret}/", {"born": "1980-05-02"})

    assert answer.status_code == 422
    # The words before it change with the version of Python.
    assert [one.partition(": ")[2] for one in lines.messages] == ["/me/link/.../"]


@pytest.mark.django_db
def test_forged_form_does_not_log_a_link(lines: pytest.LogCaptureFixture) -> None:
    Client(enforce_csrf_checks=True).post(f"/me/link/{SECRET}/", {"born": "x"})

    assert [SECRET in one for one in lines.messages] == [False]


def test_every_address_with_a_secret_is_known() -> None:
    spoken = {
        name: discreet(reverse(name, args=[SECRET]))
        for name, parts in probe.addresses().items()
        if [type(one) for one in parts.values()] == [StringConverter]
    }

    assert "portal:link" in spoken
    assert {name for name, said in spoken.items() if SECRET in said} == set()


def test_other_lines_stay_as_they_are() -> None:
    line = logging.LogRecord("x", logging.INFO, "", 0, "%s of %d", ("a/b", 2), None)

    assert (Discreet().filter(line), line.getMessage()) == (True, "a/b of 2")


def test_error_is_told_without_its_words() -> None:
    logger = logging.getLogger("glabella.test_discreet")
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(Discreet())
    logger.addHandler(handler)
    logger.propagate = False
    try:
        refuse()
    except ValueError:
        logger.exception("a step failed")
    finally:
        logger.removeHandler(handler)

    lines = stream.getvalue().splitlines()
    assert world.FAMILY not in stream.getvalue()
    assert lines[0] == "a step failed"
    assert [one for one in lines if not one.startswith(" ")][1:] == [
        "KeyError",
        "",
        "ValueError",
    ]
    assert any("in refuse" in one for one in lines)


def refuse() -> None:
    try:
        dict[str, str]()[world.FAMILY]
    except KeyError as error:
        raise ValueError(f"Failing row contains ({world.FAMILY})") from error
