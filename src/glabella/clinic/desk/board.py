"""What the board of the day says beside the appointments.

What each who comes still lacks; who is due or overdue and has nothing booked; urgent
tasks; unfinished records; what expires. The same number of queries for any number of
people.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import attrs
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from glabella.clinic.booking.models import Appointment
from glabella.clinic.desk.progress import Progress, cards_of, progress_of_all
from glabella.clinic.followup.models import Review
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Outlet
from glabella.clinic.record.models import Session
from glabella.clinic.stock import queries as stock
from glabella.clinic.stock.values import Held
from glabella.core.course import Course, Place, course
from glabella.core.product import substance_names
from glabella.protocols.loader import Library

SOON = timedelta(days=30)  # what expires within them stands on the board
# A session this old says nothing about today's board: its person has left.
LONGEST = timedelta(days=400)
MOST = 12  # of each list; the rest is counted
COMING = ("booked", "arrived", "in_room")
# Services for which nobody needs a plan or a consent.
TALKS = frozenset({"first", "review", "other"})


@attrs.frozen
class Lack:
    """One thing that somebody who comes still lacks, and where it is mended."""

    what: str  # "facts", "plan", "consent", "vial"
    words: str | Promise
    address: str


@attrs.frozen
class Due:
    """A person for whom something is due and nothing is booked.

    Args:
        kind: "review" or "repeat".
        since: The first day of the window.
        is_overdue: Whether the window has passed.
    """

    patient: Patient
    kind: str
    since: date
    is_overdue: bool


def lacks_of(
    rows: Sequence[Appointment], *, place: Outlet, on: date
) -> dict[UUID, list[Lack]]:
    """Return what each appointment that is still to come lacks, by its id."""
    coming = [row for row in rows if row.state in COMING]
    groups = cards_of(row.patient_id for row in coming)
    found = progress_of_all(groups, on=on)
    shelf = stock.usable(place.id, on=on)
    return {
        row.id: list(_lacks(found[row.patient_id], kind=row.service.kind, shelf=shelf))
        for row in coming
    }


def _lacks(
    found: Progress, *, kind: str, shelf: Mapping[tuple[str, Decimal], int]
) -> Iterator[Lack]:
    if kind in TALKS and found.plan is None:
        return
    if found.permits is None:
        yield Lack("facts", _("no verdict that permits"), "assessment:overview")
    if found.approved is None:
        yield Lack("plan", _("no approved plan"), "planning:plans")
        return
    if not found.is_agreed:
        yield Lack("consent", _("no consent that covers the plan"), "consent:consents")
    held = sum(
        size * vials
        for (product, size), vials in shelf.items()
        if product == found.approved.product
    )
    if held < found.approved.total_units:
        yield Lack("vial", _("not enough vials in the fridge"), "treatment:sessions")


def due_at(place: Outlet, *, on: date, at: datetime, library: Library) -> list[Due]:
    """Return who is due at an outlet and has nothing booked, the longest first.

    A protocol without a window, and a person whose record rests, is left out. It is a
    reminder: nobody is booked by it, and nobody must be treated.
    """
    rows = Session.objects.filter(outlet_id=place.id, on__gt=on - LONGEST, on__lte=on)
    lasts: dict[UUID, Session] = {}
    for row in rows.select_related("patient__merged_into").order_by("-on", "id"):
        lasts.setdefault(_kept(row.patient).id, row)
    cards = {card for row in lasts.values() for card in (row.patient_id,)} | set(lasts)
    booked = _booked(cards, at=at)
    reviewed = _reviewed(cards)
    names = substance_names(library.products.values())
    found = []
    for key, last in lasts.items():
        card = _kept(last.patient)
        is_left_out = card.restricted_at or card.deceased_on or card.erased_at
        if is_left_out or {key, last.patient_id} & booked:
            continue
        following = _course(last, place, library=library, names=names)
        days = [reviewed.get(one) for one in (key, last.patient_id)]
        was_reviewed = any(day is not None and day >= last.on for day in days)
        due = _due(card, following, was_reviewed=was_reviewed, on=on)
        if due is not None:
            found.append(due)
    return sorted(found, key=lambda one: (not one.is_overdue, one.since))


def _kept(card: Patient) -> Patient:
    while card.merged_into is not None:
        card = card.merged_into
    return card


def _booked(cards: Iterable[UUID], *, at: datetime) -> set[UUID]:
    rows = Appointment.objects.filter(
        patient_id__in=cards, starts_at__gte=at - timedelta(hours=12), state__in=COMING
    )
    return set(rows.values_list("patient_id", flat=True))


def _reviewed(cards: Iterable[UUID]) -> dict[UUID, date]:
    rows = Review.objects.filter(patient_id__in=cards, withdrawn_at__isnull=True)
    return dict(rows.order_by("on").values_list("patient_id", "on"))


def _course(
    last: Session, place: Outlet, *, library: Library, names: Mapping[str, str]
) -> Course | None:
    protocol = library.protocols.get(last.protocol)
    if protocol is None:
        return None
    product = names.get(last.product.lower(), last.product)
    return course(
        protocol, last.on, place=Place(product, place.profile, library.sources)
    )


def _due(
    card: Patient, following: Course | None, *, was_reviewed: bool, on: date
) -> Due | None:
    """Return what is due: the next session if it is time, else the review."""
    if following is None:
        return None
    usual, earliest = following.usual_repeat, following.earliest_repeat
    if usual is not None and usual.from_ <= on:
        return Due(card, "repeat", usual.from_, usual.to <= on)
    if usual is None and earliest is not None and earliest.day <= on:
        return Due(card, "repeat", earliest.day, is_overdue=False)
    review = following.window("review")
    if review is not None and not was_reviewed and review.from_ <= on:
        return Due(card, "review", review.from_, review.to <= on)
    return None


def expiring(place: Outlet, *, on: date) -> list[Held]:
    """Return what the outlet holds that expires soon, or has."""
    return stock.expiring(place.id, before=on + SOON)
