"""Builders for tests of planning: what is known of the patient, plans, sessions."""

import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.resources import files

from glabella.clinic.assessment import actions as assessment
from glabella.clinic.assessment.values import SignedDecision
from glabella.clinic.planning import actions
from glabella.clinic.planning.models import Plan
from glabella.clinic.planning.values import NewPlan, NewSite, Order, site_of
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.queries import today_at
from glabella.clinic.record import actions as record
from glabella.clinic.record.models import Session
from glabella.clinic.record.values import NewFact, NewSession
from glabella.clinic.record.values import NewSite as InjectedSite
from tests.clinic.scene import Scene

ONA, ABO = "onabotulinumtoxinA", "abobotulinumtoxinA"
MIGRAINE, DEPRESSION, BRUXISM = (
    "chronic_migraine",
    "major_depression",
    "bruxism_masseter",
)
# Pages read the clock, so what is known is as of the day that it really is.
AT = datetime.now(UTC)  # noqa: TID251 pages read the clock, and so must what they show


def today(scene: Scene, at: datetime = AT) -> date:
    return today_at(scene.outlet, at=at)


def know(scene: Scene, **others: object) -> None:
    """Record what the demo knows of its patient, and what a test says otherwise."""
    text = (files("glabella.cli") / "demo" / "patient.toml").read_text("utf-8")
    facts: dict[str, object] = tomllib.loads(text)["facts"]
    for name in ("birth_date", "toxin_sessions"):
        facts.pop(name)
    facts["prior_botulinum_toxin"] = False
    record.record_facts(
        scene.card.id,
        [NewFact(name, plain(value)) for name, value in {**facts, **others}.items()],
        by=scene.by,
        at=AT,
        catalogue=library().catalogue,
    )


def plain(value: object) -> object:
    return value["value"] if isinstance(value, Mapping) else value


def decide(scene: Scene, protocol: str = MIGRAINE, *, at: datetime = AT) -> None:
    new = SignedDecision(
        protocol,
        scene.outlet.id,
        "Lead Synthetic",
        reason="synthetic",
        alternatives="synthetic",
    )
    assessment.decide(scene.card.id, new, by=scene.by, at=at)


def new_plan(
    scene: Scene, *orders: Order, product: str = ONA, on: date | None = None
) -> NewPlan:
    return NewPlan(
        outlet=scene.outlet.id,
        on=on or today(scene),
        product=product,
        orders=orders or (Order(MIGRAINE),),
    )


def draft(
    scene: Scene, *orders: Order, product: str = ONA, on: date | None = None
) -> Plan:
    new = new_plan(scene, *orders, product=product, on=on)
    return actions.draft(scene.card.id, new, by=scene.by, at=AT)


def sites(plan: Plan) -> list[NewSite]:
    return [site_of(row) for row in plan.sites.all()]


def change(scene: Scene, plan: Plan, changed: list[NewSite]) -> Plan:
    return actions.change_sites(plan, changed, version=plan.version, by=scene.by, at=AT)


def approve(scene: Scene, plan: Plan) -> Plan:
    return actions.approve(
        plan, name="Lead Synthetic", version=plan.version, by=scene.by, at=AT
    )


def session(
    scene: Scene,
    *injected: tuple[str, str, str],
    on: date,
    product: str = ONA,
    protocol: str = MIGRAINE,
) -> Session:
    """Return a session with these sites: muscle, side, units."""
    return record.record_session(
        scene.card.id,
        NewSession(
            outlet=scene.outlet.id,
            clinician=None,
            protocol=protocol,
            protocol_version="2026-1",
            product=product,
            on=on,
            sites=tuple(
                InjectedSite(muscle, side, Decimal(units))
                for muscle, side, units in injected
            ),
            lots=(),
        ),
        by=scene.by,
        at=AT,
    )
