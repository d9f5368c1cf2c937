"""Deeds of the public door: answers handed over, help lines, releases of full texts."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.practice import actions as practice
from glabella.clinic.practice.models import Outlet
from glabella.clinic.public.content import conditions, speech
from glabella.clinic.public.models import (
    FullRelease,
    Handover,
    HelpLine,
    Knock,
)
from glabella.clinic.public.values import (
    CODE_LASTS,
    HANDOVERS_OF_ALL,
    HandedOver,
    NewHelpLine,
    NewRelease,
)

# Letters and digits that nobody mistakes for one another when read aloud.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 12, 4
HOUR = timedelta(hours=1)


def hashed(text: str) -> str:
    """Return what is kept of a code or an address: a hash under the key of the house.

    Spaces, hyphens and the case of letters do not count.
    """
    plain = "".join(text.split()).replace("-", "").upper()
    return salted_hmac("glabella.public", plain, algorithm="sha256").hexdigest()


@transaction.atomic
def hand_over(
    answers: Mapping[str, tuple[str, ...]], *, language: str, at: datetime
) -> str:
    """Keep answers that somebody agreed to hand over; return the code that opens them.

    The code is returned here and never again. What was not fetched in time is erased.

    Raises:
        DeedRefusedError: If too many wait already.
    """
    forget_answers(at=at)
    if Handover.objects.filter(used_at__isnull=True).count() >= HANDOVERS_OF_ALL:
        raise DeedRefusedError(
            _("too many answers wait to be opened at the moment."),
            where=_("self-check"),
            mending=_("Call the practice, or try again tomorrow."),
        )
    code = "".join(secrets.choice(ALPHABET) for _letter in range(LENGTH))
    Handover.objects.create(
        code_hash=hashed(code),
        answers={name: list(chosen) for name, chosen in answers.items()},
        language=language,
        made_at=at,
        expires_at=at + CODE_LASTS,
    )
    return "-".join(code[i : i + GROUP] for i in range(0, LENGTH, GROUP))


@transaction.atomic
def forget_answers(*, at: datetime) -> int:
    """Erase answers that nobody fetched in their time; return how many."""
    late = Handover.objects.filter(used_at__isnull=True, expires_at__lte=at)
    count, _rows = late.delete()
    return count


@transaction.atomic
def redeem(code: str, *, patient: UUID, by: Actor, at: datetime) -> HandedOver:
    """Open what a code holds, once, and keep it with a patient.

    Raises:
        DeedRefusedError: In the same words whether it is unknown, used or too old.
    """
    return _opened(waiting(at=at).filter(code_hash=hashed(code)), patient, by=by, at=at)


@transaction.atomic
def redeem_waiting(
    handover: UUID, *, patient: UUID, by: Actor, at: datetime
) -> HandedOver:
    """Open answers whose code somebody gave before, once, for the card made since.

    Raises:
        DeedRefusedError: If they were opened meanwhile, or are too old.
    """
    return _opened(waiting(at=at).filter(id=handover), patient, by=by, at=at)


def find(code: str, *, at: datetime) -> UUID | None:
    """Return which answers a code opens; None if it opens nothing."""
    return (
        waiting(at=at)
        .filter(code_hash=hashed(code))
        .values_list("id", flat=True)
        .first()
    )


def waiting(*, at: datetime) -> models.QuerySet[Handover]:
    """Return the answers that wait to be opened."""
    return Handover.objects.filter(used_at__isnull=True, expires_at__gt=at)


def _opened(
    rows: models.QuerySet[Handover], patient: UUID, *, by: Actor, at: datetime
) -> HandedOver:
    row = rows.first()
    if row is None or not rows.update(
        used_at=at, used_by_id=by.user, patient_id=patient
    ):
        raise DeedRefusedError(
            _("this code opens nothing."),
            where=_("code"),
            mending=_("Check the letters. A code works once, for 14 days."),
        )
    record("public.redeem", by=by, at=at, patient=patient, about=row.id)
    return HandedOver(
        answers={name: tuple(chosen) for name, chosen in row.answers.items()},
        language=row.language,
    )


@transaction.atomic
def enter_help_line(new: NewHelpLine, *, by: Actor, at: datetime) -> HelpLine:
    """Enter a number to call in a crisis, as read at its official source.

    Raises:
        DeedRefusedError: If the day of reading lies ahead.
    """
    laws.not_after(new.read_on, at, where=_("day of reading"))
    row = HelpLine.objects.create(
        country=new.country,
        name=new.name,
        number=new.number,
        hours=new.hours,
        source=new.source,
        read_on=new.read_on,
        entered_at=at,
        entered_by_id=by.account,
    )
    record("public.enter_help_line", by=by, at=at, about=row.id)
    return row


@transaction.atomic
def end_help_line(line: UUID, *, by: Actor, at: datetime) -> None:
    """Show a number no longer."""
    laws.end(HelpLine.objects.filter(id=line), "ended", by=by, at=at)
    record("public.end_help_line", by=by, at=at, about=line)


@transaction.atomic
def set_speech(outlet: UUID, profile: str, *, by: Actor, at: datetime) -> None:
    """Set how far the pages of an outlet may speak: "condition_only" or "full".

    Raises:
        DeedRefusedError: If the law of its country, as it is on file, allows no more.
    """
    place = Outlet.objects.get(id=outlet)
    if profile != "condition_only":
        _ask_the_law(place)
    practice.set_public_text(place.id, profile, by=by, at=at)


@transaction.atomic
def release_full(new: NewRelease, *, by: Actor, at: datetime) -> FullRelease:
    """Let strangers read the full text about a condition on the pages of an outlet.

    Raises:
        DeedRefusedError: If the law does not allow it, the outlet shows conditions
            only, there is no such text, or it is released already.
    """
    place = Outlet.objects.get(id=new.outlet)
    _ask_the_law(place)
    where = _("full text")
    if place.public_text_profile != "full":
        raise DeedRefusedError(
            _("this outlet shows the condition only."),
            where=where,
            mending=_("Let the outlet show full texts first."),
        )
    laws.one_of(new.condition, list(conditions()), where=where)
    laws.not_after(new.released_on, at, where=_("day of release"))
    running = FullRelease.objects.filter(
        outlet=place, condition=new.condition, ended_at__isnull=True
    )
    if running.exists():
        raise DeedRefusedError(_("this text is released already."), where=where)
    row = FullRelease.objects.create(
        outlet=place,
        condition=new.condition,
        country=place.profile,
        name=laws.words(new.name, where=_("name")),
        released_on=new.released_on,
        released_at=at,
        released_by_id=by.account,
    )
    record("public.release_full", by=by, at=at, about=(place.id, row.id))
    return row


@transaction.atomic
def end_release(release: UUID, *, by: Actor, at: datetime) -> None:
    """Take a full text back from the public pages of an outlet."""
    laws.end(FullRelease.objects.filter(id=release), "ended", by=by, at=at)
    record("public.end_release", by=by, at=at, about=release)


def _ask_the_law(place: Outlet) -> None:
    law = speech().get(place.profile)
    if law is None or not law.is_full:
        raise DeedRefusedError(
            _("the law of this country, as it is on file, allows the condition only."),
            where=place.name,
            mending=_("The full text stays behind the sign-in of patients."),
        )


@transaction.atomic
def knock(kind: str, key: str, *, limit: int, at: datetime) -> bool:
    """Count a try; return whether it is still within the limit of an hour.

    Tries older than an hour are forgotten.
    """
    Knock.objects.filter(made_at__lte=at - HOUR).delete()
    key_hash = hashed(f"{kind} {key}")
    if Knock.objects.filter(key_hash=key_hash).count() >= limit:
        return False
    Knock.objects.create(kind=kind, key_hash=key_hash, made_at=at)
    return True
