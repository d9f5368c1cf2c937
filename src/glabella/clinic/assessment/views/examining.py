"""The baseline examination: a form, what was found, and what it means for muscles."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.roles import CLINICAL
from glabella.clinic.assessment import actions, queries
from glabella.clinic.assessment.findings import by_side, findings, meaning
from glabella.clinic.assessment.forms.deeds import SIDE_WORDS, ExaminationForm
from glabella.clinic.assessment.models import Examination
from glabella.clinic.assessment.values import NewExamination
from glabella.clinic.assessment.views.opened import (
    form_page,
    outlet_here,
    page_context,
    visit_of,
)
from glabella.clinic.assessment.words import said
from glabella.clinic.folder.fields import ReasonForm
from glabella.clinic.folder.whose import day_here
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.practice.knowledge import library


def examinations(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show every examination, the newest first, with what it means for muscles."""
    rows = [
        {"row": row, "findings": finding_rows(row.findings), "sites": site_rows(row)}
        for row in queries.examinations(request.person)
    ]
    context = {
        **page_context(request, visit_of(request)),
        "rows": rows,
        "may_write": bool(request.roles & CLINICAL),
    }
    return render(request, "assessment/examinations.html", context)


def finding_rows(values: Mapping[str, object]) -> list[dict[str, str]]:
    """Return the findings of an examination in words, in the order of the catalogue."""
    rows = []
    for definition in findings().values():
        if definition.id not in values:
            continue
        parts = []
        for side, chosen in by_side(definition, values[definition.id]).items():
            words = ", ".join(
                said(option.text)
                for option in definition.options
                if option.id in chosen
            )
            parts.append(f"{SIDE_WORDS[side]}: {words}" if side else words)
        rows.append({"text": said(definition.text), "value": "; ".join(parts)})
    return rows


def site_rows(row: Examination) -> list[dict[str, Any]]:
    """Return what an examination means: one line for each text, with its muscles."""
    muscles = library().muscles
    found: dict[tuple[str, str, str], list[str]] = {}
    for site in meaning(row.findings, catalogue=findings(), known=library()):
        key = (site.effect, said(site.text), site.status)
        name = said(muscles[site.muscle].name)
        side = f" ({SIDE_WORDS[site.side]})" if site.side else ""
        found.setdefault(key, []).append(f"{name}{side}")
    return [
        {"effect": effect, "text": text, "status": status, "muscles": ", ".join(names)}
        for (effect, text, status), names in found.items()
    ]


def examine(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Take down a baseline examination."""
    initial = {"on": day_here(request)}
    form = ExaminationForm(sent(request), catalogue=findings(), initial=initial)

    def deed(data: dict[str, Any]) -> None:
        new = NewExamination(
            outlet=outlet_here(request).id,
            on=data["on"],
            findings=form.findings(),
            note=data["note"],
        )
        actions.examine(request.person.id, new, by=request.actor, at=request.at)

    page = form_page(
        request,
        _("Baseline examination"),
        _("Keep"),
        lead=_(
            "Before any plan. What nobody looks at stays open; it does not count as"
            " normal."
        ),
        done=_("The examination is kept. Its findings stand beside the map."),
        template="assessment/examine.html",
        context={"groups": form.groups()},
        back=reverse("assessment:examinations", args=[request.person.id]),
    )
    return answer_form(request, form, deed=deed, page=page)


def withdraw_examination(
    request: PatientRequest,
    patient: UUID,  # noqa: ARG001 in request.person
    examination: UUID,
) -> HttpResponse:
    """Withdraw an examination made by mistake."""
    rows = queries.examinations(request.person)
    if examination not in {row.id for row in rows}:
        raise Http404("this patient has no such examination")

    def deed(data: dict[str, Any]) -> None:
        actions.withdraw_examination(
            examination, reason=data["reason"], by=request.actor, at=request.at
        )

    page: FormPage = form_page(
        request,
        _("Withdraw the examination"),
        _("Withdraw"),
        lead=_("It can still be read, but counts no more; nor do the facts it stated."),
        done=_("Withdrawn. It can still be read."),
        danger=True,
        icon="undo-2",
        back=reverse("assessment:examinations", args=[request.person.id]),
    )
    return answer_form(request, ReasonForm(sent(request)), deed=deed, page=page)
