"""Reads of plans: the list of a person, one plan, the approved one, and its count."""

from datetime import date
from uuid import UUID

from glabella.clinic.people.cards import Person
from glabella.clinic.planning.compare import Comparison, compared, last_session
from glabella.clinic.planning.counting import Content, Counted, content_of, count
from glabella.clinic.planning.models import Plan
from glabella.clinic.planning.values import site_of
from glabella.clinic.practice.knowledge import library


def plans(who: Person) -> list[Plan]:
    """Return the plans of a person, the latest day first, with who made them."""
    rows = Plan.objects.filter(patient_id__in=who.ids)
    people = rows.select_related("made_by", "approved_by", "withdrawn_by", "outlet")
    return list(people.order_by("-on", "-made_at", "id"))


def plan_of(who: Person, key: UUID) -> Plan | None:
    """Return one plan of a person with its sites and confirmations."""
    rows = Plan.objects.filter(id=key, patient_id__in=who.ids)
    whole = rows.select_related("outlet", "made_by", "copied_from", "replaces")
    return whole.prefetch_related("sites", "confirmed").first()


def approved(who: Person, *, on: date | None = None) -> Plan | None:
    """Return the approved plan that stands: neither replaced nor withdrawn.

    Args:
        on: Leave out a plan that is meant for a later day than this. One that was meant
            for an earlier day still stands; the stage that treats says whether it may
            be used.
    """
    rows = Plan.objects.filter(
        patient_id__in=who.ids,
        approved_at__isnull=False,
        replaced_at__isnull=True,
        withdrawn_at__isnull=True,
    )
    if on is not None:
        rows = rows.filter(on__lte=on)
    whole = rows.select_related("outlet").prefetch_related("sites")
    return whole.order_by("-on", "-approved_at").first()


def counted(plan: Plan, who: Person, *, today: date) -> Counted:
    """Return a plan recounted on the sites that stand in it, as of today.

    Raises:
        UnknownNameError: If a protocol, product, scheme or option is gone.
        InputError: If a site cannot be counted.
    """
    return counted_content(content_of(plan), who, today=today)


def counted_content(content: Content, who: Person, *, today: date) -> Counted:
    """Return what an unsaved state of a plan would count up to; nothing is kept.

    Raises:
        UnknownNameError: If a protocol, product, scheme or option is gone.
        InputError: If a site cannot be counted.
    """
    return count(content, who, today=today, library=library())


def comparison(plan: Plan, who: Person) -> Comparison | None:
    """Return what a plan changes against the session that it follows."""
    session = last_session(who, on=plan.on, key=plan.copied_from_id)
    if session is None:
        return None
    sites = [site_of(row) for row in plan.sites.all()]
    return compared(sites, session, product=plan.product)
