"""Sessions to seal for a benchmark: through the deed, and as raw inserts beside it."""

import itertools
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import attrs
from django.db import transaction

from glabella.clinic.accounts.models import Membership, User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.actor import Actor
from glabella.clinic.consent import actions as consents
from glabella.clinic.consent.models import Consent
from glabella.clinic.consent.paper import consent_pdf
from glabella.clinic.consent.signing import sheet_of
from glabella.clinic.people.cards import person
from glabella.clinic.people.models import Patient, Registration
from glabella.clinic.planning import actions as planning
from glabella.clinic.planning.models import Plan
from glabella.clinic.planning.values import NewPlan, Order
from glabella.clinic.practice.models import Outlet, Practice, Staff
from glabella.clinic.record.models import Session, SessionLot, Site, Task
from glabella.clinic.stock import actions as stock
from glabella.clinic.stock.models import Lot, Movement, Vial
from glabella.clinic.stock.values import NewLot
from glabella.clinic.treatment import actions
from glabella.clinic.treatment.values import Check, Ending, NewAfterwards, NewVial

PRODUCT, PROTOCOL = "onabotulinumtoxinA", "chronic_migraine"
UNITS, SITES, FULL = Decimal(5), 31, Decimal(200)
DOSE = UNITS * SITES


@attrs.frozen
class Bench:
    """A practice with a full fridge, and who treats in it."""

    outlet: Outlet
    staff: Staff
    lot: Lot
    plan: Plan
    consent: Consent
    by: Actor
    at: datetime
    _count: "itertools.count[int]" = attrs.field(factory=lambda: itertools.count(1))

    @classmethod
    def made(cls, at: datetime) -> "Bench":
        """Return a new practice."""
        Practice.objects.create(id=1, name="Bench", demo=True, created_at=at)
        outlet = Outlet.objects.create(
            name="Bench", profile="UK", time_zone="Europe/London", created_at=at
        )
        user = User.objects.create(
            email="bench@example.org", name="Bench", created_at=at
        )
        Membership.objects.create(
            user=user, role=Role.LEAD_CLINICIAN, outlet=outlet, granted_at=at
        )
        by = Actor(user=user.id, origin="bench", outlet=outlet.id)
        expiry = date(at.year + 2, 1, 31)
        lot = stock.receive(
            NewLot(PRODUCT, FULL, "BENCH1", expiry),
            outlet=outlet.id,
            vials=10_000,
            by=by,
            at=at,
        )
        staff = Staff.objects.create(user=user)
        card = _card(outlet, 0, at)
        new = NewPlan(outlet.id, at.date(), PRODUCT, (Order(PROTOCOL),))
        plan = planning.draft(card.id, new, by=by, at=at)
        Plan.objects.filter(id=plan.id).update(approved_at=at, approved_by=user)
        consent = consents.prepare(card.id, plan.id, language="en", by=by, at=at)
        return cls(outlet, staff, lot, plan, consent, by, at)

    def open(self) -> tuple[UUID, int, UUID]:
        """Return an open record of 31 sites with its vial: id, version, patient."""
        card = _card(self.outlet, next(self._count), self.at)
        who = person(card.id)
        if who is None:
            raise RuntimeError("the card that was made is not there")
        how = {"by": self.by, "at": self.at}
        new = NewAfterwards(
            self.outlet.id, self.staff.id, PROTOCOL, PRODUCT, self.at.date()
        )
        row = actions.record_afterwards(who, new, **how)
        row.sites.bulk_create(
            row.sites.model(treatment=row, position=number, state="added", **site)
            for number, site in enumerate(_sites(), start=1)
        )
        vial = NewVial(lot=self.lot.id, diluent_ml=Decimal(4), reconstituted_at=self.at)
        one = actions.add_vial(row.id, vial, who=who, **how)
        actions.check_dilution(one.id, Check("scan", number="BENCH1"), **how)
        row.refresh_from_db()
        return row.id, row.version, card.id

    def finish(self, one: tuple[UUID, int, UUID]) -> None:
        """Seal a record through the deed."""
        key, version, card = one
        who = person(card)
        if who is not None:
            ending = Ending("Bench", version, reason="a benchmark")
            actions.finish(key, ending, who=who, by=self.by, at=self.at)

    @transaction.atomic
    def insert(self, number: int) -> None:
        """Write the same rows of record and stock, and nothing else."""
        card = _card(self.outlet, 1_000_000 + number, self.at)
        session = Session.objects.create(
            patient=card,
            outlet=self.outlet,
            clinician=self.staff,
            protocol=PROTOCOL,
            product=PRODUCT,
            on=self.at.date(),
            units=DOSE,
            recorded_at=self.at,
        )
        Site.objects.bulk_create(
            Site(session=session, position=place, **site)
            for place, site in enumerate(_sites(), start=1)
        )
        SessionLot.objects.create(
            session=session, lot=self.lot, lot_number="BENCH1", units=DOSE
        )
        vial = Vial.objects.create(
            lot=self.lot, outlet=self.outlet, opened_at=self.at, units_left=0
        )
        for kind, units in (("use", -DOSE), ("waste", DOSE - FULL)):
            Movement.objects.create(
                lot=self.lot,
                outlet=self.outlet,
                vial=vial,
                session=session,
                kind=kind,
                units=units,
                moved_at=self.at,
            )
        Task.objects.create(
            outlet=self.outlet,
            patient=card,
            kind="deviation_review",
            title="a benchmark",
            due_at=self.at + timedelta(days=7),
            opened_at=self.at,
        )

    def consent_pdf(self, _number: int) -> None:
        """Set a consent on paper, with the map of its 31 sites."""
        row = self.consent
        sheet = sheet_of(row, row.patient)
        consent_pdf(row.content[row.language], sheet)


def _card(outlet: Outlet, number: int, at: datetime) -> Patient:
    card = Patient.objects.create(
        family_name=f"Bench{number}", given_names="Bench", created_at=at
    )
    Registration.objects.create(
        patient=card, outlet=outlet, number=f"B-{number}", registered_at=at
    )
    return card


def _sites() -> list[dict[str, object]]:
    return [
        {"muscle": "frontalis", "side": "left", "units": UNITS} for _ in range(SITES)
    ]
