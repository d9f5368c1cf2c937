"""The assessment of a patient: verdicts at a glance, and one protocol opened."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from glabella.clinic.accounts.roles import CLINICAL, PHYSICIANS
from glabella.clinic.assessment import queries
from glabella.clinic.assessment.findings import findings
from glabella.clinic.assessment.shows import protocol_show
from glabella.clinic.assessment.views.examining import finding_rows
from glabella.clinic.assessment.views.opened import page_context, visit_of
from glabella.clinic.assessment.visits import ALLOWING, Visit, fingerprint
from glabella.clinic.assessment.words import DEEDS, said, say
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.record import queries as record
from glabella.clinic.record.models import Decision
from glabella.core.eligibility import Assessment, Verdict
from glabella.core.interview import flips, questions
from glabella.core.protocol import Phase, Protocol
from glabella.protocols.citing import status_word
from glabella.protocols.wording import LABELS, PHASES

# Those a physician goes on with first.
_ORDER = (*reversed(Verdict),)


def overview(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show what each protocol says of the patient, and what is urgent."""
    seen = visit_of(request)
    made = seen.assess_all(seen.library.protocols.values())
    taken = record.decisions(request.person)
    decided = _decided(taken)
    rows = [_row(one, decided.get(one.protocol.id)) for one in made]
    examined = queries.examination(request.person)
    context = {
        **page_context(request, seen),
        "running": [row for row in rows if row["is_running"]],
        "others": sorted(
            (row for row in rows if not row["is_running"]),
            key=lambda row: (row["is_draft"], row["order"]),
        ),
        "examined": examined,
        "findings": finding_rows(examined.findings) if examined else [],
        "sites": queries.site_findings(request.person),
        "decisions": [
            {"id": row.id, "verdict": row.verdict, "on": row.on}
            | {"name": _name(seen, row.protocol)}
            for row in taken[:5]
        ],
        "catalogue_size": len(findings()),
        "may_write": bool(request.roles & CLINICAL),
        "may_sign": bool(request.roles & PHYSICIANS),
    }
    return render(request, "assessment/overview.html", context)


def _name(seen: Visit, protocol: str) -> str:
    """Return the name of a protocol; its id if it is not in the library any more."""
    known = seen.library.protocols.get(protocol)
    return protocol if known is None else said(known.name)


def _decided(rows: list[Decision]) -> dict[str, Decision]:
    """Return the newest decision about each protocol; the rows come newest first."""
    found: dict[str, Decision] = {}
    for row in rows:
        found.setdefault(row.protocol, row)
    return found


def _row(made: Assessment, decision: Decision | None) -> dict[str, Any]:
    protocol = made.protocol
    asked = questions(made)
    return {
        "id": protocol.id,
        "name": said(protocol.name),
        "verdict": made.verdict,
        "order": _ORDER.index(made.verdict),
        "phase": said(PHASES[made.phase]),
        "is_running": made.phase is Phase.CONTINUE,
        "label": said(LABELS[made.label.status]),
        "is_draft": made.signed_by is None,
        "asks": len(asked),
        "decision": decision,
    }


def protocol(request: PatientRequest, patient: UUID, protocol: str) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show one protocol's answer: each criterion as a word, with facts and source."""
    seen = visit_of(request)
    found = seen.library.protocols.get(protocol)
    if found is None:
        raise Http404("there is no such protocol")
    course = seen.course(found)
    made = seen.assess_in(found, course)
    show = protocol_show(made, seen, flips=flips(made, setting=seen.setting))
    context = {
        **page_context(request, seen),
        "show": show,
        "made": made,
        "phase": said(PHASES[made.phase]),
        "course": course,
        "asks": questions(made),
        "roles": _roles(seen, found),
        "decision": queries.latest_decision(request.person, found.id, on=seen.on),
        "allows": made.verdict in ALLOWING,
        "seen": fingerprint(made),
        "may_write": bool(request.roles & CLINICAL),
        "may_sign": bool(request.roles & PHYSICIANS),
        **{name: show.part(name) for name in ("deciding", "open", "weigh")},
        **{name: show.part(name) for name in ("met", "silent")},
    }
    return render(request, "assessment/protocol.html", context)


def _roles(seen: Visit, found: Protocol) -> list[dict[str, Any]]:
    """Return who may do what, with the source of the rule."""
    sources = seen.library.sources
    return [
        {
            "deed": DEEDS.get(role.deed, role.deed),
            "who": said(role.who),
            "status": status_word(role.basis.status, say()),
            "recalled": (role.basis.check or "-") if role.basis.is_recalled else "",
            "sources": [sources[key] for key in role.basis.sources if key in sources],
        }
        for role in queries.roles(seen, found)
    ]
