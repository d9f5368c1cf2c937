"""Reads about courses, contacts, side effects and what is owed to an authority."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from uuid import UUID

import attrs
from django.db.models import Prefetch, Q, QuerySet

from glabella.clinic.followup.models import Contact, Review, SafetyReport
from glabella.clinic.followup.reading import Known, Reading, readings
from glabella.clinic.followup.rules.authorities import (
    Clock,
    Duty,
    covering,
    duties_of,
)
from glabella.clinic.followup.rules.remedies import OnFile
from glabella.clinic.people import queries as people
from glabella.clinic.people.cards import Person
from glabella.clinic.practice.models import Outlet
from glabella.clinic.practice.queries import today_at
from glabella.clinic.record import queries as record
from glabella.clinic.record.models import SessionLot, SideEffect
from glabella.core.product import substance_names
from glabella.protocols.instruments_loader import InstrumentLibrary
from glabella.protocols.loader import Library

STANDING = Q(withdrawn_at__isnull=True)
WAITING = Q(sent_at__isnull=True, set_aside_at__isnull=True)


@attrs.frozen
class Owed:
    """A report that an authority wants or may want, with its clock.

    Args:
        report: The prepared or sent one; None while there is none.
        clock: By when; a reminder of this project where no number of days was read.
    """

    effect: SideEffect
    duty: Duty
    learned_on: date
    clock: Clock
    report: SafetyReport | None

    @property
    def is_open(self) -> bool:
        """Whether it still waits to be sent."""
        return self.report is None or self.report.state == "prepared"

    def is_overdue(self, on: date) -> bool:
        """Whether its last day has passed and nothing was sent."""
        return self.is_open and self.clock.day < on


def known(who: Person, *, on: date, profile: str, library: Library) -> Known:
    """Return what the record says of a person, read once for all their courses."""
    names = substance_names(library.products.values())
    return Known(
        facts=record.fact_set(
            who, on=on, catalogue=library.catalogue, substances=names
        ),
        sessions=record.sessions(who),
        therapies=record.therapies(who),
        scores=record.scores(who),
        profile=profile,
    )


def courses(
    found: Known, *, library: Library, instruments: InstrumentLibrary
) -> tuple[Reading, ...]:
    """Return how each course of a person reads, the newest first."""
    return readings(found, library=library, instruments=instruments)


def reviews(who: Person) -> list[Review]:
    """Return the reviews that stand, newest first."""
    rows = Review.objects.filter(STANDING, patient_id__in=who.ids)
    return list(
        rows.select_related("reviewed_by", "session").order_by("-on", "-reviewed_at")
    )


def review(who: Person, key: UUID) -> Review | None:
    """Return one review of a person, also a withdrawn one."""
    rows = Review.objects.filter(id=key, patient_id__in=who.ids)
    return rows.select_related("reviewed_by", "session", "withdrawn_by").first()


def contacts(who: Person) -> list[Contact]:
    """Return the contacts that stand, newest first, with what was made of them."""
    rows = _contacts(who).filter(STANDING)
    return list(rows.order_by("-taken_at", "id"))


def contact(who: Person, key: UUID) -> Contact | None:
    """Return one contact of a person, also a withdrawn one."""
    return _contacts(who).filter(id=key).first()


def _contacts(who: Person) -> QuerySet[Contact]:
    rows = Contact.objects.filter(patient_id__in=who.ids)
    beside = rows.select_related(
        "taken_by", "session", "task__owner__user", "task__deputy__user", "withdrawn_by"
    )
    return beside.prefetch_related("judgements__judged_by")


def effects(who: Person) -> list[SideEffect]:
    """Return the side effects, newest first, with session, lots, checks, reports."""
    return list(_effects(SideEffect.objects.filter(patient_id__in=who.ids)))


def effect(who: Person, key: UUID) -> SideEffect | None:
    """Return one side effect of a person, with all that hangs on it."""
    rows = SideEffect.objects.filter(id=key, patient_id__in=who.ids)
    return _effects(rows).first()


def _effects(rows: QuerySet[SideEffect]) -> QuerySet[SideEffect]:
    lots = SessionLot.objects.select_related("lot")
    reports = SafetyReport.objects.select_related("prepared_by", "sent_by")
    beside = rows.select_related("session__outlet", "patient", "noted_by")
    whole = beside.prefetch_related(
        Prefetch("session__lots", queryset=lots),
        "session__sites",
        "spread_checks__asked_by",
        Prefetch("reports", queryset=reports.order_by("-prepared_at")),
    )
    return whole.order_by("-noted_at", "id")


def report(who: Person, key: UUID) -> SafetyReport | None:
    """Return one report about a person."""
    rows = SafetyReport.objects.filter(id=key, side_effect__patient_id__in=who.ids)
    beside = rows.select_related(
        "side_effect", "outlet", "document", "prepared_by", "sent_by", "set_aside_by"
    )
    return beside.first()


def effects_of_lot(lot: UUID, *, outlets: Iterable[UUID]) -> list[SideEffect]:
    """Return the side effects after sessions in which a lot was used, newest first.

    Args:
        outlets: Only sessions of these.
    """
    rows = SideEffect.objects.filter(
        session__lots__lot_id=lot, session__outlet_id__in=list(outlets)
    )
    return list(
        rows.select_related("patient", "session").distinct().order_by("-noted_at", "id")
    )


def has_spread(row: SideEffect) -> bool:
    """Return whether a sign of distant spread was ever answered with yes for it."""
    return any("yes" in check.answers.values() for check in row.spread_checks.all())


def owed(
    rows: Iterable[SideEffect], *, country: str, zone_of: Outlet, library: Library
) -> tuple[Owed, ...]:
    """Return what the duties of a country want of some effects, in their order.

    Args:
        zone_of: The outlet by whose clock the practice learned of an effect.
    """
    duties = duties_of(country, library=library)
    return tuple(found for row in rows for found in _owed(row, duties, zone_of=zone_of))


def _owed(
    row: SideEffect, duties: Iterable[Duty], *, zone_of: Outlet
) -> Iterator[Owed]:
    spread = has_spread(row)
    sent = {one.authority: one for one in reversed(row.reports.all())}
    for duty in duties:
        if duty.speaks_for(is_serious=row.is_serious, has_spread=spread):
            made = sent.get(duty.to)
            learned = made.learned_on if made else today_at(zone_of, at=row.noted_at)
            clock = duty.clock(learned, reminder=covering().reminder)
            yield Owed(row, duty, learned, clock, made)


def owed_at(outlet: Outlet, *, at: datetime, library: Library) -> list[Owed]:
    """Return what an outlet has still to report, by the clock.

    Only what is serious or was never judged, and what somebody has prepared: an effect
    that was judged harmless reminds nobody of itself.
    """
    rows = SideEffect.objects.filter(
        Q(session__outlet=outlet)
        | Q(session__isnull=True, patient__registrations__outlet=outlet)
    )
    found = owed(
        _effects(rows.filter(noted_at__lte=at).distinct()),
        country=outlet.profile,
        zone_of=outlet,
        library=library,
    )
    waiting = (each for each in found if each.is_open and must_report(each))
    return sorted(waiting, key=lambda each: (each.clock.day, each.effect.noted_at))


def overdue(
    outlet: Outlet, *, at: datetime, library: Library
) -> list[tuple[UUID, UUID, str]]:
    """Return what an outlet should have reported: patient, about what, to whom."""
    today = today_at(outlet, at=at)
    return [
        (
            each.effect.patient_id,
            each.report.id if each.report else each.effect.id,
            each.duty.to,
        )
        for each in owed_at(outlet, at=at, library=library)
        if each.is_overdue(today)
    ]


def must_report(row: Owed) -> bool:
    """Return whether it reminds of itself: serious, never judged, or prepared."""
    return row.report is not None or row.effect.is_serious is not False


def on_file(who: Person) -> OnFile:
    """Return what the record names that may stand against a remedy."""
    return OnFile(
        medicines=tuple(
            (row.name, row.code)
            for row in record.therapies(who)
            if row.stopped_on is None
        ),
        allergies=tuple(row.substance for row in people.allergies(who)),
        problems=tuple(
            f"{row.label} {row.code}".strip()
            for row in record.problems(who)
            if row.resolved_on is None
        ),
        protocols=tuple(dict.fromkeys(row.protocol for row in record.sessions(who))),
    )
