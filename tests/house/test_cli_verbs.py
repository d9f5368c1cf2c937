"""Every verb of the command line exists and is documented."""

import importlib
import re
import tomllib
from importlib.metadata import entry_points

import pytest

from glabella.cli.main import VERB_GROUP, VERBS
from tests.house import code

PROJECT = tomllib.loads((code.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
# Those of the practice; see glabella.web.verbs.
ELSEWHERE: dict[str, str] = PROJECT["entry-points"][VERB_GROUP]


@pytest.mark.parametrize(("verb", "place"), sorted((VERBS | ELSEWHERE).items()))
def test_a_verb_leads_to_a_function(verb: str, place: str) -> None:
    """The table is the one dynamic import of the house; a typing error would hide."""
    module, _, function = place.partition(":")

    assert callable(getattr(importlib.import_module(module), function)), verb


def test_the_reference_documents_exactly_the_verbs() -> None:
    page = (code.ROOT / "docs" / "reference" / "cli.md").read_text("utf-8")
    documented = re.findall(r"^## `glabella (\w+)`$", page, re.MULTILINE)

    assert sorted(documented) == sorted(VERBS | ELSEWHERE)


def test_the_environment_offers_the_verbs_that_the_project_declares() -> None:
    offered = {entry.name: entry.value for entry in entry_points(group=VERB_GROUP)}

    assert offered == ELSEWHERE
