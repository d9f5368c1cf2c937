"""Reads of treatments: what is open, what was given, and what a plan still lacks."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q

from glabella.clinic.people.cards import Person
from glabella.clinic.planning.models import Plan
from glabella.clinic.record.models import Session, SideEffect
from glabella.clinic.treatment import readiness
from glabella.clinic.treatment.models import (
    Reaction,
    TreatedSite,
    Treatment,
    TreatmentVial,
)
from glabella.clinic.treatment.values import GIVEN, Lacking, Ready, TimeOut, Totals


def open_treatment(who: Person) -> Treatment | None:
    """Return the treatment of a person that is open, or None."""
    rows = Treatment.objects.filter(patient_id__in=who.ids, state="open")
    return rows.select_related("clinician__user", "outlet", "plan", "consent").first()


def open_at(outlet: UUID) -> list[Treatment]:
    """Return the unfinished records of an outlet, the oldest first."""
    rows = Treatment.objects.filter(outlet_id=outlet, state="open")
    counted = rows.annotate(
        all_sites=Count("sites"),
        waiting=Count("sites", filter=Q(sites__state="planned")),
    )
    people = counted.select_related("patient", "clinician__user")
    return list(people.order_by("started_at", "id"))


def treatment_of(who: Person, key: UUID) -> Treatment | None:
    """Return one treatment of a person."""
    rows = Treatment.objects.filter(id=key, patient_id__in=who.ids)
    return rows.select_related(
        "clinician__user", "outlet", "plan", "consent", "session"
    ).first()


def treatment_of_session(session: Session) -> Treatment | None:
    """Return the treatment a session was sealed from; None for an imported one."""
    rows = Treatment.objects.filter(session=session)
    return rows.select_related("clinician__user", "time_out_by", "plan").first()


def sites_of(row: Treatment) -> list[TreatedSite]:
    """Return the sites in the order injected."""
    return list(row.sites.order_by("position"))


def vials_of(row: Treatment) -> list[TreatmentVial]:
    """Return the vials that serve a treatment, in the order added."""
    rows = row.vials.filter(removed_at__isnull=True)
    whole = rows.select_related("vial", "lot", "added_by", "checked_by")
    return list(whole.order_by("added_at", "id"))


def reactions_of(row: Treatment) -> list[Reaction]:
    """Return the reactions on the spot, in time."""
    return list(row.reactions.select_related("recorded_by"))


def totals(sites: Sequence[TreatedSite], vials: Sequence[TreatmentVial]) -> Totals:
    """Return the units planned, given, waiting and in the vials."""
    zero = Decimal(0)
    return Totals(
        planned=sum((site.planned_units or zero for site in sites), zero),
        given=sum((site.units for site in sites if site.state in GIVEN), zero),
        waiting=sum((site.units for site in sites if site.state == "planned"), zero),
        in_vials=sum(
            (one.vial.units_left if one.vial else one.vial_units for one in vials), zero
        ),
    )


def lacking(
    ready: Ready, plan: Plan | None, time_out: TimeOut | None = None
) -> tuple[Lacking, ...]:
    """Return what a treatment still lacks; warnings stand last."""
    return readiness.lacking(ready, plan, time_out)


def given_up(who: Person) -> list[Treatment]:
    """Return the treatments that were given up, the newest first."""
    rows = Treatment.objects.filter(patient_id__in=who.ids, state="abandoned")
    return list(rows.select_related("abandoned_by").order_by("-abandoned_at"))


def effects_of(session: Session) -> list[SideEffect]:
    """Return the unwanted effects noted after a session, the first to begin on top."""
    return list(session.side_effects.order_by("onset_on", "noted_at"))
