"""Every verb of the command line exists and is documented."""

import importlib
import re

import pytest

from glabella.cli.main import VERBS
from tests.house import code


@pytest.mark.parametrize(("verb", "place"), sorted(VERBS.items()))
def test_a_verb_leads_to_a_function(verb: str, place: str) -> None:
    """The table is the one dynamic import of the house; a typing error would hide."""
    module, _, function = place.partition(":")

    assert callable(getattr(importlib.import_module(module), function)), verb


def test_the_reference_documents_exactly_the_verbs() -> None:
    page = (code.ROOT / "docs" / "reference" / "cli.md").read_text("utf-8")
    documented = re.findall(r"^## `glabella (\w+)`$", page, re.MULTILINE)

    assert sorted(documented) == sorted(VERBS)
