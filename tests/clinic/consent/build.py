"""Builders for tests of consent: an approved plan, a consent, a talk, a signature."""

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from glabella.clinic.audit.actor import Actor
from glabella.clinic.consent import actions
from glabella.clinic.consent.guards import KEPT
from glabella.clinic.consent.models import Consent, Talk
from glabella.clinic.consent.values import Answer, NewSignature, NewTalk
from glabella.clinic.planning.models import Plan, PlanSite
from glabella.clinic.practice.models import Staff
from tests import world
from tests.clinic.scene import Scene

STROKES = "M10 100" + "".join(f"L{10 * n} {90 + n}" for n in range(2, 20))
ONA = "onabotulinumtoxinA"
BROW = {("frontalis", "left", 1): 5, ("frontalis", "right", 1): 5}
NECK = {("trapezius", "left", 1): 5, ("trapezius", "right", 1): 5}
AFTER = world.AT + timedelta(hours=1)


def plan(
    scene: Scene,
    sites: Mapping[tuple[str, str, int], int] = BROW,
    *,
    protocols: tuple[str, ...] = ("chronic_migraine",),
    product: str = ONA,
    profile: str = "CH",
    state: str = "approved",
    on: date = world.TODAY,
) -> Plan:
    """Return a plan on file, approved unless said otherwise."""
    is_approved = state == "approved"
    row = Plan.objects.create(
        patient=scene.card,
        outlet=scene.outlet,
        on=on,
        product=product,
        profile=profile,
        orders=[{"protocol": one} for one in protocols],
        status="proposed",
        total_units=sum(sites.values()),
        made_at=world.AT,
        made_by=scene.user,
    )
    for position, ((muscle, side, point), units) in enumerate(sites.items()):
        PlanSite.objects.create(
            plan=row,
            position=position,
            muscle=muscle,
            side=side,
            point=point,
            units=Decimal(units),
            figure="face_front",
            x=Decimal(200 if side == "left" else -200),
            y=Decimal(300),
        )
    if is_approved:
        row.approved_at, row.approved_by = world.AT, scene.user
        row.save()
    return row


def consent(scene: Scene, row: Plan | None = None, **more: Any) -> Consent:
    """Return a consent that is prepared."""
    of = row or plan(scene)
    words: dict[str, Any] = {"language": "en", "by": scene.by, "at": world.AT, **more}
    return actions.prepare(scene.card.id, of.id, **words)


def new_talk(scene: Scene, **more: Any) -> NewTalk:
    """Return a talk that was held well."""
    known: dict[str, Any] = {
        "explained_by": Staff.objects.get(user=scene.user).id,
        "qualification": "neurology",
        "held_at": world.AT,
        "minutes": 20,
        "teach_back": (Answer("What will we do?", "needles in my forehead"),),
        "capacity": "has_capacity",
        "judgement": "knows it from before",
        "judged_by": "Lead Synthetic",
    }
    return NewTalk(**{**known, **more})


def physician(scene: Scene) -> Actor:
    """Return the clinician of a scene in their role, as a request names them."""
    return world.actor(scene.user, scene.outlet, role="lead_clinician")


def talk(scene: Scene, row: Consent, **more: Any) -> Talk:
    """Return a talk on file."""
    new = new_talk(scene, **more)
    return actions.hold_talk(row.id, new, by=physician(scene), at=AFTER)


def signature(row: Consent, **more: Any) -> NewSignature:
    """Return a signature of the patient on the tablet."""
    known: dict[str, Any] = {
        "signer": "patient",
        "name": "Qqanary Zyxwvut",
        "strokes": STROKES,
        "content_digest": row.content_digest,
    }
    return NewSignature(**{**known, **more})


def signed(scene: Scene, row: Plan | None = None, **more: Any) -> Consent:
    """Return a consent that is prepared, talked about and signed."""
    made = consent(scene, row, **more)
    talk(scene, made)
    return actions.sign(made.id, signature(made), by=scene.by, at=AFTER)


NOBODY = uuid.UUID("00000000-0000-4000-8000-00000000000f")


def tampered(row: Consent, **values: Any) -> None:
    """Change a row past its triggers, as somebody with the database could.

    PostgreSQL alters no table while keys still wait to be checked.
    """
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if is_postgresql:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        KEPT.take_down(connection)
        Consent.objects.filter(id=row.id).update(**values)
        KEPT.put_up(connection)
        if is_postgresql:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
