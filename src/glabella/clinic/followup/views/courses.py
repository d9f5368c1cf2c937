"""The follow-up page of a patient, scores entered by staff, and reviews of a course."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import answer_form, sent
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking.queries import visits_of
from glabella.clinic.folder.fields import NothingForm, ReasonForm
from glabella.clinic.folder.tabs import tabs_of
from glabella.clinic.folder.whose import day_here, header_of
from glabella.clinic.followup.actions import reviews as actions
from glabella.clinic.followup.forms.reviews import ReviewForm, ScoreForm
from glabella.clinic.followup.queries import reviews as queries
from glabella.clinic.followup.reading import Known, Reading, as_answer
from glabella.clinic.followup.shown import (
    Here,
    contact_card,
    course_card,
    owed_rows,
)
from glabella.clinic.followup.values import NewReview
from glabella.clinic.followup.views.opened import language, outlet_of, page, there
from glabella.clinic.followup.words import ADVICE
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.practice.knowledge import instruments, library
from glabella.clinic.practice.models import Outlet
from glabella.clinic.practice.queries import outlet
from glabella.clinic.record import actions as recording
from glabella.clinic.record import queries as record
from glabella.clinic.record.values import NewScore
from glabella.core.errors import InputError, UnknownNameError


def overview(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show what is due, how each course reads, contacts and side effects."""
    who, on = request.person, day_here(request)
    place = outlet(request.outlet) if request.outlet else None
    effects = queries.effects(who)
    context = {
        "header": header_of(request),
        "tabs": tabs_of(request, "follow_up"),
        "on": on,
        **_courses(request, place),
        "effects": effects,
        "contacts": [
            contact_card(row, language=language()) for row in queries.contacts(who)
        ],
        "reviews": [
            (ADVICE.get(row.advice, row.advice), row) for row in queries.reviews(who)
        ],
        "owed": _owed(effects, place, on=on),
    }
    return render(request, "followup/overview.html", context)


def _courses(request: PatientRequest, place: Outlet | None) -> dict[str, Any]:
    """Return the cards of the courses; without an outlet no country speaks."""
    if place is None:
        return {"courses": [], "is_unclear": False}
    try:
        found = queries.known(
            request.person,
            on=day_here(request),
            profile=place.profile,
            library=library(),
        )
    except UnknownNameError:  # a name from elsewhere must not close the page
        return {"courses": [], "is_unclear": True}
    visits = visits_of(request.person.ids)
    here = Here(language(), place.time_zone)
    cards = [
        course_card(each, found, visits, instruments=instruments(), here=here)
        for each in queries.courses(found, library=library(), instruments=instruments())
    ]
    return {"courses": cards, "is_unclear": False}


def _owed(
    effects: list[Any],
    place: Outlet | None,
    *,
    on: date,
) -> list[dict[str, Any]]:
    if place is None:
        return []
    rows = queries.owed(
        effects, country=place.profile, zone_of=place, library=library()
    )
    must = [row for row in rows if row.is_open and queries.must_report(row)]
    return owed_rows(must, on=on, language=language())


def score(request: PatientRequest, patient: UUID, instrument: str) -> HttpResponse:  # noqa: ARG001 in request.person
    """Enter the answers of an instrument, or its total where its text may not ship."""
    found = instruments().instruments.get(instrument)
    if found is None:
        raise Http404("there is no such instrument")
    form = ScoreForm(
        sent(request), instrument=found, initial={"taken_on": day_here(request)}
    )

    def deed(data: dict[str, Any]) -> None:
        new = NewScore(
            instrument=found.id,
            taken_on=data["taken_on"],
            items=form.items(),
            total=data.get("total"),
            answered_by=data["answered_by"],
        )
        _record(request, new)

    licence = instruments().licences.get(found.id)
    wording = found.wording(language())
    words = page(
        request,
        found.name.in_language(language()),
        _("Save the score"),
        done=_("The score is kept."),
        lead=wording.stem if wording else "",
        template="followup/score.html",
        context={"instrument": found, "licence": licence, "is_by_item": bool(wording)},
    )
    return answer_form(request, form, deed=deed, page=words)


def _record(request: PatientRequest, new: NewScore) -> None:
    """Record a score; what the scoring refuses is shown in the form."""
    try:
        recording.record_score(
            request.person.id,
            new,
            by=request.actor,
            at=request.at,
            instruments=instruments(),
        )
    except DeedRefusedError:
        raise
    except InputError as error:
        raise DeedRefusedError(
            error.what, where=error.where, mending=error.mending
        ) from error


def withdraw_score(request: PatientRequest, patient: UUID, row: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Withdraw a score that was entered by mistake."""
    if row not in {each.id for each in record.scores(request.person)}:
        raise Http404("this patient has no such score")

    def deed(_data: dict[str, Any]) -> None:
        recording.withdraw_score(row, by=request.actor, at=request.at)

    words = page(
        request,
        _("This score does not stand"),
        _("Withdraw"),
        lead=_("It is kept and no longer counts. A task that it opened stays open."),
        danger=True,
        icon="x",
        done=_("The score is withdrawn."),
    )
    return answer_form(request, NothingForm(sent(request)), deed=deed, page=words)


def review(request: PatientRequest, patient: UUID, session: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Keep how a course reads today, with what the clinician makes of it."""
    place = outlet_of(request)
    found, known = _reading(request, place, session)

    def deed(data: dict[str, Any]) -> None:
        new = NewReview(
            outlet=place.id,
            session=session,
            on=found.on,
            protocol=found.protocol.id,
            protocol_version=found.protocol.version,
            answer=as_answer(found),
            advice=found.response.decision.value,
            note=data["note"],
        )
        actions.store_review(request.person, new, by=request.actor, at=request.at)

    here = Here(language(), place.time_zone)
    card = course_card(found, known, (), instruments=instruments(), here=here)
    words = page(
        request,
        _("Review the course"),
        _("Keep the review"),
        lead=found.protocol.name.in_language(language()),
        done=_("The review is kept."),
        template="followup/review_form.html",
        context={"card": card},
    )
    return answer_form(request, ReviewForm(sent(request)), deed=deed, page=words)


def _reading(
    request: PatientRequest, place: Outlet, session: UUID
) -> tuple[Reading, Known]:
    found = queries.known(
        request.person, on=day_here(request), profile=place.profile, library=library()
    )
    rows = queries.courses(found, library=library(), instruments=instruments())
    for each in rows:
        if each.session.id == session:
            return each, found
    raise Http404("no course of this patient runs from that session")


def kept_review(request: PatientRequest, patient: UUID, row: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show a review with the figures as they were."""
    found = there(queries.review(request.person, row))
    protocol = library().protocols.get(found.protocol)
    context = {
        "header": header_of(request),
        "tabs": tabs_of(request, "follow_up"),
        "review": found,
        "name": protocol.name.in_language(language()) if protocol else found.protocol,
        "advice": ADVICE.get(found.advice, found.advice),
    }
    return render(request, "followup/review.html", context)


def withdraw_review(request: PatientRequest, patient: UUID, row: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Withdraw a review that was kept by mistake."""
    there(queries.review(request.person, row))

    def deed(data: dict[str, Any]) -> None:
        reason = data["reason"]
        actions.withdraw_review(row, reason=reason, by=request.actor, at=request.at)

    words = page(
        request,
        _("This review does not stand"),
        _("Withdraw"),
        danger=True,
        icon="x",
        back=reverse("followup:kept_review", args=[request.person.id, row]),
        done=_("The review is withdrawn."),
    )
    return answer_form(request, ReasonForm(sent(request)), deed=deed, page=words)
