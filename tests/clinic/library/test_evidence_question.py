import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from glabella.clinic.accounts.roles import Role
from glabella.clinic.library.evidence.knowledge import shelf
from tests import world
from tests.clinic.pages import client_of, get, said

pytestmark = pytest.mark.django_db

RESPONSE = "depression_response"


@pytest.fixture
def reader() -> Client:
    return client_of(world.member(Role.CLINICIAN, world.outlet()))


@pytest.fixture
def _german() -> Iterator[None]:
    with translation.override("de"):
        yield


def shown(page: str) -> str:
    """Return the words of a page without its tags, single spaces between them."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize("name", sorted(shelf().questions))
def test_question_is_no_surer_than_its_grading(reader: Client, name: str) -> None:
    page = shown(said(get(reader, "library:question", name)))

    grading = shelf().gradings[name]
    assert grading.conclusion.en in page
    assert "no clinician has signed it" in page


def test_every_question_is_listed(reader: Client) -> None:
    page = said(get(reader, "library:questions"))

    listed = re.findall(r'href="/evidence/questions/(\w+)/"', page)
    assert sorted(listed) == sorted(shelf().questions)


def test_question_of_nothing_is_not_found(reader: Client) -> None:
    assert get(reader, "library:question", "no_such_thing").status_code == 404


def test_poolable_question_draws_both_forests(reader: Client) -> None:
    page = said(get(reader, "library:question", RESPONSE))

    assert page.count('role="img"') == 2
