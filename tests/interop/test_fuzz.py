"""Whatever comes in, a reader gives a reading or an InputError, and nothing else."""

import copy
import json
import random
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glabella.core.errors import InputError
from glabella.core.fact_types import Catalogue
from glabella.interop.facts_file import FileKind, read_facts_file
from glabella.interop.fhir import Reading, read_bundle
from glabella.interop.patient import Patient, PatientInput, read_patient
from tests import build
from tests.interop import bundles

STORED = tuple(sorted(path.name for path in (bundles.DATA / "fhir").glob("*.json")))
SEEDS = {name: bundles.stored(name) for name in STORED}

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.decimals(),
    st.sampled_from(
        ["2026-02-31", "2026", "2024-01-10", "9999-12-31", "Patient/canary"]
    ),
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(
                [
                    "resourceType",
                    "id",
                    "code",
                    "coding",
                    "system",
                    "value",
                    "entry",
                    "resource",
                    "status",
                    "facts",
                    "as_of",
                    "on",
                    "sessions",
                    "baseline",
                ]
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=25,
)  # fmt: skip - a list of names


def reading_or_error(bundle: object, catalogue: Catalogue) -> Reading | None:
    try:
        return read_bundle(bundle, on=build.ON, catalogue=catalogue)  # type: ignore[arg-type]  # the point of the test
    except InputError:
        return None


@given(tree=TREES)
def test_any_tree_is_read_or_refused(catalogue: Catalogue, tree: object) -> None:
    reading_or_error(tree, catalogue)
    reading_or_error(
        {"resourceType": "Bundle", "entry": [{"resource": tree}]}, catalogue
    )


@given(name=st.sampled_from(STORED), seed=st.integers(0, 2**32), new=TREES)
def test_a_mutated_bundle_is_read_or_refused(
    catalogue: Catalogue, name: str, seed: int, new: object
) -> None:
    bundle = copy.deepcopy(SEEDS[name])
    for _ in range(3):
        mutate(bundle, random.Random(seed), new)  # noqa: S311 - a test draws by its seed
    reading_or_error(bundle, catalogue)


def mutate(bundle: bundles.Resource, chance: random.Random, new: object) -> None:
    """Replace, drop or double one part somewhere in the bundle."""
    node: object = bundle
    while True:
        keys = list(node) if isinstance(node, dict) else range(len(node))  # type: ignore[arg-type]  # a list of entries
        if not keys:
            return
        key = chance.choice(list(keys))
        inner = node[key]  # type: ignore[index]  # a dict or a list
        if isinstance(inner, dict | list) and chance.random() < 0.85:
            node = inner
            continue
        if isinstance(node, dict) and chance.random() < 0.2:
            del node[key]
        else:
            node[key] = new  # type: ignore[index]  # a dict or a list
        return


@given(name=st.sampled_from(STORED), cut=st.floats(0, 1))
def test_a_bundle_cut_off_anywhere_is_refused(
    catalogue: Catalogue, name: str, cut: float
) -> None:
    text = json.dumps(SEEDS[name]).encode()
    part = text[: int(len(text) * min(cut, 0.999))]

    with pytest.raises(InputError):
        read_patient(
            [PatientInput("cut", part)],
            catalogue=catalogue,
            on=build.ON,
            today=build.ON,
        )


@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(catalogue: Catalogue, data: bytes) -> None:
    patient: Patient | None = None
    try:
        patient = read_patient(
            [PatientInput("x", data)], catalogue=catalogue, on=build.ON, today=build.ON
        )
    except InputError:
        return
    assert patient.on == build.ON


@given(
    facts=st.dictionaries(
        st.sampled_from(
            [
                "phq9_total",
                "pregnancy",
                "birth_date",
                "sex",
                "preventives",
                "toxin_sessions",
                "headache_days_per_month",
                "nobody",
            ]
        ),
        TREES,
        max_size=4,
    ),
    kind=st.sampled_from(FileKind),
)  # fmt: skip - a list of names
def test_any_facts_file_is_read_or_refused(
    catalogue: Catalogue, facts: dict[str, object], kind: FileKind
) -> None:
    text = json.dumps({"facts": facts}, default=str)
    try:
        file = read_facts_file(text, kind=kind, catalogue=catalogue, on=build.ON)
    except InputError:
        return
    assert {fact.id for fact in file.facts} <= catalogue.definitions.keys()


@given(day=st.dates(), name=st.sampled_from(STORED))
def test_no_fact_is_dated_after_the_day(
    catalogue: Catalogue, day: date, name: str
) -> None:
    reading = read_bundle(SEEDS[name], on=day, catalogue=catalogue)

    assert [fact for fact in reading.facts if fact.as_of > day] == []


@given(
    onset=st.dates(),
    abatement=st.none() | st.dates(),
    day=st.dates(date(1900, 1, 1), date(2100, 1, 1)),
)
def test_a_condition_counts_exactly_between_its_dates(
    catalogue: Catalogue, onset: date, abatement: date | None, day: date
) -> None:
    """The law in one line: onset <= day < abatement, whatever the status says."""
    ended = {"abatementDateTime": abatement.isoformat()} if abatement else {}
    resource = bundles.condition(
        bundles.MYASTHENIA, onsetDateTime=onset.isoformat(), **ended
    )
    reading = bundles.read(bundles.bundle(resource), catalogue, on=day)
    counts = onset <= day and (abatement is None or abatement > day)

    assert bundles.values(reading, "nmj_disorder_mg_or_lems") == [True] * counts


@given(units=st.lists(st.decimals(0, 1000, places=2), min_size=1, max_size=8))
def test_site_doses_sum_to_the_session(
    catalogue: Catalogue, units: list[Decimal]
) -> None:
    code = "[arb'U]{onabotulinumtoxinA}"
    sites = [
        bundles.injection(
            "Botox",
            id=str(number),
            dosage={
                "dose": {
                    "value": value,
                    "system": "http://unitsofmeasure.org",
                    "code": code,
                }
            },
        )
        for number, value in enumerate(units)
    ]
    reading = bundles.read(bundles.bundle(bundles.patient(), *sites), catalogue)
    (rows,) = bundles.values(reading, "toxin_sessions")

    assert isinstance(rows, tuple)
    assert [row["units"] for row in rows] == [sum(units)]
