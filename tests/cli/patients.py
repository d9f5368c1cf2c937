"""Patient files for the tests of the command line; everybody is invented."""

import json
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

import attrs

from glabella.cli.inquiry import Inquiry, read_inquiry
from glabella.core.protocol import Protocol

ON = "2026-03-02"

HEALTHY: dict[str, object] = {
    "birth_date": "1985-05-05",
    "sex": "female",
    "pregnancy": False,
    "breastfeeding": False,
    "hypersensitivity_product_or_excipient": False,
    "infection_or_inflammation_at_site": False,
    "nmj_disorder_mg_or_lems": False,
    "motor_neuron_disease_als": False,
    "aminoglycoside_or_other_nmj_blocking_drug": False,
    "anticoagulant_or_antiplatelet": False,
    "anticholinergics_or_muscle_relaxants": False,
    "preexisting_dysphagia_or_respiratory_compromise": False,
    "prior_facial_surgery_or_ptosis_or_weak_frontalis": False,
    "spread_of_toxin_symptoms": [],
    "toxin_sessions": [],
}

MIGRAINE: dict[str, object] = HEALTHY | {
    "chronic_migraine_diagnosis": True,
    "headache_days_per_month": [16, 17, 18],
    "migraine_days_per_month": [9, 10, 11],
    "headache_days_source": "diary",
    "headache_history_months": 12,
    "lifetime_attacks_1_1_or_1_2": 50,
    "alternative_diagnosis": "none",
    "headache_red_flags_asked_none": True,
    "medication_overuse": "absent",
    "preventives": [
        {"drug": "propranolol", "outcome": "not_tolerated"},
        {"drug": "amitriptyline", "outcome": "failed"},
        {"drug": "topiramate", "outcome": "failed"},
    ],
}

DEPRESSION: dict[str, object] = HEALTHY | {
    **{f"phq9_item{number}": 2 for number in range(1, 9)},
    "phq9_item9": 0,
    "depression_diagnosis": True,
    "depression_severity": "moderate",
    "treating_mental_health_clinician": True,
    "standard_care_offered_or_declined": True,
    "bipolar_disorder": False,
    "mania": False,
    "psychosis": False,
    "substance_use_disorder": False,
    "active_suicidality": False,
    "suicidal_thoughts": False,
    "frown_lines_grade": 2,
}


def session(on: str, **fields: object) -> dict[str, object]:
    """Return an earlier session with onabotulinumtoxinA for migraine."""
    usual = {"product": "onabotulinumtoxinA", "units": 155}
    return {"date": on, "condition": "chronic_migraine", **usual, **fields}


def write(
    folder: Path,
    facts: Mapping[str, object],
    *,
    on: str | None = ON,
    name: str = "patient.json",
    **more: object,
) -> Path:
    """Write a facts file and return its path."""
    values = {"on": on, "facts": facts, **more}
    path = folder / name
    path.write_text(json.dumps({k: v for k, v in values.items() if v is not None}))
    return path


def inquiry(folder: Path, facts: Mapping[str, object], **words: object) -> Inquiry:
    """Return the inquiry of a facts file, as a verb would make it."""
    given = {"on": None, "profile": None, "practice": None, "product": None, **words}
    return read_inquiry(Namespace(patient=[str(write(folder, facts))], **given))


def with_protocol(asked: Inquiry, protocol: Protocol) -> Inquiry:
    """Return the inquiry with one protocol changed."""
    protocols = {**asked.library.protocols, protocol.id: protocol}
    return attrs.evolve(asked, library=attrs.evolve(asked.library, protocols=protocols))


def with_override(asked: Inquiry, name: str, criterion: str) -> Inquiry:
    """Return the inquiry of a country whose label leaves a rule to a specialist."""
    protocol = asked.library.protocols[name]
    rules = tuple(
        attrs.evolve(rule, override_profiles=(asked.profile,))
        if rule.id == criterion
        else rule
        for rule in protocol.criteria
    )
    return with_protocol(asked, attrs.evolve(protocol, criteria=rules))
