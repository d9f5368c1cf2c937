"""The sheet for the time after a treatment: the words the person agreed to, again.

The texts stand with the consent of that treatment, in the version that was read and
signed, with their sources. Nothing is written anew here.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import attrs

from glabella.clinic.consent.models import Consent
from glabella.clinic.consent.queries import consents
from glabella.clinic.people.cards import Person
from glabella.clinic.record.queries import sessions
from glabella.clinic.treatment.models import Treatment

# Help at once comes first, whatever the order of the consent is.
PARTS = ("emergency", "after", "risks")
# DERIVED: defaults of this project for one card; no source prints them.
SHOWN_DAYS = 28
WONDERED_DAYS = range(3, 8)


@attrs.frozen
class Sheet:
    """What to heed after the last treatment.

    Args:
        on: The day of the treatment; None if none is on record.
        sections: Of the consent: id, title, blocks.
        sources: What they rest on.
    """

    on: date | None
    sections: tuple[Mapping[str, Any], ...] = ()
    sources: tuple[Any, ...] = ()


@attrs.frozen
class FirstDays:
    """What the first page says in the days after a treatment, from the same texts.

    Args:
        number: Days since the treatment.
        known: What is known to happen, in the words of the consent.
        signs: Signs with which to call for help at once.
    """

    number: int
    on: date
    known: tuple[str, ...]
    signs: tuple[str, ...]


def first_days(who: Person, *, on: date, language: str) -> FirstDays | None:
    """Return what to say on a day soon after a treatment; None on any other day.

    On the days when most people wonder the texts come with it, else the day alone.
    """
    last = max((one.on for one in sessions(who)), default=None)
    if last is None or not 0 <= (on - last).days <= SHOWN_DAYS:
        return None
    number = (on - last).days
    found = sheet(who, language=language) if number in WONDERED_DAYS else None
    blocks = {one["id"]: one["blocks"] for one in found.sections} if found else {}
    known = [line for one in blocks.get("risks", ()) for line in one["text"]]
    signs = [line for one in blocks.get("emergency", ()) for line in one["items"]]
    return FirstDays(number, last, tuple(known), tuple(signs))


def sheet(who: Person, *, language: str) -> Sheet | None:
    """Return the sheet of a person's last treatment; None if there was none."""
    given = sessions(who)
    if not given:
        return None
    last = max(given, key=lambda one: one.on)
    content = _content(_consent(who, last.id), language)
    by_id = {one.get("id"): one for one in content.get("sections", ())}
    return Sheet(
        on=last.on,
        sections=tuple(by_id[part] for part in PARTS if part in by_id),
        sources=tuple(content.get("sources", ())),
    )


def _consent(who: Person, session: UUID) -> Consent | None:
    """Return the consent that a treatment rested on, or the latest one signed."""
    rows = Treatment.objects.filter(session_id=session, consent__isnull=False)
    treatment = rows.select_related("consent").first()
    if treatment is not None:
        return treatment.consent
    signed = [(one.signed_at, one) for one in consents(who) if one.signed_at]
    return max(signed, key=lambda pair: pair[0])[1] if signed else None


def _content(consent: Consent | None, language: str) -> Mapping[str, Any]:
    if consent is None:
        return {}
    content: Mapping[str, Mapping[str, Any]] = consent.content
    return content.get(language) or content.get(consent.language) or {}
