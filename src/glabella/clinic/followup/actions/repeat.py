"""Deeds about coverage, costs and letters: note, change, end, sign."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import attrs
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.followup import repeat_values as values
from glabella.clinic.followup.models import CostNote, Coverage, Letter
from glabella.clinic.followup.repeat_paper import (
    Letterhead,
    Paper,
    day_words,
    paper_pdf,
)
from glabella.clinic.followup.repeat_values import NewCostNote, NewCoverage, NewLetter
from glabella.clinic.people import laws
from glabella.clinic.people.models import Patient, Registration
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.models import Practice
from glabella.clinic.practice.queries import outlet, today_at
from glabella.clinic.record.actions import receive_document
from glabella.clinic.record.values import NewDocument
from glabella.core.quantity import plain_number

_CURRENCY = re.compile(r"[A-Z]{3}")
_CENT = Decimal("0.01")
_MOST = Decimal(9999999)
# Days that somebody did something; an end may lie ahead.
_DONE = ("asked_on", "evidence_sent_on", "answered_on")


@transaction.atomic
def note_coverage(
    patient: UUID, new: NewCoverage, *, by: Actor, at: datetime
) -> Coverage:
    """Note what a payer was asked, and what it said.

    Raises:
        DeedRefusedError: If the payer has no name, a code is not known, a day lies
            ahead, or an approval does not say from when it holds.
    """
    fields = attrs.asdict(new)
    _check_coverage(fields, at=at)
    place = fields.pop("outlet")
    row = Coverage.objects.create(
        patient_id=patient,
        outlet_id=place,
        noted_at=at,
        noted_by_id=by.account,
        **fields,
    )
    record("followup.note_coverage", by=by, at=at, patient=patient, about=row.id)
    return row


@transaction.atomic
def change_coverage(
    coverage: UUID,
    changes: Mapping[str, object],
    *,
    version: int,
    by: Actor,
    at: datetime,
) -> Coverage:
    """Change a coverage that was read at `version`; its columns are those of a new one.

    Raises:
        DeedRefusedError: As for a new one, or it has ended.
        StaleError: If somebody else has changed it meanwhile.
    """
    laws.fields_of(NewCoverage, changes)
    before: Coverage = laws.found(Coverage.objects.filter(id=coverage))
    if before.ended_at is not None:
        raise DeedRefusedError(
            _("it has ended."),
            where=_("coverage"),
            mending=_("Note a new one."),
        )
    fields = [each.name for each in attrs.fields(NewCoverage) if each.name != "outlet"]
    whole = {name: getattr(before, name) for name in fields} | dict(changes)
    _check_coverage(whole, at=at)
    laws.change(Coverage, coverage, version=version, changes=changes)
    row = Coverage.objects.get(id=coverage)
    who = row.patient_id
    record("followup.change_coverage", by=by, at=at, patient=who, about=coverage)
    return row


@transaction.atomic
def end_coverage(coverage: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """End a coverage that does not hold any more, or never did; it is kept.

    Raises:
        DeedRefusedError: If no reason is given, or it has ended already.
    """
    why = laws.words(reason, where=_("reason"))
    rows = Coverage.objects.filter(id=coverage)
    row: Coverage = laws.found(rows)
    laws.end(rows, "ended", by=by, at=at, ended_reason=why)
    who = row.patient_id
    record("followup.end_coverage", by=by, at=at, patient=who, about=coverage)


def _check_coverage(fields: Mapping[str, object], *, at: datetime) -> None:
    codes = {"kind": values.PAYERS, "answer": values.ANSWERS}
    laws.check(fields, at=at, words=("payer",), codes=codes)
    for name in _DONE:  # each for itself: evidence may follow the question
        laws.check({name: fields[name]}, at=at, days=(name,))
    laws.one_of(str(fields["protocol"]), library().protocols, where=_("protocol"))
    if (fields["answer"] == "approved") != (fields["approved_on"] is not None):
        raise DeedRefusedError(
            _("an approval says from when it holds, and nothing else does."),
            where=_("approved from"),
            mending=_("Give the day for an approval, and leave it empty otherwise."),
        )
    _check_end(fields["approved_on"], fields["expires_on"])
    if fields["sessions_approved"] == 0:
        raise DeedRefusedError(
            _("an approval of no session is none."),
            where=_("sessions approved"),
            mending=_("Leave it empty if no number was said."),
        )


def _check_end(start: object, end: object) -> None:
    if isinstance(start, date) and isinstance(end, date) and end < start:
        raise DeedRefusedError(
            _("it ends before it began."),
            where=_("approved until"),
            mending=_("Check both days."),
        )


@transaction.atomic
def sign_cost_note(
    patient: UUID, new: NewCostNote, *, by: Actor, at: datetime
) -> CostNote:
    """Keep what a treatment will cost, as the patient has signed it, with its PDF.

    Raises:
        DeedRefusedError: If the amount is below zero or not exact, the currency is no
            code of three letters, or words or the name of the signer are missing.
    """
    _check_cost(new)
    money = f"{plain_number(new.amount.quantize(_CENT))} {new.currency}"
    with translation.override(new.language):
        paper = _cost_paper(new, money=money, on=_today(new.outlet, at=at))
    row = _document(patient, paper, new=new, by=by, at=at)
    note = CostNote.objects.create(
        patient_id=patient,
        outlet_id=new.outlet,
        protocol=new.protocol,
        amount=new.amount,
        currency=new.currency,
        words=new.words.strip(),
        language=new.language,
        signer=new.signer,
        signer_name=new.signer_name.strip(),
        document_id=row,
        signed_at=at,
        signed_by_id=by.account,
    )
    record("followup.sign_cost_note", by=by, at=at, patient=patient, about=note.id)
    return note


def _check_cost(new: NewCostNote) -> None:
    laws.words(new.words, where=_("what it pays for"))
    laws.words(new.signer_name, where=_("name of the signer"))
    laws.one_of(new.signer, values.SIGNERS, where=_("signer"))
    laws.one_of(new.language, values.LANGUAGES, where=_("language"))
    laws.one_of(new.protocol, library().protocols, where=_("protocol"))
    if _CURRENCY.fullmatch(new.currency) is None:
        raise DeedRefusedError(
            _("a currency has three capital letters."),
            where=_("currency"),
            mending=_("Such as CHF or EUR."),
        )
    is_exact = new.amount.is_finite() and new.amount == new.amount.quantize(_CENT)
    if not is_exact or not 0 <= new.amount <= _MOST:
        raise DeedRefusedError(
            _("the amount is below zero, too large, or has more than two decimals."),
            where=_("amount"),
            mending=_("Such as 480.50."),
        )


def _cost_paper(new: NewCostNote, *, money: str, on: date) -> Paper:
    protocol = library().protocols[new.protocol]
    name = protocol.name.in_language(new.language)
    lines = [
        new.words.strip(),
        _("Treatment: %(name)s.") % {"name": name},
        _("Expected cost: %(money)s.") % {"money": money},
        _(
            "I was told before the treatment that the cost may not be paid by my"
            " insurer, and what it is likely to be."
        ),
    ]
    as_whom = {"patient": _("patient"), "representative": _("representative")}
    signed = _("Signed by %(name)s (%(role)s), %(day)s") % {
        "name": new.signer_name.strip(),
        "role": as_whom[new.signer],
        "day": day_words(on),
    }
    return Paper(
        subject=_("What the treatment will cost"),
        text="\n\n".join(lines),
        signature=[signed],
    )


@transaction.atomic
def sign_letter(patient: UUID, new: NewLetter, *, by: Actor, at: datetime) -> Letter:
    """Sign a letter by name and keep it, with its PDF among the papers.

    Raises:
        DeedRefusedError: If it has no words, no subject or no name, a letter to
            somebody has no recipient, or a code is not known.
    """
    laws.one_of(new.kind, values.LETTERS, where=_("kind of letter"))
    laws.one_of(new.language, values.LANGUAGES, where=_("language"))
    laws.words(new.subject, where=_("subject"))
    laws.words(new.text, where=_("text"))
    laws.words(new.signer_name, where=_("name of the signer"))
    if new.kind == "referrer":
        laws.words(new.recipient, where=_("recipient"))
    with translation.override(new.language):
        day = day_words(_today(new.outlet, at=at))
        signed = _("Signed electronically on %(day)s") % {"day": day}
    paper = Paper(
        subject=new.subject.strip(),
        text=new.text.strip(),
        recipient=new.recipient.strip(),
        tables=new.tables,
        signature=[new.signer_name.strip(), signed],
    )
    row = _document(patient, paper, new=new, by=by, at=at)
    letter = Letter.objects.create(
        patient_id=patient,
        outlet_id=new.outlet,
        kind=new.kind,
        recipient=new.recipient.strip(),
        subject=new.subject.strip(),
        text=new.text.strip(),
        language=new.language,
        document_id=row,
        signer_name=new.signer_name.strip(),
        signed_at=at,
        signed_by_id=by.account,
    )
    record("followup.sign_letter", by=by, at=at, patient=patient, about=letter.id)
    return letter


def _document(
    patient: UUID,
    paper: Paper,
    *,
    new: NewCostNote | NewLetter,
    by: Actor,
    at: datetime,
) -> UUID:
    """Set a paper, keep it among the papers of the patient, and return its id."""
    on = _today(new.outlet, at=at)
    head = letterhead(patient, place=new.outlet, on=on)
    content = paper_pdf(head, paper, language=new.language)
    document = NewDocument(
        outlet=new.outlet,
        patient=patient,
        title=paper.subject,
        kind="letter" if isinstance(new, NewLetter) else "other",
        dated_on=on,
        media_type="application/pdf",
    )
    return receive_document(content, document, by=by, at=at).id


def letterhead(patient: UUID, *, place: UUID, on: date) -> Letterhead:
    """Return who writes about whom."""
    card = Patient.objects.get(id=patient)
    here = outlet(place)
    practice = Practice.objects.filter(id=1).first()
    known = Registration.objects.filter(patient_id=patient, outlet_id=place).first()
    lines = [here.name, *here.address.splitlines(), here.phone, here.email]
    return Letterhead(
        practice=practice.name if practice else here.name,
        outlet=tuple(line for line in lines if line),
        person=f"{card.family_name}, {card.given_names}",
        born=card.birth_date,
        number=known.number if known else "",
        on=on,
    )


def _today(place: UUID, *, at: datetime) -> date:
    return today_at(outlet(place), at=at)
