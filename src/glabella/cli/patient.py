"""The PATIENT argument: files, compressed or not, or standard input, as one patient."""

import sys
import zlib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

from glabella.cli.late import late
from glabella.core.errors import InputError
from glabella.core.fact_types import Catalogue
from glabella.interop.facts_file import Table
from glabella.interop.inputs import (
    BundleReader,
    InputKind,
    Patient,
    PatientInput,
    Reading,
    detect_kind,
    patient_of_inputs,
)
from glabella.interop.mistakes import raise_any
from glabella.interop.strict_text import SIZE_LIMIT, check_size

STANDARD_INPUT = "-"


def load_patient(
    paths: Sequence[str], *, on: date | None, catalogue: Catalogue
) -> Patient:
    """Return the patient that files describe; "-" is standard input.

    Args:
        paths: A FHIR bundle, facts files, or both; each may be gzip-compressed.
        on: The day of the decision; else the day a file names; else today.
        catalogue: The facts that exist.

    Raises:
        InputError: If a file cannot be read or used.
    """
    inputs, errors = [], []
    for path in paths:
        try:
            inputs.append(_read(path))
        except InputError as error:
            errors.append(error)
    raise_any(errors)
    today = datetime.now(UTC).astimezone().date()
    return patient_of_inputs(
        inputs, catalogue=catalogue, on=on, today=today, read_bundle=_read_bundle
    )


def _read_bundle(bundle: Table, *, on: date, catalogue: Catalogue) -> Reading:
    """Load the FHIR reader only now: a facts file does without its code tables."""
    reader: BundleReader = late("glabella.interop.fhir:read_bundle")
    return reader(bundle, on=on, catalogue=catalogue)


def _read(path: str) -> PatientInput:
    if path == STANDARD_INPUT:
        return PatientInput(
            "standard input", _bounded(sys.stdin.buffer, "standard input")
        )
    try:
        check_size(Path(path).stat().st_size, path)
        with Path(path).open("rb") as file:
            return PatientInput(path, _bounded(file, path))
    except OSError as error:
        raise InputError(
            f"the file cannot be read: {error.strerror or error}.",
            where=path,
            mending="Check the name.",
        ) from None


def _bounded(file: BinaryIO, name: str) -> bytes:
    """Return the bytes of a file, unpacked, and never more than the limit."""
    data = file.read(SIZE_LIMIT + 1)
    check_size(len(data), name)
    if detect_kind(data) is not InputKind.GZIP:
        return data
    try:
        unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        unpacked = unpacker.decompress(data, SIZE_LIMIT + 1)
    except zlib.error as error:
        raise _broken(name, str(error)) from None
    check_size(len(unpacked), name)
    if not unpacker.eof:
        raise _broken(name, "it is cut off")
    return unpacked


def _broken(name: str, why: str) -> InputError:
    return InputError(
        f"the compressed file cannot be unpacked: {why}.",
        where=name,
        mending="Copy it again.",
    )
