"""Builders for tests of treatments: a decided, planned and consented person; vials."""

import tomllib
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any

import attrs

from glabella.clinic.consent.models import Consent
from glabella.clinic.planning import actions as planning
from glabella.clinic.planning.models import Plan
from glabella.clinic.planning.values import NewPlan, Order
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.models import Staff
from glabella.clinic.practice.queries import today_at
from glabella.clinic.record import actions as records
from glabella.clinic.record.models import Decision
from glabella.clinic.record.values import NewFact
from glabella.clinic.stock import actions as stock
from glabella.clinic.stock.models import Lot
from glabella.clinic.stock.values import NewLot
from glabella.clinic.treatment import actions
from glabella.clinic.treatment.models import Treatment, TreatmentVial
from glabella.clinic.treatment.values import (
    Check,
    NewAfterwards,
    NewStart,
    NewVial,
    TimeOut,
)
from tests import world
from tests.clinic.consent import build as consents
from tests.clinic.scene import Scene

ONA = "onabotulinumtoxinA"
MIGRAINE = "chronic_migraine"
AT = world.AT + timedelta(hours=2)
SALINE = "sodium chloride 9 mg/ml"


@attrs.frozen
class Ready:
    """A person with decision, approved plan and signed consent."""

    scene: Scene
    plan: Plan
    consent: Consent

    @property
    def staff(self) -> Staff:
        return Staff.objects.get(user=self.scene.user)


def decision(scene: Scene, verdict: str = "indicated", **more: Any) -> Decision:
    """Return a decision on file."""
    known = {
        "patient": scene.card,
        "protocol": MIGRAINE,
        "protocol_version": "1",
        "digest": "d" * 64,
        "profile": "CH",
        "phase": "start",
        "verdict": verdict,
        "on": world.TODAY,
        "facts": {},
        "answer": {},
        "decided_at": world.AT,
    }
    return Decision.objects.create(**{**known, **more})


def plan(scene: Scene, *, on: date = world.TODAY, **more: Any) -> Plan:
    """Return the 31 sites of the migraine scheme as an approved plan."""
    known = {"scheme": ""} | more
    new = NewPlan(scene.outlet.id, on, ONA, (Order(MIGRAINE, **known),))
    row = planning.draft(scene.card.id, new, by=scene.by, at=world.AT)
    Plan.objects.filter(id=row.id).update(
        approved_at=world.AT, approved_by=scene.user, approved_name="Lead Synthetic"
    )
    row.refresh_from_db()
    return row


def know(scene: Scene, *, at: datetime = world.AT) -> None:
    """Record what is asked before a migraine is treated, as of a day."""
    on = today_at(scene.outlet, at=at)
    text = (files("glabella.cli") / "demo" / "patient.toml").read_text("utf-8")
    facts: dict[str, Any] = tomllib.loads(text)["facts"]
    del facts["birth_date"], facts["toxin_sessions"]
    facts["prior_botulinum_toxin"] = False
    new = [
        NewFact(name, value["value"] if isinstance(value, dict) else value, on)
        for name, value in facts.items()
    ]
    catalogue = library().catalogue
    records.record_facts(scene.card.id, new, by=scene.by, at=at, catalogue=catalogue)


def ready(scene: Scene) -> Ready:
    """Return a person for whom nothing is lacking, on the day of tests and today."""
    for day in (world.AT, datetime.now(UTC)):  # noqa: TID251 pages read the clock
        know(scene, at=day)
    decision(scene)
    row = plan(scene)
    return Ready(scene, row, consents.signed(scene, row))


def time_out(**more: Any) -> TimeOut:
    """Return answers that let a treatment start."""
    known: dict[str, Any] = {
        "is_identified": True,
        "allergies": "none",
        "pregnancy": "no",
        "antithrombotics": "no",
    }
    return TimeOut(**{**known, **more})


def new_start(ready: Ready, **more: Any) -> NewStart:
    """Return what starts the treatment."""
    known: dict[str, Any] = {
        "plan": ready.plan.id,
        "outlet": ready.scene.outlet.id,
        "clinician": ready.staff.id,
        "time_out": time_out(),
        "name": "Lead Synthetic",
    }
    return NewStart(**{**known, **more})


def started(ready: Ready, **more: Any) -> Treatment:
    """Return an open treatment."""
    scene = ready.scene
    new = new_start(ready, **more)
    return actions.start(scene.who, new, by=scene.by, at=AT)


def afterwards(scene: Scene, **more: Any) -> Treatment:
    """Return the open record of what was given already, without a plan."""
    known: dict[str, Any] = {
        "outlet": scene.outlet.id,
        "clinician": Staff.objects.get(user=scene.user).id,
        "protocol": MIGRAINE,
        "product": ONA,
        "on": world.TODAY,
    }
    new = NewAfterwards(**{**known, **more})
    return actions.record_afterwards(scene.who, new, by=scene.by, at=AT)


def lot(
    scene: Scene,
    number: str = "C1234",
    *,
    vials: int = 2,
    units: int = 200,
    expires_on: date = date(2028, 5, 31),
    product: str = ONA,
) -> Lot:
    """Return a lot in the fridge of the outlet."""
    new = NewLot(product, Decimal(units), number, expires_on)
    return stock.receive(
        new, outlet=scene.outlet.id, vials=vials, by=scene.by, at=world.AT
    )


def vial(scene: Scene, row: Treatment, held: Lot, **more: Any) -> TreatmentVial:
    """Return a dissolved vial of a lot in a treatment."""
    known: dict[str, Any] = {
        "lot": held.id,
        "diluent": SALINE,
        "diluent_ml": Decimal(4),
        "reconstituted_at": AT,
    }
    new = NewVial(**{**known, **more})
    return actions.add_vial(row.id, new, who=scene.who, by=scene.by, at=AT)


def checked(scene: Scene, one: TreatmentVial) -> TreatmentVial:
    """Return a vial after a second look by scan."""
    check = Check("scan", number=one.lot_number)
    return actions.check_dilution(one.id, check, by=scene.by, at=AT)


def prepared(ready: Ready) -> Treatment:
    """Return an open treatment with a dissolved and checked vial."""
    row = started(ready)
    checked(ready.scene, vial(ready.scene, row, lot(ready.scene)))
    row.refresh_from_db()
    return row
