"""What can be added to a person, kind by kind: its form, its words, its deed."""

from collections.abc import Callable
from typing import Any

import attrs
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from glabella.clinic.desk.forms.clinical import AllergyForm, ProblemForm, TherapyForm
from glabella.clinic.desk.forms.people import (
    AlertForm,
    ContactForm,
    RegistrationForm,
    RelationForm,
    as_answer,
)
from glabella.clinic.folder.whose import refuse_through_glass
from glabella.clinic.people import actions
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.people.values import (
    BorderBasis,
    NewAllergy,
    NewContact,
    NewRelation,
)
from glabella.clinic.record import actions as record
from glabella.clinic.record.values import NewProblem, NewTherapy


@attrs.frozen
class Addition:
    """One kind of thing that can be added to a person."""

    title: str | Promise
    form: Callable[..., forms.Form]
    deed: Callable[[PatientRequest, dict[str, Any]], object]
    lead: str | Promise = ""


def _contact(request: PatientRequest, data: dict[str, Any]) -> None:
    answers = {name: as_answer(data[name]) for name in ("is_safe", "may_remind")}
    new = NewContact(**{**data, **answers})
    actions.add_contact(request.person.id, new, by=request.actor, at=request.at)


def _relation(request: PatientRequest, data: dict[str, Any]) -> None:
    told = as_answer(data["may_be_told"])
    new = NewRelation(**{**data, "may_be_told": told})
    actions.add_relation(request.person.id, new, by=request.actor, at=request.at)


def _alert(request: PatientRequest, data: dict[str, Any]) -> None:
    actions.add_alert(
        request.person.id,
        data["text"],
        is_clinical=not data["for_everybody"],
        by=request.actor,
        at=request.at,
    )


def _registration(request: PatientRequest, data: dict[str, Any]) -> None:
    refuse_through_glass(request)
    border = None
    if data["basis"].strip() and data["told_patient_on"]:
        border = BorderBasis(data["basis"].strip(), data["told_patient_on"])
    actions.register_at(
        request.person.id,
        by=request.actor,
        at=request.at,
        outlet=data["outlet"].id,
        border=border,
    )


CARD = {
    "contact": Addition(_("Add a contact"), ContactForm, _contact),
    "relation": Addition(_("Add a person beside the patient"), RelationForm, _relation),
    "alert": Addition(
        _("Add an alert"),
        AlertForm,
        _alert,
        _("It stands on every page of this patient until somebody ends it."),
    ),
    "registration": Addition(
        _("Open the record at another outlet"),
        RegistrationForm,
        _registration,
        _("The staff of that outlet can then read it."),
    ),
}


def _allergy(request: PatientRequest, data: dict[str, Any]) -> None:
    new = NewAllergy(**data)
    actions.add_allergy(request.person.id, new, by=request.actor, at=request.at)


def _problem(request: PatientRequest, data: dict[str, Any]) -> None:
    new = NewProblem(**data)
    record.note_problem(request.person.id, new, by=request.actor, at=request.at)


def _therapy(request: PatientRequest, data: dict[str, Any]) -> None:
    new = NewTherapy(**data)
    record.note_therapy(request.person.id, new, by=request.actor, at=request.at)


CLINICAL = {
    "allergy": Addition(_("Add an allergy"), AllergyForm, _allergy),
    "problem": Addition(_("Add a problem"), ProblemForm, _problem),
    "therapy": Addition(_("Add a medicine or therapy"), TherapyForm, _therapy),
}
