"""What can be ended on a person, kind by kind. Ending keeps the row on file."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol
from uuid import UUID

import attrs
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from glabella.clinic.desk.forms.plain import NothingForm, ReasonForm
from glabella.clinic.people import actions, queries
from glabella.clinic.people.cards import Person
from glabella.clinic.people.request import PatientRequest


class Row(Protocol):
    """Anything with a public id."""

    id: UUID


@attrs.frozen
class Ending:
    """One kind of thing that can be ended."""

    title: str | Promise
    rows: Callable[[Person], Iterable[Row]]
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


CARD_ENDINGS = {
    "contact": Ending(_("Take this contact out of use"), queries.contacts, _contact),
    "relation": Ending(_("End this relation"), queries.relations, _relation),
    "alert": Ending(_("End this alert"), queries.alerts, _alert),
    "registration": Ending(
        _("Close the record at this outlet"), queries.numbers, _registration
    ),
}


def _allergy(request: PatientRequest, row: UUID, data: dict[str, Any]) -> None:
    actions.end_allergy(row, reason=data["reason"], by=request.actor, at=request.at)


CLINICAL_ENDINGS = {
    "allergy": Ending(
        _("This allergy does not stand"), queries.allergies, _allergy, ReasonForm
    ),
}
