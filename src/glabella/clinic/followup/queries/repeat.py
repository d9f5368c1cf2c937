"""Whether and when to repeat: dates, advice, coverage, and what is wanted before."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import attrs

from glabella.clinic.booking.next_date import (
    earliest_day,
    later_day,
    usual_window,
)
from glabella.clinic.followup.models import CostNote, Coverage, Letter
from glabella.clinic.people.cards import Person
from glabella.clinic.practice.models import Outlet
from glabella.clinic.practice.queries import decisions
from glabella.clinic.record import queries as record
from glabella.clinic.record.models import Session
from glabella.core.course import Course, Place, course
from glabella.core.eligibility import Assessment, Setting, assess
from glabella.core.facts import FactSet
from glabella.core.intervals import DateWindow
from glabella.core.interview import questions
from glabella.core.ledger import Ledger, ledger
from glabella.core.phases import with_protocol_facts
from glabella.core.product import substance_names
from glabella.core.profile import ledger_rules
from glabella.core.protocol import Protocol
from glabella.core.response import Response, response
from glabella.core.sessions import administrations, overrides
from glabella.protocols.loader import Library


@attrs.frozen
class Outlook:
    """What the last session of one condition means for the next.

    `earliest` is the first day that neither the course nor the ledger forbids; None
    with `is_known` false says that nobody can tell. `later` is the later date by the
    calendar, where a source prints months. `sensible` is the usual window, from the
    earliest day on. `wanted` are the facts to ask again before.
    """

    protocol: Protocol
    last: Session
    course: Course
    ledger: Ledger
    advice: Response
    assessment: Assessment
    earliest: date | None
    later: date | None
    sensible: DateWindow | None
    wanted: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        """Whether somebody can say from when more is allowed."""
        return self.earliest is not None

    @property
    def is_open(self) -> bool:
        """Whether the day of the question is allowed already."""
        return self.earliest is not None and self.earliest <= self.ledger.on


def outlooks(
    who: Person, *, place: Outlet, on: date, library: Library
) -> tuple[Outlook, ...]:
    """Return the outlook of each condition that was ever treated, the latest first.

    Always the same number of queries. A condition or a profile that this installation
    does not know is left out: nothing can be said of it.

    Raises:
        UnknownNameError: If a session names a product nobody knows.
    """
    sessions = [row for row in record.sessions(who) if row.on <= on]
    lasts: dict[str, Session] = {}
    for row in sessions:
        lasts.setdefault(row.protocol, row)
    names = substance_names(library.products.values())
    facts = record.fact_set(who, on=on, catalogue=library.catalogue, substances=names)
    setting = Setting(place.profile, library.sources, practice=decisions())
    known = [row for row in lasts.values() if row.protocol in library.protocols]
    return tuple(
        _outlook(row, facts, setting=setting, library=library) for row in known
    )


def _outlook(
    last: Session, facts: FactSet, *, setting: Setting, library: Library
) -> Outlook:
    protocol = library.protocols[last.protocol]
    names = substance_names(library.products.values())
    product = names.get(last.product.lower(), last.product)
    place = Place(product, setting.profile, library.sources)
    found = course(protocol, last.on, place=place)
    book = _ledger(facts, protocol, library=library, place=place)
    earliest = earliest_day(found, book)
    own = with_protocol_facts(protocol, facts, product=product)
    assessment = assess(protocol, facts, setting=attrs.evolve(setting, product=product))
    return Outlook(
        protocol=protocol,
        last=last,
        course=found,
        ledger=book,
        advice=response(
            protocol, own, profile=setting.profile, sources=library.sources
        ),
        assessment=assessment,
        earliest=earliest,
        later=later_day(found, earliest),
        sensible=usual_window(found, earliest),
        wanted=questions(assessment),
    )


def _ledger(
    facts: FactSet, protocol: Protocol, *, library: Library, place: Place
) -> Ledger:
    """Return the ledger that speaks last: of several rules the latest date wins."""
    profile = library.profile(place.profile)
    given, lifted = administrations(facts), overrides(facts)
    books = [
        ledger(facts.on, given, rule=rule, overrides=lifted)
        for rule in ledger_rules(profile, (protocol,), product=place.product)
    ]
    return max(
        books, key=lambda book: (book.earliest is None, book.earliest or book.on)
    )


@attrs.frozen
class Covered:
    """A coverage with what is left of it on a day.

    `used` counts the sessions of its condition since the approval that are sealed;
    `left` is None where the payer named no number.
    """

    row: Coverage
    used: int
    left: int | None
    state: str  # "open", "refused", "approved", "used_up", "expired", "ended"


def coverages(who: Person, *, on: date) -> list[Covered]:
    """Return who was asked to pay, what is left of it, newest first; two queries."""
    rows = Coverage.objects.filter(patient_id__in=who.ids)
    whole = rows.select_related("noted_by", "ended_by", "outlet")
    sealed = Session.objects.filter(
        patient_id__in=who.ids, sealed_at__isnull=False, on__lte=on
    ).values_list("protocol", "on")
    given = list(sealed)
    return [_covered(row, given, on=on) for row in whole.order_by("-noted_at", "id")]


def _covered(row: Coverage, given: Iterable[tuple[str, date]], *, on: date) -> Covered:
    since = row.approved_on
    days = {
        day
        for protocol, day in given
        if protocol == row.protocol and since is not None and day >= since
    }
    if row.expires_on is not None:
        days = {day for day in days if day <= row.expires_on}
    total = row.sessions_approved
    left = None if total is None else max(0, total - len(days))
    return Covered(row, len(days), left, _state(row, left, on=on))


def _state(row: Coverage, left: int | None, *, on: date) -> str:
    if row.ended_at is not None:
        return "ended"
    if row.answer != "approved":
        return "refused" if row.answer == "refused" else "open"
    if row.expires_on is not None and row.expires_on < on:
        return "expired"
    return "used_up" if left == 0 else "approved"


def cost_notes(who: Person) -> list[CostNote]:
    """Return the cost notes that were signed, newest first."""
    rows = CostNote.objects.filter(patient_id__in=who.ids)
    return list(rows.select_related("signed_by").order_by("-signed_at", "id"))


def letters(who: Person) -> list[Letter]:
    """Return the letters that were signed, newest first."""
    rows = Letter.objects.filter(patient_id__in=who.ids)
    return list(rows.select_related("signed_by").order_by("-signed_at", "id"))


def lacks_cost_note(
    covered: Sequence[Covered], notes: Sequence[CostNote], *, protocol: str
) -> bool:
    """Return whether the person pays for a condition and has not signed for it.

    That is so where payment is private, and where a payer has refused.
    """
    pays = any(
        one.row.protocol == protocol
        and one.state != "ended"
        and (one.row.kind == "private" or one.state == "refused")
        for one in covered
    )
    return pays and all(note.protocol != protocol for note in notes)


@attrs.frozen
class Given:
    """What a session gave to one muscle of one side."""

    muscle: str
    side: str
    units: Decimal
    sites: int


def doses_by_muscle(session: Session) -> list[Given]:
    """Return the units of a session by muscle and side, in the order injected."""
    sums: dict[tuple[str, str], Given] = {}
    for site in session.sites.all():
        key = (site.muscle, site.side)
        before = sums.get(key, Given(site.muscle, site.side, Decimal(0), 0))
        sums[key] = attrs.evolve(
            before, units=before.units + site.units, sites=before.sites + 1
        )
    return list(sums.values())
