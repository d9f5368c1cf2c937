"""What the tests of this room share: the figures and the library, loaded once."""

import pytest

from glabella.figures.library import load
from glabella.figures.values import Figure
from glabella.protocols import loader


@pytest.fixture(scope="session")
def figures() -> dict[str, Figure]:
    return load()


@pytest.fixture(scope="session")
def library() -> loader.Library:
    return loader.load()
