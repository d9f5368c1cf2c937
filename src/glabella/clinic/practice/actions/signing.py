"""Deeds done by name: sign a protocol, vouch for a statement, decide about a label.

Nothing here is changed afterwards: it is withdrawn, and done anew.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.practice.models import (
    Confirmation,
    LabelDecision,
    ProtocolSignature,
)
from glabella.clinic.practice.values import NewLabelDecision, NewSignature


@transaction.atomic
def sign_protocol(new: NewSignature, *, by: Actor, at: datetime) -> ProtocolSignature:
    """Sign a version for the practice; the version in use until then is withdrawn.

    Raises:
        DeedRefusedError: If that very version and text is in use already.
    """
    running = ProtocolSignature.objects.filter(
        protocol=new.protocol, withdrawn_at__isnull=True
    )
    if running.filter(version=new.version, digest=new.digest).exists():
        raise DeedRefusedError(
            _("this version is signed and in use."),
            where=f"{new.protocol}/{new.version}",
            mending=_("There is nothing to do."),
        )
    running.update(
        withdrawn_at=at,
        withdrawn_by_id=by.user,
        withdrawn_reason=f"replaced by {new.version}",
    )
    row = ProtocolSignature.objects.create(
        protocol=new.protocol,
        version=new.version,
        digest=new.digest,
        meaning="approval",
        statement=new.statement,
        content=new.content,
        signed_at=at,
        signed_by_id=by.account,
        signed_name=new.name,
    )
    record("practice.sign_protocol", by=by, at=at, about=row.id)
    return row


@transaction.atomic
def withdraw_signature(
    signature: UUID, *, reason: str, by: Actor, at: datetime
) -> None:
    """Take a protocol out of use; it can still be read.

    Raises:
        DeedRefusedError: If it is out of use already, or no reason is given.
    """
    rows = ProtocolSignature.objects.filter(id=signature)
    _withdraw(rows, by=by, at=at, withdrawn_reason=_reason(reason))
    record("practice.withdraw_signature", by=by, at=at, about=signature)


@transaction.atomic
def confirm(
    what: str, *, basis: str, name: str, by: Actor, at: datetime
) -> Confirmation:
    """Vouch by name for one unverified statement.

    Args:
        what: As in `glabella.core.practice.Confirmation`.
        basis: What was read, where and when.

    Raises:
        DeedRefusedError: If it is confirmed already, or no basis is given.
    """
    basis = _reason(basis)
    if Confirmation.objects.filter(what=what, withdrawn_at__isnull=True).exists():
        raise DeedRefusedError(
            _("somebody has confirmed this already."),
            where=what,
            mending=_("Withdraw that confirmation first."),
        )
    row = Confirmation.objects.create(
        what=what,
        basis=basis,
        confirmed_at=at,
        confirmed_by_id=by.account,
        confirmed_name=name,
    )
    record("practice.confirm", by=by, at=at, about=row.id)
    return row


@transaction.atomic
def withdraw_confirmation(confirmation: UUID, *, by: Actor, at: datetime) -> None:
    """Take a confirmation back."""
    _withdraw(Confirmation.objects.filter(id=confirmation), by=by, at=at)
    record("practice.withdraw_confirmation", by=by, at=at, about=confirmation)


@transaction.atomic
def decide_label(new: NewLabelDecision, *, by: Actor, at: datetime) -> LabelDecision:
    """Decide a conflict about a label by name; an earlier decision is withdrawn."""
    basis = _reason(new.basis)
    LabelDecision.objects.filter(
        protocol=new.protocol,
        product=new.product,
        profile=new.profile,
        withdrawn_at__isnull=True,
    ).update(withdrawn_at=at, withdrawn_by_id=by.user)
    row = LabelDecision.objects.create(
        protocol=new.protocol,
        product=new.product,
        profile=new.profile,
        status=new.status,
        basis=basis,
        decided_at=at,
        decided_by_id=by.account,
        decided_name=new.name,
    )
    record("practice.decide_label", by=by, at=at, about=row.id)
    return row


@transaction.atomic
def withdraw_label_decision(decision: UUID, *, by: Actor, at: datetime) -> None:
    """Take a label decision back."""
    _withdraw(LabelDecision.objects.filter(id=decision), by=by, at=at)
    record("practice.withdraw_label_decision", by=by, at=at, about=decision)


def _reason(text: str) -> str:
    if not text.strip():
        raise DeedRefusedError(
            _("a deed done by name needs its basis in words."),
            mending=_("Write what was read, where and when."),
        )
    return text.strip()


def _withdraw(
    rows: models.QuerySet[Any], *, by: Actor, at: datetime, **more: str
) -> None:
    running = rows.filter(withdrawn_at__isnull=True)
    if not running.update(withdrawn_at=at, withdrawn_by_id=by.user, **more):
        raise DeedRefusedError(
            _("it is withdrawn already, or was never there."),
            mending=_("There is nothing to do."),
        )
