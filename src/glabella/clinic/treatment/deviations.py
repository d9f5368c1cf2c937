"""What is wrong with a treatment that was given: read from its rows, never guessed.

Nothing of this refuses the record. Each has a name, together they have a reason, and
the lead looks at them.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from glabella.clinic.assessment.visits import facts_of
from glabella.clinic.consent.models import Consent
from glabella.clinic.consent.planned import scope_of_sites
from glabella.clinic.consent.standing import gaps_of, standing
from glabella.clinic.people.cards import Person
from glabella.clinic.planning.models import Plan
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.queries import today_at
from glabella.clinic.record import queries as record
from glabella.clinic.treatment.models import Treatment, TreatmentVial
from glabella.clinic.treatment.readiness import ALLOWING
from glabella.clinic.treatment.values import GIVEN
from glabella.core.errors import UnknownNameError
from glabella.core.ledger import Ledger, ledger
from glabella.core.profile import ledger_rules
from glabella.core.sessions import administrations, overrides

WORDS: MappingProxyType[str, Promise] = MappingProxyType(
    {
        "no_documented_consent": _("No documented consent"),
        "beyond_consent": _("More, or elsewhere, than the consent covers"),
        "no_decision": _("No decision that allows it"),
        "too_early": _("Earlier than the interval allows"),
        "over_cap": _("More units than the limit leaves"),
        "expired": _("A lot past its expiry"),
        "recalled_lot": _("A lot that is recalled or in quarantine"),
        "stock_mismatch": _("Vials and units do not match the stock"),
        "unchecked_dilution": _("Dilution not confirmed by a second look"),
        "no_time_out": _("No time-out on record"),
    }
)


def deviations(row: Treatment, who: Person, *, units: Decimal) -> tuple[str, ...]:
    """Return what deviates in a treatment, in a steady order.

    Args:
        units: What was injected in all; 0 while nothing is ticked.
    """
    vials = list(
        row.vials.filter(removed_at__isnull=True).select_related("lot", "vial")
    )
    found = {
        *_consent(row, who),
        *_decision(row, who),
        *_ledger(row, who, units=units),
        *_lots(row, vials),
        *_clocks(row, vials),
        *_stock(vials, units=units),
    }
    return tuple(code for code in WORDS if code in found)


def _consent(row: Treatment, who: Person) -> Iterator[str]:
    plan = row.plan
    if plan is None:
        yield "no_documented_consent"
    else:
        found = standing(who, plan, on=row.on)
        if not found.may_start:
            yield "no_documented_consent"
        elif found.consent is not None and _is_beyond(found.consent, row, plan):
            yield "beyond_consent"


def _is_beyond(consent: Consent, row: Treatment, plan: Plan) -> bool:
    """Return whether more was given, or elsewhere, than the patient agreed to."""
    given = row.sites.filter(state__in=GIVEN)
    sites = {(one.muscle, one.side, one.point): one.units for one in given}
    wanted = scope_of_sites(plan, sites)
    return any(gaps_of(consent, wanted, on=row.on))


def _decision(row: Treatment, who: Person) -> Iterator[str]:
    for name in protocols_of(row):
        made = record.decisions(who, protocol=name)
        last = next((one for one in made if one.on <= row.on), None)
        if last is None or last.verdict not in ALLOWING:
            yield "no_decision"
    if row.time_out_at is None:
        yield "no_time_out"


def _ledger(row: Treatment, who: Person, *, units: Decimal) -> Iterator[str]:
    """Yield what the ledger says, before this session is entered into it."""
    try:
        ledgers = _ledgers(row, who)
    except UnknownNameError:  # a name from elsewhere must not close the record
        return
    for found in ledgers:
        if found.earliest is None or found.earliest > row.on:
            yield "too_early"
        if found.remaining is not None and units > found.remaining:
            yield "over_cap"


def _ledgers(row: Treatment, who: Person) -> list[Ledger]:
    books = library()
    # As at the start: a product that nobody knows counts as another toxin.
    facts = facts_of(who, on=row.on, library=books)
    profile = books.profile(row.plan.profile if row.plan else row.outlet.profile)
    protocols = [books.protocol(name) for name in protocols_of(row)]
    rules = ledger_rules(profile, protocols, product=row.product)
    given, lifted = administrations(facts), overrides(facts)
    return [ledger(row.on, given, rule=rule, overrides=lifted) for rule in rules]


def protocols_of(row: Treatment) -> list[str]:
    """Return the protocols a treatment follows, the main one first."""
    return [one["protocol"] for one in row.plan.orders] if row.plan else [row.protocol]


def _lots(row: Treatment, vials: Sequence[TreatmentVial]) -> Iterator[str]:
    for one in vials:
        if one.expires_on is not None and one.expires_on < row.on:
            yield "expired"
        lot = one.lot
        if lot is not None and (lot.recalled_at or lot.quarantined_at):
            yield "recalled_lot"
        if one.checked_at is None:
            yield "unchecked_dilution"


def _clocks(row: Treatment, vials: Sequence[TreatmentVial]) -> Iterator[str]:
    """Yield whether a vial was past its time when it was taken into use.

    A record may be signed days later; the clock of the vial is not asked then.
    """
    for one in vials:
        if one.discard_at is None:
            continue
        is_planned = row.mode == "planned"
        is_past = one.discard_at < one.added_at
        last_day = today_at(row.outlet, at=one.discard_at)
        if is_past if is_planned else last_day < row.on:
            yield "expired"


def _stock(vials: Sequence[TreatmentVial], *, units: Decimal) -> Iterator[str]:
    there = sum((one.vial.units_left for one in vials if one.vial), Decimal(0))
    if units > there:
        yield "stock_mismatch"
