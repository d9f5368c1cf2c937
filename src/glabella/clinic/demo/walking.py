"""People of the demo who are somewhere on the way today: assessed, planned, treated.

Each step is the deed that the screens do, and nothing is written around it.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from types import MappingProxyType

from glabella.clinic.accounts.roles import Role
from glabella.clinic.assessment import actions as assessment
from glabella.clinic.assessment.values import (
    NewAnswers,
    NewExamination,
    SignedDecision,
)
from glabella.clinic.consent import actions as consent
from glabella.clinic.consent.models import Consent
from glabella.clinic.consent.values import Answer, NewSignature, NewTalk
from glabella.clinic.demo.house import PRODUCT, House
from glabella.clinic.demo.telling import Act, Deed, Story, book_free
from glabella.clinic.people.cards import person
from glabella.clinic.planning import actions as planning
from glabella.clinic.planning.models import Plan
from glabella.clinic.planning.values import NewPlan, Order
from glabella.clinic.treatment import actions as treatment
from glabella.clinic.treatment.models import Treatment
from glabella.clinic.treatment.values import (
    Check,
    Ending,
    NewStart,
    NewVial,
    TimeOut,
)

# What a practice asks of everybody, answered with no.
NOTHING = (
    "pregnancy",
    "breastfeeding",
    "hypersensitivity_product_or_excipient",
    "infection_or_inflammation_at_site",
    "nmj_disorder_mg_or_lems",
    "motor_neuron_disease_als",
    "aminoglycoside_or_other_nmj_blocking_drug",
    "anticoagulant_or_antiplatelet",
    "anticholinergics_or_muscle_relaxants",
    "preexisting_dysphagia_or_respiratory_compromise",
    "prior_facial_surgery_or_ptosis_or_weak_frontalis",
)
HEADACHE: Mapping[str, object] = MappingProxyType(
    {
        "toxin_sessions": [],
        "chronic_migraine_diagnosis": True,
        "headache_days_per_month": [17, 16, 18],
        "migraine_days_per_month": [9, 8, 10],
        "headache_days_source": "diary",
        "headache_history_months": 14,
        "lifetime_attacks_1_1_or_1_2": 60,
        "alternative_diagnosis": "none",
        "headache_red_flags_asked_none": True,
        "medication_overuse": "absent",
        "preventives": [
            {"drug": "propranolol", "outcome": "not_tolerated"},
            {"drug": "amitriptyline", "outcome": "failed"},
            {"drug": "topiramate", "outcome": "failed"},
        ],
    }
)
# A signature that nobody wrote: a wave.
WAVE = "M10 60" + "".join(f"L{10 + 6 * n} {60 + (n % 4) * 7}" for n in range(1, 30))
MIGRAINE = "chronic_migraine"
STAGES = ("assessed", "planned", "agreed", "treated")


def walkers(stories: list[Story], house: House, *, at: datetime) -> Iterator[Deed]:
    """Yield the way of today of four people who come for the first time."""
    fresh = [
        story
        for story in stories
        if story.who.first_on is None
        and story.who.condition == MIGRAINE
        and story.who.outlet == 0
    ]
    for stage, story in zip(reversed(STAGES), fresh, strict=False):
        yield at - timedelta(hours=2), _walk(story, house, until=stage)


def _walk(story: Story, house: House, *, until: str) -> Act:
    def act(at: datetime) -> None:
        steps = (_assess, _plan, _agree, _treat)
        for step in steps[: STAGES.index(until) + 1]:
            step(story, house, at)
        if until != "treated":
            book_free(story, story.on, "treatment", at=at)

    return act


def _name(house: House) -> str:
    return house.users[Role.LEAD_CLINICIAN].name


def _assess(story: Story, house: House, at: datetime) -> None:
    by = house.actor(Role.LEAD_CLINICIAN, 0)
    values = {**dict.fromkeys(NOTHING, False), **HEADACHE}
    assessment.take_answers(story.id, NewAnswers(values, story.on), by=by, at=at)
    findings = {"frown_strength": "strong"}
    new = NewExamination(story.outlet, story.on, findings)
    assessment.examine(story.id, new, by=by, at=at)
    decision = SignedDecision(MIGRAINE, story.outlet, _name(house))
    assessment.decide(story.id, decision, by=by, at=at)


def _plan(story: Story, house: House, at: datetime) -> None:
    by = house.actor(Role.LEAD_CLINICIAN, 0)
    new = NewPlan(story.outlet, story.on, PRODUCT, (Order(MIGRAINE),))
    row = planning.draft(story.id, new, by=by, at=at)
    planning.approve(row, name=_name(house), version=row.version, by=by, at=at)


def _agree(story: Story, house: House, at: datetime) -> None:
    by = house.actor(Role.LEAD_CLINICIAN, 0)
    plan = Plan.objects.get(patient_id=story.id)
    language = story.who.language
    row = consent.prepare(story.id, plan.id, language=language, by=by, at=at)
    talk = NewTalk(
        explained_by=house.staff[Role.LEAD_CLINICIAN].id,
        qualification="neurology",
        held_at=at - timedelta(minutes=30),
        minutes=20,
        teach_back=(Answer("What will be done?", "Synthetic answer of the demo."),),
        capacity="has_capacity",
        judgement="Synthetic: the talk was held days ago.",
        judged_by=_name(house),
        is_copy_given=True,
    )
    consent.hold_talk(row.id, talk, by=by, at=at)
    _sign(story, row, house, at)


def _sign(story: Story, row: Consent, house: House, at: datetime) -> None:
    row.refresh_from_db()
    new = NewSignature(
        signer="patient",
        name=f"{story.who.given_names} {story.who.family_name}",
        strokes=WAVE,
        content_digest=row.content_digest,
    )
    consent.sign(row.id, new, by=house.actor(Role.LEAD_CLINICIAN, 0), at=at)


def _treat(story: Story, house: House, at: datetime) -> None:
    by = house.actor(Role.LEAD_CLINICIAN, 0)
    who = person(story.id)
    if who is None:
        return
    asked = TimeOut(
        is_identified=True, allergies="none", pregnancy="no", antithrombotics="no"
    )
    start = NewStart(
        plan=Plan.objects.get(patient_id=story.id).id,
        outlet=story.outlet,
        clinician=house.staff[Role.LEAD_CLINICIAN].id,
        time_out=asked,
        name=_name(house),
    )
    row = treatment.start(who, start, by=by, at=at)
    for _ in range(2):
        _dissolve(row, house, at)
    ending = Ending(
        name=_name(house),
        version=Treatment.objects.get(id=row.id).version,
        all_as_planned=True,
    )
    treatment.finish(row.id, ending, who=who, by=by, at=at)


def _dissolve(row: Treatment, house: House, at: datetime) -> None:
    by = house.actor(Role.LEAD_CLINICIAN, 0)
    lot = house.lots[1]
    new = NewVial(
        lot=lot.id,
        diluent="sodium chloride 9 mg/ml",
        diluent_ml=Decimal(2),
        reconstituted_at=at,
    )
    who = person(row.patient_id)
    if who is not None:
        one = treatment.add_vial(row.id, new, who=who, by=by, at=at)
        check = Check("scan", number=lot.number)
        treatment.check_dilution(one.id, check, by=by, at=at)
