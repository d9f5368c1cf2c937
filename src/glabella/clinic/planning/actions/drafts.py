"""Deeds on drafts: begin one, choose anew, move and change sites, copy a session."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import attrs
from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.planning.compare import sites_of
from glabella.clinic.planning.counting import Content, content_of, proposed
from glabella.clinic.planning.models import Plan
from glabella.clinic.planning.placing import in_order, placed
from glabella.clinic.planning.saving import draft_of, refusing, today_of, whose, write
from glabella.clinic.planning.values import NewPlan, NewSite, Order, order_of
from glabella.clinic.practice.knowledge import figures, library
from glabella.clinic.practice.models import Outlet
from glabella.clinic.record.models import Session


@transaction.atomic
def draft(patient: UUID, new: NewPlan, *, by: Actor, at: datetime) -> Plan:
    """Begin a plan: the sites that the schemes propose, each where its muscle is drawn.

    Raises:
        DeedRefusedError: If no protocol is chosen, one is chosen twice, the day has
            passed, or the plan cannot be counted.
    """
    row = _begun(patient, new, by=by, at=at)
    content = _content(row, new, at=at)
    write(row, _with_proposed(content, row, at=at), at=at)
    record("planning.draft", by=by, at=at, patient=patient, about=row.id)
    return row


@transaction.atomic
def change_orders(
    plan: Plan, new: NewPlan, *, version: int, by: Actor, at: datetime
) -> Plan:
    """Choose protocols, product, day or scheme anew; the sites are proposed anew.

    Raises:
        StaleError: If somebody else has changed the plan since `version`.
        DeedRefusedError: If it is no draft, or the new choice cannot be counted.
    """
    row = draft_of(plan, version=version)
    content = _content(row, new, at=at)
    row.note = new.note
    write(row, _with_proposed(content, row, at=at), at=at)
    record("planning.change_orders", by=by, at=at, patient=row.patient_id, about=row.id)
    return row


@transaction.atomic
def change_sites(
    plan: Plan,
    sites: Sequence[NewSite],
    *,
    version: int,
    by: Actor,
    at: datetime,
) -> Plan:
    """Leave these sites in the plan, and no others; all is counted anew.

    Raises:
        StaleError: If somebody else has changed the plan since `version`.
        DeedRefusedError: If it is no draft, or a site cannot be counted: named twice,
            without units, of a muscle or figure that nobody knows.
    """
    row = draft_of(plan, version=version)
    for site in sites:
        _check(site)
    write(row, attrs.evolve(content_of(row), sites=tuple(sites)), at=at)
    record("planning.change_sites", by=by, at=at, patient=row.patient_id, about=row.id)
    return row


@transaction.atomic
def copy_session(  # noqa: PLR0913 what is copied to whom, for which day and place
    patient: UUID,
    session: Session,
    *,
    on: date,
    outlet: UUID,
    by: Actor,
    at: datetime,
) -> Plan:
    """Begin a plan with the sites of an earlier session, of the same product.

    Protocols and schemes are those of the plan that was approved for that day, if there
    was one; else the protocol of the session.

    Raises:
        DeedRefusedError: If the session has no sites, or cannot be planned any more.
    """
    new = NewPlan(outlet, on, session.product, _orders_of(patient, session))
    row = _begun(patient, new, by=by, at=at)
    content = _content(row, new, at=at)
    sites = sites_of(session)
    if not sites:
        raise DeedRefusedError(
            _("no sites are on record for this session."),
            where=_("session"),
            mending=_("Begin a new plan."),
        )
    row.copied_from = session
    write(row, attrs.evolve(content, sites=_put(sites)), at=at)
    record("planning.copy_session", by=by, at=at, patient=patient, about=row.id)
    return row


# ---- how a plan begins ---------------------------------------------------------------


def _begun(patient: UUID, new: NewPlan, *, by: Actor, at: datetime) -> Plan:
    """Return an empty draft; nothing refers to it before it is written in full."""
    outlet = Outlet.objects.get(id=new.outlet)
    return Plan.objects.create(
        patient_id=patient,
        outlet=outlet,
        on=new.on,
        product=new.product,
        profile=outlet.profile,
        status="no_dose",
        total_units=Decimal(0),
        note=new.note,
        made_at=at,
        made_by_id=by.account,
        version=0,
    )


def _content(row: Plan, new: NewPlan, *, at: datetime) -> Content:
    """Return what a choice says, checked.

    Raises:
        DeedRefusedError: If it names no protocol, one twice, or a day that has passed.
    """
    names = [one.protocol for one in new.orders]
    if not names or len(set(names)) != len(names):
        raise DeedRefusedError(
            _("choose at least one protocol, and each only once."),
            where=_("protocols"),
        )
    if new.on < today_of(row, at):
        raise DeedRefusedError(
            _("the day of the plan has passed."),
            where=_("day"),
            mending=_("Choose today or a later day."),
        )
    return Content(row.outlet, new.on, new.product, new.orders, ())


def _with_proposed(content: Content, row: Plan, *, at: datetime) -> Content:
    with refusing():
        sites = proposed(
            content,
            whose(row),
            today=today_of(row, at),
            library=library(),
        )
    return attrs.evolve(content, sites=sites)


def _check(site: NewSite) -> None:
    """Refuse a site of a muscle or figure that nobody knows, or half a place."""
    drawn = figures().get(site.figure)
    is_drawn = not site.figure or (drawn is not None and site.muscle in drawn.muscles)
    is_placed = (site.x is None) == (site.y is None)
    if site.muscle in library().muscles and is_drawn and is_placed:
        return
    raise DeedRefusedError(
        _("this muscle is not known, or does not stand on this figure."),
        where=f"{site.muscle} {site.side} {site.point}",
        mending=_("Choose the muscle and the figure from the lists."),
    )


# ---- from an earlier session ---------------------------------------------------------


def _orders_of(patient: UUID, session: Session) -> tuple[Order, ...]:
    rows = Plan.objects.filter(
        patient_id__in={patient, session.patient_id},
        on=session.on,
        product=session.product,
        approved_at__isnull=False,
    )
    made = rows.order_by("-approved_at").first()
    if made is None:
        return (Order(session.protocol, sides="both"),)
    return tuple(map(order_of, made.orders))


def _put(sites: Sequence[NewSite]) -> tuple[NewSite, ...]:
    """Return the sites, each on a figure.

    One that stands where its muscle is merely drawn goes on to say so.
    """
    bare = [attrs.evolve(one, figure="", x=None, y=None) for one in sites]
    drawn = {one.key: one for one in placed(bare, figures(), landmarks=frozenset())}
    return in_order(_kept(one, drawn[one.key]) for one in sites)


def _kept(site: NewSite, drawn: NewSite) -> NewSite:
    if not site.figure or (site.x, site.y) == (drawn.x, drawn.y):
        return drawn
    return attrs.evolve(site, is_schematic=False)
