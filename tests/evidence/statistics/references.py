"""The pinned results of other software, and how near ours must come to them."""

import json
from functools import cache
from math import isclose
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "validation" / "references"

SMALL = 1e-10
"""Below this size, absolute agreement counts: a zero has no relative one."""


class Reference(NamedTuple):
    """One pinned result: a method, its data and choices, and what came out."""

    method: str
    set_name: str
    data: dict[str, Any]
    options: dict[str, Any]
    call: str
    expected: dict[str, Any]

    @property
    def name(self) -> str:
        """What a test calls it."""
        chosen = " ".join(f"{key}={value}" for key, value in self.options.items())
        return f"{self.method} {self.set_name} {chosen}".strip()


UNTUNED = "untuned"
"""The family of results of metafor with its own tolerances."""


@cache
def references() -> tuple[Reference, ...]:
    """Return every pinned result but those of untuned searches."""
    families = sorted(FOLDER.glob("*.json"))
    return _of(*(path for path in families if path.stem != UNTUNED))


@cache
def untuned() -> tuple[Reference, ...]:
    """Return the results of metafor as it comes."""
    return _of(FOLDER / f"{UNTUNED}.json")


def _of(*paths: Path) -> tuple[Reference, ...]:
    families = [json.loads(path.read_text("utf-8")) for path in paths]
    return tuple(
        Reference(
            one["method"],
            one["set"],
            family["sets"][one["set"]],
            one.get("options", {}),
            one["call"],
            one["expected"],
        )
        for family in families
        for one in family["results"]
    )


def differences(
    expected: Any,
    found: Any,
    *,
    near: float,
    place: str = "",
) -> list[str]:
    """Return where a result leaves a pinned one, in words."""
    if isinstance(expected, dict):
        missing = sorted(set(expected) - set(found))
        told = [f"{place}: no {name}" for name in missing]
        for name in set(expected) - set(missing):
            told += differences(expected[name], found[name], near=near, place=name)
        return told
    if isinstance(expected, list):
        got = list(found)
        if len(got) != len(expected):
            return [f"{place}: {len(got)} values instead of {len(expected)}"]
        pairs = zip(expected, got, strict=True)
        return [
            told
            for i, (one, other) in enumerate(pairs)
            for told in differences(one, other, near=near, place=f"{place}[{i}]")
        ]
    if expected is None or isinstance(expected, str | bool):
        return [] if expected == found else [f"{place}: {found!r}, not {expected!r}"]
    is_near = isclose(float(found), expected, rel_tol=near, abs_tol=SMALL)
    return [] if is_near else [f"{place}: {float(found)!r}, not {expected!r}"]
