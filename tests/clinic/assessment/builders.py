"""Answers, sessions and scores of a person, told briefly."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from glabella.clinic.assessment import actions
from glabella.clinic.assessment.values import NewAnswers, SignedDecision
from glabella.clinic.practice.models import Outlet
from glabella.clinic.record import actions as record
from glabella.clinic.record.models import Decision
from glabella.clinic.record.values import NewScore, NewSession, NewSite
from tests import world
from tests.clinic.scene import Scene, instruments

MIGRAINE = "chronic_migraine"
TOXIN = "onabotulinumtoxinA"
# What chronic migraine asks of somebody who fits, as in its worked cases.
FITTING: Mapping[str, object] = {
    "toxin_sessions": [],
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
    "headache_red_flags_asked_none": True,
    "chronic_migraine_diagnosis": True,
    "headache_days_per_month": [15, 15, 15],
    "migraine_days_per_month": [8, 8, 8],
    "headache_history_months": 4,
    "headache_days_source": "diary",
    "diary_weeks": 4,
    "lifetime_attacks_1_1_or_1_2": 5,
    "headache_hours_per_day": 4,
    "alternative_diagnosis": "none",
    "preventives": [
        {"drug": "propranolol", "outcome": "failed"},
        {"drug": "topiramate", "outcome": "not_tolerated"},
        {"drug": "amitriptyline", "outcome": "unsuitable"},
    ],
    "medication_overuse": "absent",
}


def answer(here: Scene, values: Mapping[str, object], *, on: date = world.TODAY) -> int:
    """Take answers of the patient; return how many were kept."""
    new = NewAnswers(values, as_of=on)
    rows = actions.take_answers(here.card.id, new, by=here.by, at=world.AT)
    return len(rows)


def treat(
    here: Scene, on: date, *, product: str = TOXIN, protocol: str = MIGRAINE
) -> None:
    """Put a session on record."""
    sites = (NewSite("frontalis", "left", Decimal(5)),)
    new = NewSession(here.outlet.id, protocol, product, on, sites=sites)
    record.record_session(here.card.id, new, by=here.by, at=world.AT)


def item9(here: Scene, answered: int) -> None:
    """Enter item 9 of the PHQ-9 alone."""
    new = NewScore("phq9", world.TODAY, {"9": answered})
    record.record_score(
        here.card.id, new, by=here.by, at=world.AT, instruments=instruments()
    )


def signed(outlet: Outlet, **others: str) -> SignedDecision:
    """Return a decision about chronic migraine, with the words that off label wants."""
    words = {"reason": "nothing else helped", "alternatives": "tablets", **others}
    return SignedDecision(protocol=MIGRAINE, outlet=outlet.id, name="Dr. A", **words)


def decide(here: Scene, patient: UUID | None = None, **others: str) -> Decision:
    """Decide about chronic migraine."""
    new = signed(here.outlet, **others)
    return actions.decide(patient or here.card.id, new, by=here.by, at=world.AT)
