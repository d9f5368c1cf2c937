"""What a ledger says beside its numbers: blocks and cautions, in both languages.

A *block* stops the plan until a clinician overrides it by name; a *caution* is only
said. The functions here turn dates and units into sentences and decide nothing.
"""

from datetime import date
from enum import Enum

import attrs

from glabella.core.administrations import Administration, LedgerOverride
from glabella.core.days import day_text
from glabella.core.quantity import plain_number
from glabella.core.sources import Text


class NoteKind(Enum):
    """Why a ledger says something beside its numbers."""

    OTHER_TOXIN = "other_toxin"
    UNKNOWN_PRODUCT = "unknown_product"
    UNKNOWN_UNITS = "unknown_units"
    PRINTED_MONTHS = "printed_months"
    EXTERNAL = "external"
    BOOSTER = "booster"
    SHORT_INTERVAL = "short_interval"
    NO_LIMIT_KNOWN = "no_limit_known"
    RECALLED_LIMIT = "recalled_limit"
    OVER_LIMIT = "over_limit"
    FUTURE_IGNORED = "future_ignored"


@attrs.frozen
class LedgerNote:
    """A caution, with the date it speaks of."""

    kind: NoteKind
    text: Text
    on: date | None = None


@attrs.frozen
class LedgerBlock:
    """An administration that makes the remainder unknown until a date.

    It blocks unless a clinician has overridden it by name.
    """

    kind: NoteKind
    administration: Administration
    until: date
    text: Text
    override: LedgerOverride | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has overridden it."""
        return self.override is None


def block_text(kind: NoteKind, one: Administration) -> Text:
    """Return why an administration cannot be added up."""
    day = day_text(one.on)
    if kind is NoteKind.OTHER_TOXIN:
        return Text(
            en=f"Other toxin on {day.en}, units not comparable.",
            de=f"Anderes Toxin am {day.de}, Einheiten nicht vergleichbar.",
        )
    if kind is NoteKind.UNKNOWN_PRODUCT:
        return Text(
            en=f"Unknown toxin on {day.en}, units not comparable.",
            de=f"Unbekanntes Toxin am {day.de}, Einheiten nicht vergleichbar.",
        )
    return Text(
        en=f"{one.product} on {day.en}, units not known.",
        de=f"{one.product} am {day.de}, Einheiten nicht bekannt.",
    )


def external_note(one: Administration) -> LedgerNote:
    """Return that a counted session was given elsewhere, and how sure that is."""
    day = day_text(one.on)
    amount = "?" if one.units is None else plain_number(one.units)
    place = f" ({one.place})" if one.place else ""
    return LedgerNote(
        NoteKind.EXTERNAL,
        Text(
            en=f"External session on {day.en}{place}: {amount} U, "
            f"certainty: {one.certainty or 'not stated'}.",
            de=f"Externe Sitzung am {day.de}{place}: {amount} U, "
            f"Sicherheit: {one.certainty or 'nicht angegeben'}.",
        ),
        one.on,
    )


def months_note(months: int, *, session: date, until: date) -> LedgerNote:
    """Return that the source prints months, which by the calendar end later."""
    since, end = day_text(session), day_text(until)
    return LedgerNote(
        NoteKind.PRINTED_MONTHS,
        Text(
            en=f"The source prints {months} months: by the calendar, those since the "
            f"session of {since.en} end on {end.en}.",
            de=f"Die Quelle nennt {months} Monate: nach dem Kalender enden sie für die "
            f"Sitzung vom {since.de} am {end.de}.",
        ),
        until,
    )


def booster_note(on: date, *, days_after: int, interval_days: int) -> LedgerNote:
    """Return that a session comes sooner than the interval after the one before.

    Source: TOXINS-2019-491 names shorter intervals and booster injections among the
    risk factors of neutralising antibodies.
    """
    day = day_text(on)
    return LedgerNote(
        NoteKind.BOOSTER,
        Text(
            en=f"Session of {day.en}: {days_after} days after the one before, less "
            f"than {interval_days}. Boosters raise the risk of antibodies.",
            de=f"Sitzung vom {day.de}: {days_after} Tage nach der vorigen, weniger als "
            f"{interval_days}. Auffrischungen erhöhen das Risiko von Antikörpern.",
        ),
        on,
    )


def short_interval_note(*, own_days: int, usual_days: int, until: date) -> LedgerNote:
    """Return that only a condition's own, shorter interval allows a session."""
    end = day_text(until)
    return LedgerNote(
        NoteKind.SHORT_INTERVAL,
        Text(
            en=f"The interval of this condition is {own_days} days; the usual "
            f"{usual_days} since the last injection of any toxin end on {end.en}.",
            de=f"Das Intervall dieser Erkrankung beträgt {own_days} Tage; die üblichen "
            f"{usual_days} seit der letzten Toxininjektion enden am {end.de}.",
        ),
        until,
    )


def no_limit_note(product: str) -> LedgerNote:
    """Return that no source on file prints a cap for the product."""
    return LedgerNote(
        NoteKind.NO_LIMIT_KNOWN,
        Text(
            en=f"No maximum dose of {product} is on file for this profile.",
            de=f"Für {product} ist in diesem Profil keine Höchstdosis hinterlegt.",
        ),
    )


def recalled_limit_note(product: str) -> LedgerNote:
    """Return that the only cap on file has not been read in a source."""
    return LedgerNote(
        NoteKind.RECALLED_LIMIT,
        Text(
            en=f"The maximum dose of {product} on file was not read in a source: "
            "confirm it by name.",
            de=f"Die hinterlegte Höchstdosis von {product} wurde in keiner Quelle "
            "gelesen: namentlich bestätigen.",
        ),
    )


def over_limit_note(*, used: str, limit: str) -> LedgerNote:
    """Return that the window already holds more than the cap."""
    return LedgerNote(
        NoteKind.OVER_LIMIT,
        Text(
            en=f"{used} U inside the window exceed the limit of {limit} U.",
            de=f"{used} U im Zeitfenster überschreiten die Grenze von {limit} U.",
        ),
    )


def future_note(count: int, on: date) -> LedgerNote:
    """Return how many administrations lie after the day of the question."""
    day = day_text(on)
    return LedgerNote(
        NoteKind.FUTURE_IGNORED,
        Text(
            en=f"Sessions dated after {day.en} and not counted: {count}.",
            de=f"Sitzungen mit Datum nach dem {day.de}, nicht gezählt: {count}.",
        ),
        on,
    )
