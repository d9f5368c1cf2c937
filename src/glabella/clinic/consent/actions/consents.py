"""Deeds about a consent as a whole: prepare, confirm again, withdraw."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import attrs
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.consent.content import contents, digest_of
from glabella.clinic.consent.models import Consent, Reconfirmation
from glabella.clinic.consent.planned import making_of
from glabella.clinic.consent.standing import standing
from glabella.clinic.consent.texts import CURRENT
from glabella.clinic.consent.values import LANGUAGES, Scope
from glabella.clinic.people import laws
from glabella.clinic.people.cards import person
from glabella.clinic.planning.models import Plan


@transaction.atomic
def prepare(  # noqa: PLR0913 for whom, of which plan, and how far it reaches
    patient: UUID,
    plan: UUID,
    *,
    language: str,
    by: Actor,
    at: datetime,
    up_to: Decimal | None = None,
) -> Consent:
    """Make a consent of an approved plan, with its whole text in both languages.

    Args:
        up_to: Units that later sessions of the course may reach in all; None for those
            of the plan. What goes beyond the plan may go to any of its muscle groups.

    Raises:
        DeedRefusedError: If the plan is not approved or another person's, or `up_to` is
            less than the plan.
    """
    row = _approved(patient, plan)
    made = attrs.evolve(making_of(row), up_to=up_to)
    texts = contents(made)
    consent = Consent.objects.create(
        patient_id=patient,
        outlet_id=row.outlet_id,
        plan=row,
        language=laws.one_of(language, LANGUAGES, where=_("language")),
        text_version=CURRENT,
        scope=_widened(made.scope, up_to).as_json(),
        is_off_label=made.is_off_label,
        content=texts,
        content_digest=digest_of(texts),
        prepared_at=at,
        prepared_by_id=by.account,
    )
    record("consent.prepare", by=by, at=at, patient=patient, about=consent.id)
    return consent


@transaction.atomic
def reconfirm(  # noqa: PLR0913 who confirms what, for which session and day
    consent: UUID, plan: UUID, *, on: date, name: str, by: Actor, at: datetime
) -> Reconfirmation:
    """Keep that the person still agrees, for one further session on its day.

    Raises:
        DeedRefusedError: If the consent does not cover the plan, or it is confirmed.
    """
    row: Consent = laws.found(Consent.objects.filter(id=consent))
    who = person(row.patient_id)
    found = Plan.objects.select_related("outlet").filter(id=plan)
    if who is not None:
        found = found.filter(patient_id__in=who.ids)
    planned: Plan = laws.found(found)
    stands = standing(who, planned, on=on) if who else None
    if stands is None or not stands.is_valid or stands.consent != row:
        raise DeedRefusedError(
            _("the consent does not cover this plan."),
            mending=_("Prepare a new one and talk about what is new."),
        )
    said = laws.words(name, where=_("name"))
    try:
        with transaction.atomic():
            done = Reconfirmation.objects.create(
                consent=row,
                plan=planned,
                on=on,
                name=said,
                confirmed_at=at,
                confirmed_by_id=by.account,
            )
    except IntegrityError as error:
        raise DeedRefusedError(
            _("it is confirmed for this session already."),
            mending=_("There is nothing to do."),
        ) from error
    record("consent.reconfirm", by=by, at=at, patient=row.patient_id, about=row.id)
    return done


@transaction.atomic
def withdraw(consent: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Take a consent back, signed or not; it covers nothing from now on.

    Raises:
        DeedRefusedError: If no words are given, or it is withdrawn already.
    """
    why = laws.words(
        reason,
        where=_("reason"),
        mending=_('Write what was said, or "gave no reason".'),
    )
    rows = Consent.objects.filter(id=consent)
    row: Consent = laws.found(rows)
    laws.end(rows, "withdrawn", by=by, at=at, withdrawn_reason=why)
    record("consent.withdraw", by=by, at=at, patient=row.patient_id, about=consent)


def _approved(patient: UUID, plan: UUID) -> Plan:
    who = person(patient)
    ids = who.ids if who else ()
    rows = Plan.objects.select_related("outlet").filter(patient_id__in=ids, id=plan)
    row: Plan = laws.found(rows)
    if row.state != "approved":
        raise DeedRefusedError(
            _("the plan is not approved, or no longer."),
            mending=_("Approve it first; a consent is made from what is approved."),
        )
    return row


def _widened(scope: Scope, up_to: Decimal | None) -> Scope:
    """Return a scope with room for later sessions of the course."""
    if up_to is None:
        return scope
    room = up_to - scope.total_units
    if room < 0:
        raise DeedRefusedError(
            _("the plan itself has %(units)s units.")
            % {"units": format(scope.total_units.normalize(), "f")},
            where=_("units in later sessions"),
            mending=_("Leave it empty, or enter more than that."),
        )
    groups = {group: units + room for group, units in scope.groups.items()}
    return attrs.evolve(scope, groups=groups, total_units=up_to)
