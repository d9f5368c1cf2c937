import re

import pytest
from django.test import Client
from django.utils import translation

from glabella.clinic.accounts.roles import Role
from glabella.clinic.library.evidence.knowledge import shelf
from glabella.evidence.study import Study
from glabella.protocols.document import Language
from tests import world
from tests.clinic.pages import client_of, get, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Client:
    return client_of(world.member(Role.FRONT_DESK, world.outlet()))


def test_every_study_is_listed(reader: Client) -> None:
    page = said(get(reader, "library:studies"))

    listed = re.findall(r'href="/evidence/studies/(\w+)/"', page)
    assert sorted(listed) == sorted(shelf().studies)


@pytest.mark.parametrize("name", sorted(shelf().claims))
def test_claim_is_one_click_from_its_plots(reader: Client, name: str) -> None:
    page = said(get(reader, "library:claim", name))

    linked = re.findall(r'href="/evidence/questions/(\w+)/#answer"', page)
    assert tuple(linked) == shelf().claim(name).questions


def test_study_page_opens_for_every_study(reader: Client) -> None:
    codes = {get(reader, "library:study", name).status_code for name in shelf().studies}

    assert codes == {200}
