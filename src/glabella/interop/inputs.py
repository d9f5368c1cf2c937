"""Several inputs put together: a FHIR bundle, facts files, or both.

The reader of bundles is handed in, so that whoever has only a facts file need not load
it.

A facts file completes a bundle. Lists (earlier sessions, preventives) are joined row by
row; everything else stays side by side, so that two values of one day are a conflict
that the fact set states.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from functools import partial
from itertools import chain
from typing import Protocol, TypeVar

import attrs

from glabella.core.errors import InputError
from glabella.core.fact_types import Catalogue
from glabella.core.facts import Fact
from glabella.interop.facts_file import (
    Baseline,
    FactsFile,
    Table,
    facts_of_value,
    stated_day,
)
from glabella.interop.joining import join_facts
from glabella.interop.mistakes import SeveralMistakesError, raise_any
from glabella.interop.notes import Note, Notebook
from glabella.interop.strict_text import decode, read_json, read_toml

Given = TypeVar("Given")

_TOML_TABLE = re.compile(r"""\[\[?\s*["'A-Za-z]""")


class InputKind(Enum):
    """What the bytes of an input look like."""

    GZIP = "gzip"
    JSON = "json"
    TOML = "toml"


@attrs.frozen
class PatientInput:
    """One input: how messages call it, and its bytes, no longer compressed."""

    name: str
    data: bytes = attrs.field(repr=False)


@attrs.frozen
class Patient:
    """All that the inputs say of one patient, for the day of the decision."""

    on: date
    facts: tuple[Fact, ...]
    notes: tuple[Note, ...] = ()
    baseline: Baseline | None = None
    practice: Table | None = None


@attrs.frozen
class _Raw:
    """One input as plain values."""

    name: str
    value: object

    @property
    def is_fhir(self) -> bool:
        """Whether the top level names a FHIR resource type."""
        return isinstance(self.value, Mapping) and "resourceType" in self.value


def detect_kind(data: bytes) -> InputKind:
    """Return what the bytes look like: compressed, JSON, or else TOML."""
    if data[:2] == b"\x1f\x8b":
        return InputKind.GZIP
    start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    head = start.decode("utf-8", errors="replace")
    is_table = head.startswith("[") and _TOML_TABLE.match(head)
    is_json = head.startswith(("{", "[")) and not is_table
    return InputKind.JSON if is_json else InputKind.TOML


class Reading(Protocol):
    """What a bundle says of a patient, and what its reader noticed."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts as of the day."""

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was not turned into a fact."""


class BundleReader(Protocol):
    """Reads one FHIR bundle, as of a day."""

    def __call__(self, bundle: Table, *, on: date, catalogue: Catalogue) -> Reading:
        """Return what the bundle says; raise InputError if it cannot be used."""


def patient_of_inputs(
    inputs: Sequence[PatientInput],
    *,
    catalogue: Catalogue,
    on: date | None,
    today: date,
    read_bundle: BundleReader,
) -> Patient:
    """Return the patient that a bundle and facts files describe together.

    Args:
        inputs: At most one FHIR bundle, and any number of facts files.
        catalogue: The facts that exist.
        on: The day of the decision, if the caller names one.
        today: The day to decide for if neither the caller nor a file names one.
        read_bundle: Called only if one of the inputs is a bundle.

    Raises:
        InputError: If an input cannot be used, or two inputs name different days or
            baselines.
    """
    raws = _parsed(inputs)
    bundles = [raw for raw in raws if raw.is_fhir]
    if len(bundles) > 1:
        raise InputError(
            f"there are {len(bundles)} bundles.",
            where=", ".join(raw.name for raw in bundles),
            mending="Give one bundle; complete it with a facts file.",
        )
    day = on or _day_of_files(raws) or today
    read_on_day = partial(read_bundle, on=day, catalogue=catalogue)
    readings, files = _read(raws, catalogue=catalogue, day=day, read=read_on_day)
    notebook = Notebook()
    facts = join_facts(
        [*(reading.facts for reading in readings), *(file.facts for file in files)],
        on=day,
        notebook=notebook,
    )
    read_notes = chain.from_iterable(reading.notes for reading in readings)
    return Patient(
        on=day,
        facts=facts,
        notes=(*notebook.notes(), *read_notes),
        baseline=_only((file.baseline for file in files), "baseline"),
        practice=_only((file.practice for file in files), "practice"),
    )


def _parsed(inputs: Sequence[PatientInput]) -> list[_Raw]:
    raws, errors = [], []
    for item in inputs:
        try:
            raws.append(_Raw(item.name, _parse(item)))
        except InputError as error:
            errors.append(error)
    raise_any(errors)
    return raws


def _parse(item: PatientInput) -> object:
    text = decode(item.data, item.name)
    if not text.strip():
        raise InputError("it is empty.", where=item.name, mending="Give a patient.")
    if text.lstrip().startswith("<"):
        raise InputError(
            "this is XML.", where=item.name, mending="Export the bundle as JSON."
        )
    if detect_kind(item.data) is InputKind.JSON:
        return read_json(text, item.name)
    return read_toml(text, item.name)


def _read(
    raws: list[_Raw],
    *,
    catalogue: Catalogue,
    day: date,
    read: Callable[[Table], Reading],
) -> tuple[list[Reading], list[FactsFile]]:
    """Return what bundles and files say; raise all their mistakes together."""
    readings: list[Reading] = []
    files: list[FactsFile] = []
    errors: list[InputError] = []
    for raw in raws:
        try:
            if raw.is_fhir:
                readings.append(read(_table(raw)))
            else:
                files.append(
                    facts_of_value(
                        raw.value, catalogue=catalogue, on=day, name=raw.name
                    )
                )
        except SeveralMistakesError as several:
            errors += several.errors
        except InputError as error:
            errors.append(error)
    raise_any(errors)
    return readings, files


def _table(raw: _Raw) -> Table:
    return raw.value if isinstance(raw.value, Mapping) else {}


def _day_of_files(raws: list[_Raw]) -> date | None:
    """Return the one day that the facts files name, or None."""
    named = [stated_day(raw.value) for raw in raws if not raw.is_fhir]
    days = sorted({day for day in named if day is not None})
    if len(days) > 1:
        raise InputError(
            f"the files name different days: {', '.join(map(str, days))}.",
            where="on",
            mending="Say which day counts, with --on DATE.",
        )
    return days[0] if days else None


def _only(found: Iterable[Given | None], name: str) -> Given | None:
    given = [item for item in found if item is not None]
    if len(given) > 1:
        raise InputError(
            f"there are {len(given)} of them.", where=name, mending="Keep one."
        )
    return given[0] if given else None
