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
