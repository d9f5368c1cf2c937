"""Nothing of the clinical fact sheet got lost on the way into the protocols.

`tests/data/clinical_facts_leaves.json` is the frozen list of its leaves: path, value.
A table of our data that encodes a part of the sheet carries `origin`, the path of that
part; every leaf below it must have its value among the values or keys of the tables
with that origin. What cannot be encoded stands in
`tests/data/not_encoded/` with a reason.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

import pytest

from glabella.protocols.raw_data import read_raw

DATA = Path(__file__).parent.parent / "data"

NEVER_LEFT_OUT = (
    "inclusion",
    "exclusion",
    "dose",
    "limit",
    "interval",
    "stop_",
    "adverse",
)

GROUPS = [
    "products",
    "common",
    "claims_to_grade",
    "billing_us",
    "consent_items",
    "reporting",
    "red_flags",
    "disagreements",
    "conditions.chronic_migraine",
    "conditions.major_depression",
    "conditions.migraine_with_depression",
    "conditions.bruxism_masseter",
    "conditions.axillary_hyperhidrosis",
    "conditions.palmar_plantar_hyperhidrosis",
    "conditions.overactive_bladder",
    "conditions.neurogenic_detrusor_overactivity",
    "conditions.cervical_dystonia",
    "conditions.blepharospasm",
    "conditions.hemifacial_spasm",
    "conditions.spasticity_adult",
    "conditions.glabellar_lines",
    "conditions.forehead_lines",
    "conditions.crows_feet",
    "conditions.platysma_bands",
    "conditions.lip_lines",
    "conditions.masseter_slimming",
]  # fmt: skip - a list of names


@cache
def leaves() -> tuple[tuple[str, object], ...]:
    rows = json.loads((DATA / "clinical_facts_leaves.json").read_text("utf-8"))
    return tuple((path, value) for path, value in rows)


def plain(value: object) -> str:
    """Return a value so that 7.10, "7.1" and 7.1 are the same."""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value).strip()
    try:
        return str(Decimal(text).normalize())
    except InvalidOperation:
        return text


def scalars(table: object) -> Iterator[str]:
    if isinstance(table, Mapping):
        for key, value in table.items():
            yield plain(key)
            yield from scalars(value)
        yield from totals(table)
    elif isinstance(table, list):
        for item in table:
            yield from scalars(item)
    else:
        yield plain(table)


def totals(table: Mapping[str, object]) -> Iterator[str]:
    """Yield what follows from a site pattern: points and units of both sides."""
    points, units = table.get("points"), table.get("units_per_point")
    if isinstance(points, int):
        both = points * (2 if table.get("side") == "bilateral" else 1)
        yield plain(both)
        yield plain(0 if table.get("side") == "midline" else points)
        if isinstance(units, int | Decimal):
            yield plain(both * units)
            yield plain(points * units)
    muscle = muscles().get(str(table.get("muscle")))
    if isinstance(muscle, Mapping):
        yield from scalars(muscle)


@cache
def muscles() -> Mapping[str, object]:
    return read_raw().files.get("muscles.toml", {})


@cache
def encoded() -> dict[str, frozenset[str]]:
    """Return the values of our tables by the origin they carry."""
    found: dict[str, set[str]] = {}
    for tables in read_raw().files.values():
        _collect(tables, found)
    return {origin: frozenset(values) for origin, values in found.items()}


def _collect(value: object, found: dict[str, set[str]]) -> None:
    if isinstance(value, Mapping):
        origins = value.get("origin", [])
        for origin in [origins] if isinstance(origins, str) else origins:
            bucket = found.setdefault(origin, set())
            bucket.update(scalars(value))
            if "when" in value:
                bucket.add("<criterion>")
        for item in value.values():
            _collect(item, found)
    elif isinstance(value, list):
        for item in value:
            _collect(item, found)


def is_encoded(path: str, value: object) -> bool:
    parts = path.split(".")
    prefixes = [".".join(parts[:size]) for size in range(len(parts), 0, -1)]
    tables = [encoded()[prefix] for prefix in prefixes if prefix in encoded()]
    if not tables:
        return False
    if value is None:
        return True
    if parts[-1].endswith("expr"):
        return any("<criterion>" in values for values in tables)
    return any(plain(value) in values for values in tables)


@cache
def left_out() -> dict[str, str]:
    reasons: dict[str, str] = {}
    for file in sorted((DATA / "not_encoded").glob("*.toml")):
        for row in tomllib.loads(file.read_text("utf-8")).get("leaf", []):
            reasons[row["path"]] = row["reason"]
    return reasons


@pytest.mark.parametrize("group", GROUPS)
def test_every_leaf_is_encoded_or_left_out_with_a_reason(group: str) -> None:
    lost = [
        f"{path} = {value}"
        for path, value in leaves()
        if path.startswith(f"{group}.")
        and path not in left_out()
        and not is_encoded(path, value)
    ]

    assert lost == []


def test_the_groups_cover_the_whole_sheet() -> None:
    other = {
        path.split(".")[0]
        for path, _ in leaves()
        if not any(path.startswith(f"{group}.") for group in GROUPS)
    }

    assert other == {"schema_version", "draft", "clinical_signoff", "sources"}


def test_every_source_of_the_sheet_stands_in_the_register() -> None:
    register: dict[str, Mapping[str, object]] = {}
    for _, tables in read_raw().below("sources/"):
        for key, value in tables.items():
            assert isinstance(value, Mapping)
            register[key] = value
    lost = []
    for path, value in leaves():
        if path.startswith("sources.") and value is not None:
            _, key, field = path.split(".", 2)
            if plain(register.get(key, {}).get(field)) != plain(value):
                lost.append(f"{path} = {value}")

    assert lost == []


def test_at_most_five_percent_is_left_out_and_nothing_that_decides() -> None:
    known = {path for path, _ in leaves()}
    forbidden = [path for path in left_out() if any(w in path for w in NEVER_LEFT_OUT)]

    assert [path for path in left_out() if path not in known] == []
    assert forbidden == []
    assert len(left_out()) <= len(leaves()) * 5 // 100


def test_a_reason_is_no_empty_word() -> None:
    assert [path for path, reason in left_out().items() if len(reason) < 15] == []


def test_a_leaf_that_is_missing_would_be_found() -> None:
    assert not is_encoded("conditions.chronic_migraine.interval.min_days", 83)
