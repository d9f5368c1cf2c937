"""What the tests of this room share: the catalogue and the bundles."""

import pytest

from glabella.core.fact_types import Catalogue
from glabella.protocols.loader import load_with_findings


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Return the facts that the project defines."""
    library, _ = load_with_findings()
    return library.catalogue
