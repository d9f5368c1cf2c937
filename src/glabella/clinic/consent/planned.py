"""What a plan on file asks a consent for: its making, its scope, its uses."""

from collections.abc import Mapping
from decimal import Decimal

import attrs

from glabella.clinic.consent.making import Making, OwnClause, making
from glabella.clinic.consent.models import Clause
from glabella.clinic.consent.reflection import Reflection, reflection_for
from glabella.clinic.consent.values import Scope
from glabella.clinic.planning.models import Plan
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.queries import decisions
from glabella.core.practice import Practice
from glabella.core.protocol import Label

Sites = Mapping[tuple[str, str, int], Decimal]  # units by muscle, side and point


def making_of(plan: Plan) -> Making:
    """Return what a consent to a plan is made of, the clinic's own clauses included."""
    clauses = Clause.objects.filter(outlet_id=plan.outlet_id, ended_at__isnull=True)
    made = _making(plan, decisions())
    return attrs.evolve(
        made,
        reach=plan.outlet.phone,
        clauses=tuple(OwnClause(c.language, c.title, c.text) for c in clauses),
    )


def scope_of(plan: Plan) -> Scope:
    """Return what a consent must cover for a plan to go ahead; labels apart."""
    return _making(plan, Practice()).scope


def scope_of_sites(plan: Plan, sites: Sites) -> Scope:
    """Return what a consent must cover for what was given by a plan; labels apart."""
    return _making(plan, Practice(), sites=sites).scope


def unauthorised(plan: Plan) -> tuple[str, ...]:
    """Return the protocols of a plan whose use is not known to be authorised now."""
    labels = _making(plan, decisions()).labels
    return tuple(
        name for name, one in labels.items() if one.status is not Label.ON_LABEL
    )


def reflection_of(plan: Plan) -> Reflection:
    """Return the rule of the time to reflect for a plan, by country and use."""
    uses = {library().protocol(one).use for one in protocols_of(plan)}
    return reflection_for(plan.outlet.profile, sorted(uses))


def protocols_of(plan: Plan) -> tuple[str, ...]:
    """Return the ids of a plan's protocols, the main one first."""
    return tuple(order["protocol"] for order in plan.orders)


def _making(plan: Plan, practice: Practice, *, sites: Sites | None = None) -> Making:
    planned: Sites = {
        (site.muscle, site.side, site.point): site.units for site in plan.sites.all()
    }
    return making(
        planned if sites is None else sites,
        protocols=protocols_of(plan),
        product=plan.product,
        profile=plan.profile,
        practice=practice,
    )
