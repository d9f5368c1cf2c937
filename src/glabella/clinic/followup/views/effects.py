"""Side effects: note one with its place, follow it, ask for spread again."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import answer_form, sent
from glabella.clinic.folder.tabs import tabs_of
from glabella.clinic.folder.whose import day_here, header_of
from glabella.clinic.followup.actions import effects as actions
from glabella.clinic.followup.forms.reviews import (
    EffectChangeForm,
    EffectForm,
    SpreadForm,
)
from glabella.clinic.followup.queries import reviews as queries
from glabella.clinic.followup.rules.triage import triage
from glabella.clinic.followup.shown import (
    answered,
    owed_rows,
    place_words,
    remedy_cards,
)
from glabella.clinic.followup.views.opened import language, page, there
from glabella.clinic.followup.words import CAUSALITY, SEVERITY
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.queries import outlet
from glabella.clinic.record import actions as recording
from glabella.clinic.record import queries as record
from glabella.clinic.record.models import Session, SideEffect
from glabella.clinic.record.values import NewSideEffect

_ANSWERS = {True: "yes", False: "no", None: ""}
_LATEST = 6  # sessions to choose from


def new(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Note an unwanted effect; the questions of distant spread are always asked."""
    sessions = record.sessions(request.person)[:_LATEST]
    session = _chosen(request, sessions)
    form = EffectForm(
        sent(request),
        effects=_effects(session),
        places=place_words(session, library=library(), language=language()),
    )

    def deed(data: dict[str, Any]) -> None:
        names = ("label", "effect", "onset_on", "ended_on", "place")
        codes = ("severity", "causality", "is_serious")
        made = NewSideEffect(
            session=session.id if session else None,
            **{name: data[name] for name in names + codes},
        )
        actions.note_effect(
            request.person.id, made, form.answers(), by=request.actor, at=request.at
        )

    words = page(
        request,
        _("New side effect"),
        _("Save the side effect"),
        done=_("The side effect is noted."),
        template="followup/effect_form.html",
        context={
            "session": session,
            "others": [row for row in sessions if row != session],
            "emergency": _emergency(),
        },
    )
    return answer_form(request, form, deed=deed, page=words)


def _chosen(request: PatientRequest, sessions: list[Session]) -> Session | None:
    """Return the session asked for, else the last one, with its sites."""
    wanted = request.GET.get("session", "")
    found = next((row for row in sessions if str(row.id) == wanted), None)
    row = found or (sessions[0] if sessions else None)
    return record.session(request.person, row.id) if row else None


def _effects(session: Session | None) -> list[tuple[str, str]]:
    """Return the effects that were seen with the session's protocol, each once."""
    protocol = library().protocols.get(session.protocol) if session else None
    if protocol is None:
        return []
    found = {
        each.id: each.name.in_language(language()) for each in protocol.side_effects
    }
    return sorted(found.items(), key=lambda pair: pair[1])


def _emergency() -> list[tuple[str, bool]]:
    return [
        (each.text.in_language(language()), each.basis.is_recalled)
        for each in triage().advice
    ]


def effect(request: PatientRequest, patient: UUID, row: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show a side effect with lots, spread, remedies that ask, and reports."""
    found = there(queries.effect(request.person, row))
    place = outlet(request.outlet) if request.outlet else None
    on = day_here(request)
    rows = (
        queries.owed((found,), country=place.profile, zone_of=place, library=library())
        if place
        else ()
    )
    known = queries.on_file(request.person)
    context = {
        "header": header_of(request),
        "tabs": tabs_of(request, "follow_up"),
        "effect": found,
        "severity": dict(SEVERITY).get(found.severity, found.severity),
        "causality": dict(CAUSALITY).get(found.causality, found.causality),
        "lots": [(each, _lot_url(each.lot_id)) for each in _lots(found)],
        "checks": _checks(found),
        "remedies": remedy_cards(found, known, language=language()),
        "owed": owed_rows(rows, on=on, language=language()),
        "reports": list(found.reports.all()),
    }
    return render(request, "followup/effect.html", context)


def _lots(found: SideEffect) -> list[Any]:
    return list(found.session.lots.all()) if found.session else []


def _lot_url(lot: UUID | None) -> str:
    """Return the page of a lot; "" for one that is not in stock."""
    return "" if lot is None else reverse("stock:lot", args=[lot])


def _checks(found: SideEffect) -> list[dict[str, Any]]:
    return [
        {
            "check": each,
            "answers": answered(each.answers, triage(), language=language()),
            "advice": [
                (one.text.in_language(language()), one.basis.is_recalled)
                for one in triage().words(each.answers)
            ],
        }
        for each in reversed(found.spread_checks.all())
    ]


def change(request: PatientRequest, patient: UUID, row: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Change what is known of an effect: its end, its weight, its cause."""
    found = there(queries.effect(request.person, row))
    before = {name: getattr(found, name) for name in EffectChangeForm.base_fields}
    before["is_serious"] = _ANSWERS[found.is_serious]
    form = EffectChangeForm(sent(request), initial=before)

    def deed(data: dict[str, Any]) -> None:
        version = data.pop("version")
        recording.change_side_effect(
            row, data, version=version, by=request.actor, at=request.at
        )

    words = page(
        request, _("Change the side effect"), _("Save"), back=_back(request, row)
    )
    return answer_form(request, form, deed=deed, page=words)


def spread(request: PatientRequest, patient: UUID, row: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Ask the questions of distant spread again."""
    found = there(queries.effect(request.person, row))
    form = SpreadForm(sent(request), initial={"version": found.version})

    def deed(data: dict[str, Any]) -> None:
        actions.check_spread(
            row,
            form.answers(),
            version=data["version"],
            by=request.actor,
            at=request.at,
        )

    words = page(
        request,
        _("Questions about distant spread"),
        _("Save the answers"),
        back=_back(request, row),
        template="followup/effect_form.html",
        context={"emergency": _emergency()},
    )
    return answer_form(request, form, deed=deed, page=words)


def _back(request: PatientRequest, row: UUID) -> str:
    return reverse("followup:effect", args=[request.person.id, row])
