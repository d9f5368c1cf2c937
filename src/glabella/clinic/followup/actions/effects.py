"""Deeds about side effects: note one with the questions of spread, ask them again."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.followup.actions.contacts import (
    checked_answers,
    state_symptoms,
)
from glabella.clinic.followup.models import SpreadCheck
from glabella.clinic.followup.rules.triage import triage
from glabella.clinic.people import laws
from glabella.clinic.record import actions as recording
from glabella.clinic.record.actions.tasks import open_urgent_finding
from glabella.clinic.record.models import SideEffect
from glabella.clinic.record.values import NewSideEffect


@transaction.atomic
def note_effect(
    patient: UUID,
    new: NewSideEffect,
    answers: Mapping[str, str],
    *,
    by: Actor,
    at: datetime,
) -> SideEffect:
    """Note an unwanted effect together with the questions of distant spread.

    A sign of spread is stated as a fact and opens an urgent task.

    Raises:
        DeedRefusedError: If a code is not known, or a day lies ahead.
    """
    row = recording.note_side_effect(patient, new, by=by, at=at)
    check_spread(row.id, answers, version=row.version, by=by, at=at)
    row.refresh_from_db()
    return row


@transaction.atomic
def check_spread(
    effect: UUID,
    answers: Mapping[str, str],
    *,
    version: int,
    by: Actor,
    at: datetime,
) -> SpreadCheck:
    """Keep the answers to the questions of spread for an effect.

    Raises:
        StaleError: If somebody else has changed the effect meanwhile.
        DeedRefusedError: If there is no such question or answer.
    """
    rules = triage()
    patient = laws.found(SideEffect.objects.filter(id=effect)).patient_id
    given = checked_answers(rules, answers)
    recording.note_spread_checked(effect, version=version, by=by, at=at)
    row = SpreadCheck.objects.create(
        side_effect_id=effect, answers=given, asked_at=at, asked_by_id=by.account
    )
    symptoms = rules.symptoms(given)
    state_symptoms(patient, symptoms, by=by, at=at)
    if symptoms:
        title = _("Signs that may be distant spread of toxin")
        open_urgent_finding(patient, title, about=effect, by=by, at=at)
    record("followup.check_spread", by=by, at=at, patient=patient, about=row.id)
    return row
