"""What a plan on file asks a consent for: its making, its scope, its uses."""

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


def reflection_of(plan: Plan) -> Reflection:
    """Return the rule of the time to reflect for a plan, by country and use."""
    uses = {library().protocol(one).use for one in protocols_of(plan)}
    return reflection_for(plan.outlet.profile, sorted(uses))


def protocols_of(plan: Plan) -> tuple[str, ...]:
    """Return the ids of a plan's protocols, the main one first."""
    return tuple(order["protocol"] for order in plan.orders)


def _making(plan: Plan, practice: Practice) -> Making:
    sites: dict[tuple[str, str, int], Decimal] = {
        (site.muscle, site.side, site.point): site.units for site in plan.sites.all()
    }
    return making(
        sites,
        protocols=protocols_of(plan),
        product=plan.product,
        profile=plan.profile,
        practice=practice,
    )
