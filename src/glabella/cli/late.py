"""Late loading by name: the one dynamic import of the house.

It keeps `--help` and a facts file fast: a verb is loaded when it is called, the FHIR
reader when there is a bundle.
"""

import importlib
from collections.abc import Callable
from typing import Any


def late(place: str) -> Callable[..., Any]:
    """Return the function of a place such as "glabella.cli.assess:assess_verb"."""
    module, _, name = place.partition(":")
    function: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return function
