"""Deeds with which a treatment begins or is given up."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.consent import actions as consents
from glabella.clinic.consent.standing import standing
from glabella.clinic.people import actions as people
from glabella.clinic.people import laws
from glabella.clinic.people.cards import Person
from glabella.clinic.people.values import NewAllergy
from glabella.clinic.planning.models import Plan
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.queries import outlet, today_at
from glabella.clinic.record import actions as records
from glabella.clinic.record.values import NewFact
from glabella.clinic.treatment.laws import opened, step, unchanged
from glabella.clinic.treatment.models import TreatedSite, Treatment
from glabella.clinic.treatment.readiness import asks_again, lacking, stops
from glabella.clinic.treatment.values import (
    ALLERGIES,
    ANTITHROMBOTIC,
    ANTITHROMBOTICS,
    AS_FACT,
    PREGNANCIES,
    PREGNANCY,
    SOURCE,
    NewAfterwards,
    NewStart,
    Ready,
    TimeOut,
)


@transaction.atomic
def ask(
    who: Person, time_out: TimeOut, *, outlet_id: UUID, by: Actor, at: datetime
) -> None:
    """Keep what the patient said at the time-out, whether the treatment starts or not.

    Pregnancy and drugs against clotting become facts of today, a new allergy an entry
    on the card, and the day of asking is noted.

    Raises:
        DeedRefusedError: If an answer is missing or not known.
    """
    _check_answers(time_out)
    on = today_at(outlet(outlet_id), at=at)
    said = {
        PREGNANCY: AS_FACT.get(time_out.pregnancy),
        ANTITHROMBOTIC: AS_FACT.get(time_out.antithrombotics),
    }
    several = [
        NewFact(name, value, on, SOURCE, "stated")
        for name, value in said.items()
        if value is not None
    ]
    records.record_facts(who.id, several, by=by, at=at, catalogue=library().catalogue)
    if time_out.allergies == "new":
        new = NewAllergy(substance=time_out.allergy_words)
        people.add_allergy(who.id, new, by=by, at=at)
    people.note_allergies_asked(who.id, on=on, by=by, at=at)


def _check_answers(time_out: TimeOut) -> None:
    laws.one_of(time_out.allergies, ALLERGIES, where=_("allergies"))
    laws.one_of(time_out.pregnancy, PREGNANCIES, where=_("pregnancy"))
    laws.one_of(
        time_out.antithrombotics, ANTITHROMBOTICS, where=_("drugs against clotting")
    )
    if time_out.allergies == "new":
        laws.words(time_out.allergy_words, where=_("new allergy"))


@transaction.atomic
def start(who: Person, new: NewStart, *, by: Actor, at: datetime) -> Treatment:
    """Start a treatment by an approved plan; its sites are laid out to be ticked.

    Call `ask` first, in its own transaction: what the patient said stays on record
    even if the start is refused.

    Raises:
        DeedRefusedError: If anything is lacking, see `readiness.lacking`.
    """
    plan = _plan_of(who, new.plan)
    on = today_at(outlet(new.outlet), at=at)
    ready = Ready(who, new.outlet, new.clinician, on, at)
    refused = stops(lacking(ready, plan, new.time_out))
    if refused:
        raise DeedRefusedError(
            " ".join(one.text for one in refused),
            where=_("start of the treatment"),
            mending=" ".join(dict.fromkeys(one.mending for one in refused)),
        )
    agreed = standing(who, plan, on=on)
    if asks_again(agreed) and agreed.consent is not None:
        consents.reconfirm(
            agreed.consent.id, plan=plan.id, on=on, name=new.name, by=by, at=at
        )
    row = _create(
        Treatment(
            patient_id=who.id,
            outlet_id=new.outlet,
            plan=plan,
            consent=agreed.consent,
            clinician_id=new.clinician,
            protocol=plan.orders[0]["protocol"],
            protocol_version=plan.orders[0]["version"],
            product=plan.product,
            on=on,
            time_out=new.time_out.as_json(),
            time_out_at=at,
            time_out_by_id=by.account,
            started_at=at,
            started_by_id=by.account,
        )
    )
    _lay_out(row, plan)
    record("treatment.start", by=by, at=at, patient=who.id, about=(row.id, plan.id))
    return row


def _plan_of(who: Person, key: UUID) -> Plan:
    plan: Plan = laws.found(Plan.objects.filter(id=key, patient_id__in=who.ids))
    return plan


def _create(row: Treatment) -> Treatment:
    # Of two who start at the same moment the database lets one through.
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise DeedRefusedError(
            _("a treatment of this person or plan is open, or the plan was treated."),
            where=_("start of the treatment"),
            mending=_("Open the page again and go on with the one that is open."),
        ) from None
    return row


def _lay_out(row: Treatment, plan: Plan) -> None:
    TreatedSite.objects.bulk_create(
        TreatedSite(
            treatment=row,
            position=position,
            muscle=site.muscle,
            side=site.side,
            point=site.point,
            planned_units=site.units,
            units=site.units,
            volume_ml=site.volume_ml,
            figure=site.figure,
            figure_version=site.figure_version,
            x=site.x,
            y=site.y,
            depth=site.depth,
            is_schematic=site.is_schematic,
        )
        for position, site in enumerate(plan.sites.order_by("position"), start=1)
    )


@transaction.atomic
def record_afterwards(
    who: Person, new: NewAfterwards, *, by: Actor, at: datetime
) -> Treatment:
    """Open the record of a treatment that was given already; nothing refuses it.

    What was wrong with it is named when it is finished.

    Raises:
        DeedRefusedError: If its day lies ahead, product or protocol is empty, or
            another treatment of the person is open.
    """
    laws.not_after(new.on, at, where=_("day of the session"))
    plan = _plan_of(who, new.plan) if new.plan else None
    consent = standing(who, plan, on=new.on) if plan else None
    row = _create(
        Treatment(
            patient_id=who.id,
            outlet_id=new.outlet,
            plan=plan,
            consent=consent.consent if consent and consent.is_valid else None,
            clinician_id=new.clinician,
            protocol=laws.words(new.protocol, where=_("protocol")),
            protocol_version=new.protocol_version,
            product=laws.words(new.product, where=_("product")),
            on=new.on,
            mode="afterwards",
            started_at=at,
            started_by_id=by.account,
        )
    )
    if plan is not None:
        _lay_out(row, plan)
    record("treatment.record_afterwards", by=by, at=at, patient=who.id, about=row.id)
    return row


@transaction.atomic
def abandon(
    treatment: UUID, *, reason: str, version: int, by: Actor, at: datetime
) -> None:
    """Give a treatment up in which nothing was injected.

    Raises:
        DeedRefusedError: If a site was given, it is not open, or no reason is said.
        StaleError: If somebody has changed it since.
    """
    row = opened(treatment)
    unchanged(row, version)
    words = laws.words(reason, where=_("reason"))
    if row.sites.filter(state__in=("done", "changed", "added")).exists():
        raise DeedRefusedError(
            _("something was injected, so it stays on record."),
            where=_("treatment"),
            mending=_("Finish it; leave out what was not given."),
        )
    step(
        row,
        state="abandoned",
        abandoned_at=at,
        abandoned_by_id=by.account,
        abandoned_reason=words,
    )
    record("treatment.abandon", by=by, at=at, patient=row.patient_id, about=row.id)
