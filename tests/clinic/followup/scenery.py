"""A person eleven days after a sealed migraine session, and the forms about them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from glabella.clinic.followup.rules.triage import triage
from glabella.clinic.record import actions as record
from glabella.clinic.record.models import Session
from glabella.clinic.record.values import NewLot, NewSession, NewSite
from tests import world
from tests.clinic.scene import Scene

MIGRAINE, ONA = "chronic_migraine", "onabotulinumtoxinA"
SITES = (
    NewSite("corrugator_supercilii", "left", Decimal(5)),
    NewSite("corrugator_supercilii", "right", Decimal(5)),
    NewSite("trapezius", "left", Decimal(15)),
)


def treated(
    here: Scene,
    *,
    on: date | None = None,
    protocol: str = MIGRAINE,
    **changes: Any,
) -> Session:
    """Return a sealed session eleven days ago, with its lot."""
    at = changes.pop("at", world.AT)
    new = NewSession(
        outlet=here.outlet.id,
        protocol=protocol,
        product=ONA,
        on=on or world.TODAY - timedelta(days=11),
        sites=changes.pop("sites", SITES),
        lots=changes.pop("lots", (NewLot(None, "SYN-001", Decimal(25)),)),
        **changes,
    )
    row = record.record_session(here.card.id, new, by=here.by, at=at)
    return record.seal_session(row.id, name="Lead", by=here.by, at=at)


def answers(**said: str) -> dict[str, str]:
    """Return a no to every question but those named."""
    return {each.id: said.get(each.id, "no") for each in triage().questions}


def asked(**said: str) -> dict[str, str]:
    """Return the same as a form sends it."""
    return {f"asked_{name}": answer for name, answer in answers(**said).items()}
