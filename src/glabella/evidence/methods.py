"""The methods that this room offers, as data: what each is called and where it stands.

A method is offered only if other software agrees with it on at least two pinned data
sets; a test holds this table against those results in both directions.
"""

import tomllib
from functools import cache
from pathlib import Path

import attrs

from glabella.core.sources import Text

FILE = Path(__file__).parent / "methods.toml"

NEAR = 1e-6
"""Relative agreement that is demanded where a method does not say why not."""


@attrs.frozen
class Method:
    """One method.

    Args:
        id: Its name in the pinned results.
        family: Which part of the work it belongs to.
        name: What it is called.
        place: Module and function, "glabella.evidence.pooling.pool:pool".
        near: Relative agreement with the pinned results.
        reason: Why it is looser than usual; empty if it is not.
    """

    id: str
    family: str
    name: Text
    place: str
    near: float = NEAR
    reason: str = ""


@cache
def methods() -> tuple[Method, ...]:
    """Return every method, in the order of the file."""
    tables = tomllib.loads(FILE.read_text("utf-8"))["method"]
    return tuple(
        Method(
            id=one["id"],
            family=one["family"],
            name=Text(en=one["en"], de=one["de"]),
            place=f"glabella.evidence.{one['place']}",
            near=one.get("near", NEAR),
            reason=one.get("reason", ""),
        )
        for one in tables
    )
