"""One patient from several inputs, read with the FHIR reader of this room."""

from collections.abc import Sequence
from datetime import date

from glabella.core.fact_types import Catalogue
from glabella.interop.fhir import read_bundle
from glabella.interop.inputs import (
    InputKind,
    Patient,
    PatientInput,
    detect_kind,
    patient_of_inputs,
)

__all__ = ["InputKind", "Patient", "PatientInput", "detect_kind", "read_patient"]


def read_patient(
    inputs: Sequence[PatientInput],
    *,
    catalogue: Catalogue,
    on: date | None,
    today: date,
) -> Patient:
    """Return the patient that a bundle and facts files describe together.

    Args:
        inputs: At most one FHIR bundle, and any number of facts files.
        catalogue: The facts that exist.
        on: The day of the decision, if the caller names one.
        today: The day to decide for if neither the caller nor a file names one.

    Raises:
        InputError: If an input cannot be used, or two inputs name different days or
            baselines.
    """
    return patient_of_inputs(
        inputs, catalogue=catalogue, on=on, today=today, read_bundle=read_bundle
    )
