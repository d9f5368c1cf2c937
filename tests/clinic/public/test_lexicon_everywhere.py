"""What lies open elsewhere says no more than the public pages: messages, names, app."""

import tomllib
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import get_resolver

from glabella.clinic.accounts.roles import Role
from glabella.clinic.booking.models import Service
from glabella.clinic.messages import texts
from glabella.clinic.online.queries import places
from glabella.clinic.practice.lexicon import forbidden
from glabella.clinic.public import queries
from glabella.web.access_table import ACCESS
from tests import world
from tests.clinic.pages import client_of, get, said

pytestmark = pytest.mark.django_db


def strings(found: object) -> Iterator[str]:
    """Yield every text of a data file."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        for value in found.values():
            yield from strings(value)
    elif isinstance(found, list):
        for value in found:
            yield from strings(value)


def test_no_message_says_more_than_a_public_page() -> None:
    said_in_messages = list(strings(tomllib.loads(texts.FILE.read_text("utf-8"))))

    assert len(said_in_messages) > 30
    assert [text for text in said_in_messages if forbidden(text)] == []


def test_no_address_that_strangers_see_names_a_product() -> None:
    public = [name for name, rule in ACCESS.items() if rule.scope == "public"]
    portal = [name for name, rule in ACCESS.items() if rule.scope == "portal"]
    known = get_resolver().namespace_dict

    paths = [
        pattern.pattern.regex.pattern
        for name in {one.partition(":")[0] for one in (*public, *portal)} & set(known)
        for pattern in known[name][1].url_patterns
    ]
    assert len(paths) > 20
    assert [path for path in paths if forbidden(path)] == []


@pytest.mark.parametrize("language", ["en", "de"])
def test_app_on_the_phone_tells_of_no_condition(language: str) -> None:
    answer = Client().get(
        "/me/days/app.webmanifest", headers={"accept-language": language}
    )

    assert answer.status_code == 200
    assert forbidden(said(answer)) == []  # type: ignore[arg-type]  # as every answer


def test_service_with_a_name_that_says_too_much_is_not_offered_online() -> None:
    place = world.outlet()
    for english, german in (("First talk", "Gespräch"), ("Talk", "Botoxgespräch")):
        Service.objects.create(
            kind="first",
            name_en=english,
            name_de=german,
            minutes=30,
            is_online=True,
        )
    client = client_of(world.member(Role.ADMINISTRATOR, place))

    offered = [one.name_en for found in places(at=world.AT) for one in found.services]

    assert offered == ["First talk"]
    assert [one.name_de for one in queries.unspeakable()] == ["Botoxgespräch"]
    assert "These names are not shown online" in said(get(client, "public:door"))
