"""How a draft is written: its sites in order, what they count up to, and its version.

Only the deeds of this app call this; each within its own transaction.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.people.cards import Person, person
from glabella.clinic.people.laws import found
from glabella.clinic.planning.answer import answer_of
from glabella.clinic.planning.counting import Content, Counted, content_of, count
from glabella.clinic.planning.models import Plan, PlanSite
from glabella.clinic.planning.placing import in_order
from glabella.clinic.planning.values import NewSite, core_side, order_row
from glabella.clinic.planning.words import said_sites
from glabella.clinic.practice.knowledge import figures, library
from glabella.clinic.practice.queries import today_at
from glabella.core.errors import InputError

THOUSANDTH = Decimal("0.001")


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what the core cannot count into a refusal of the deed."""
    try:
        yield
    except DeedRefusedError:
        raise
    except InputError as error:
        raise DeedRefusedError(
            _("this cannot be counted: %(why)s") % {"why": error.what},
            where=error.where,
            mending=error.mending,
        ) from error


def draft_of(plan: Plan, *, version: int | None = None) -> Plan:
    """Return the plan, locked; refuse one that is no draft, or was changed meanwhile.

    Raises:
        StaleError: If somebody else has changed it since `version`; it shows theirs.
        DeedRefusedError: If it is approved, replaced or withdrawn.
    """
    row: Plan = found(Plan.objects.filter(id=plan.id))
    if not row.is_draft:
        raise DeedRefusedError(
            _("this plan is no draft any more."),
            where=_("plan"),
            mending=_("Make a new plan; once approved it replaces this one."),
        )
    if version is not None and row.version != version:
        raise StaleError({_("sites"): said_sites(row.sites.all())})
    return row


def whose(row: Plan) -> Person:
    """Return the person of a plan.

    Raises:
        DeedRefusedError: If there is no such card.
    """
    found_person = person(row.patient_id)
    if found_person is None:
        raise DeedRefusedError(_("there is no such patient."))
    return found_person


def today_of(row: Plan, at: datetime) -> date:
    """Return which day it is where the plan belongs."""
    return today_at(row.outlet, at=at)


def write(row: Plan, content: Content, *, at: datetime) -> Counted:
    """Write what a draft says now, and count it anew.

    The caller holds the lock of the row, or has just made it.

    Raises:
        DeedRefusedError: If it cannot be counted.
    """
    with refusing():
        counted = count(content, whose(row), today=today_of(row, at), library=library())
        rows = [
            order_row(one, library().protocol(one.protocol)) for one in content.orders
        ]
    row.sites.all().delete()
    PlanSite.objects.bulk_create(_rows(row, in_order(content.sites), counted))
    row.on, row.product, row.orders = content.on, content.product, rows
    keep_count(row, counted)
    return counted


def keep_count(row: Plan, counted: Counted) -> None:
    """Keep what a count said with the plan, one version on."""
    row.status = counted.status.value
    row.total_units = sum((site.units for site in row.sites.all()), Decimal(0))
    row.answer = answer_of(counted)
    row.version += 1
    row.save()


def recounted(row: Plan, *, at: datetime) -> Counted:
    """Return a plan on file, counted as it stands.

    Raises:
        DeedRefusedError: If it cannot be counted any more.
    """
    with refusing():
        return count(
            content_of(row), whose(row), today=today_of(row, at), library=library()
        )


def _rows(row: Plan, sites: Sequence[NewSite], counted: Counted) -> Iterator[PlanSite]:
    printed = {
        (one.muscle, one.side, one.point): one for one in counted.recount.proposed
    }
    changed = {(one.muscle, one.side, one.point) for one in counted.recount.differences}
    main = [one.protocol.id for one in counted.assessments][:1]
    for position, site in enumerate(sites, start=1):
        key = (site.muscle, core_side(site.side), site.point)
        own = printed.get(key)
        yield PlanSite(
            plan=row,
            position=position,
            muscle=site.muscle,
            side=site.side,
            point=site.point,
            units=site.units,
            scheme_units=own.units if own else None,
            volume_ml=_volume(site.units, counted),
            figure=site.figure,
            figure_version=site.figure_version or _version(site.figure),
            x=site.x,
            y=site.y,
            depth=site.depth,
            protocols=list(own.protocols if own else site.protocols or main),
            is_by_hand=key in changed,
            is_schematic=site.is_schematic,
            note=site.note,
        )


def _version(figure: str) -> str:
    known = figures().get(figure)
    return known.version if known else ""


def _volume(units: Decimal, counted: Counted) -> Decimal | None:
    """Return the millilitres of a dose, to the last digit that a table shows."""
    if counted.preparation is None:
        return None
    strength = counted.preparation.concentration.units_per_ml
    ml = units * strength.denominator / strength.numerator
    return ml.quantize(THOUSANDTH)
