"""What can be ended on a person, kind by kind. Ending keeps the row on file."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol
from uuid import UUID

import attrs
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from glabella.clinic.accounts.roles import CARE_TEAM, READERS, Role
from glabella.clinic.folder.fields import NothingForm, ReasonForm
from glabella.clinic.people import actions, queries
from glabella.clinic.people.models import Registration
from glabella.clinic.people.request import PatientRequest


class Row(Protocol):
    """Anything with a public id."""

    id: UUID


@attrs.frozen
class Ending:
    """One kind of thing that can be ended."""

    title: str | Promise
    rows: Callable[[PatientRequest], Iterable[Row]]
    deed: Callable[[PatientRequest, UUID, dict[str, Any]], object]
    form: Callable[..., forms.Form] = NothingForm


def _contact(request: PatientRequest, row: UUID, _data: dict[str, Any]) -> None:
    actions.end_contact(row, by=request.actor, at=request.at)


def _relation(request: PatientRequest, row: UUID, _data: dict[str, Any]) -> None:
    actions.end_relation(row, by=request.actor, at=request.at)


def _alert(request: PatientRequest, row: UUID, _data: dict[str, Any]) -> None:
    actions.end_alert(row, by=request.actor, at=request.at)


def _registration(request: PatientRequest, row: UUID, _data: dict[str, Any]) -> None:
    actions.end_registration(row, by=request.actor, at=request.at)


def _contacts(request: PatientRequest) -> Iterable[Row]:
    return queries.contacts(request.person)


def _relations(request: PatientRequest) -> Iterable[Row]:
    return queries.relations(request.person)


def _alerts(request: PatientRequest) -> Iterable[Row]:
    """Return the alerts that the asker can read: nobody ends what they cannot see."""
    is_clinical = bool(request.roles & READERS)
    return queries.alerts(request.person, is_clinical=is_clinical)


def registrations_here(request: PatientRequest) -> list[Registration]:
    """Return the registrations that the asker may end: a lead clinician all of them.

    Others shut the record at outlets where they work, and take it from no other.
    """
    rows = queries.numbers(request.person)
    if Role.LEAD_CLINICIAN in request.roles:
        return rows
    mine = request.standing.roles_at
    return [row for row in rows if mine([row.outlet_id]) & CARE_TEAM]


CARD_ENDINGS = {
    "contact": Ending(_("Take this contact out of use"), _contacts, _contact),
    "relation": Ending(_("End this relation"), _relations, _relation),
    "alert": Ending(_("End this alert"), _alerts, _alert),
    "registration": Ending(
        _("Close the record at this outlet"), registrations_here, _registration
    ),
}


def _allergy(request: PatientRequest, row: UUID, data: dict[str, Any]) -> None:
    actions.end_allergy(row, reason=data["reason"], by=request.actor, at=request.at)


def _allergies(request: PatientRequest) -> Iterable[Row]:
    return queries.allergies(request.person)


CLINICAL_ENDINGS = {
    "allergy": Ending(
        _("This allergy does not stand"), _allergies, _allergy, ReasonForm
    ),
}
