"""Laws before a signature, and what a sealed paper says around the text."""

import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.consent.models import Consent, Talk
from glabella.clinic.consent.paper import Map, Rows, Sheet
from glabella.clinic.consent.strokes import strokes_of
from glabella.clinic.consent.values import SIGNERS, NewSignature, Scope
from glabella.clinic.people import laws
from glabella.clinic.people.models import Patient
from glabella.clinic.planning.drawings import paper_maps
from glabella.clinic.practice.models import Outlet


def newest_talk(consent: Consent) -> Talk | None:
    """Return the last talk about a consent, or None."""
    rows = consent.talks.select_related("explained_by__user")
    return rows.order_by("-held_at", "-recorded_at").first()


def refuse_if_closed(consent: Consent) -> None:
    """Refuse a deed on a consent that is signed or withdrawn."""
    if consent.withdrawn_at is not None:
        raise DeedRefusedError(
            _("the consent was withdrawn."), mending=_("Prepare a new one.")
        )
    if consent.signed_at is not None:
        raise DeedRefusedError(
            _("the consent is signed already."), mending=_("There is nothing to do.")
        )


def refuse_conflict(consent: Consent) -> None:
    """Refuse paper and signature while sources disagree about the label."""
    if Scope.of_json(consent.scope).conflicts:
        raise DeedRefusedError(
            _("sources disagree whether the product is authorised for this."),
            mending=_(
                "A lead clinician decides it by name; then prepare the consent anew."
            ),
        )


def ready_to_sign(consent: Consent, *, at: datetime) -> Talk:
    """Return the talk that a signature at a time rests on.

    Raises:
        DeedRefusedError: If it is closed, in conflict, no talk was held before, or the
            time to reflect has not ended.
    """
    refuse_if_closed(consent)
    refuse_conflict(consent)
    talk = newest_talk(consent)
    if talk is None or talk.held_at > at:
        raise DeedRefusedError(
            _("nobody has talked about it with the patient yet."),
            mending=_("Hold the talk and record it; the signature follows."),
        )
    if talk.may_sign_from > at:
        raise DeedRefusedError(
            _("the time to reflect has not ended: it ends on %(moment)s.")
            % {"moment": moment_words(talk.may_sign_from, consent.outlet)},
            mending=_("Ask for the signature after that."),
        )
    return talk


def signer_of(signer: str, talk: Talk) -> str:
    """Return who signs; refuse a patient who cannot, or a needless representative."""
    laws.one_of(signer, SIGNERS, where=_("who signs"))
    needed = "representative" if talk.capacity == "lacks_capacity" else "patient"
    if signer != needed:
        raise DeedRefusedError(
            _("the talk says that the representative decides.")
            if needed == "representative"
            else _("the talk says that the patient decides."),
            where=_("who signs"),
            mending=_("Let the right person sign, or record a new talk."),
        )
    return signer


def ink_of(new: NewSignature, patient: Patient, *, method: str) -> str:
    """Return what was drawn; "" where the typed name is the signature.

    Raises:
        DeedRefusedError: If nothing was drawn and the typed name does not stand for it:
            it is not the name on file, or was not typed on the own phone.
    """
    if new.strokes.strip() or not new.is_typed:
        return strokes_of(new.strokes)
    if method != "phone":
        raise DeedRefusedError(
            _("a typed name signs on the person's own phone alone."),
            where=_("signature"),
            mending=_("Sign in the field, or print the paper and sign that."),
        )
    on_file = f"{patient.given_names} {patient.family_name}"
    if _plain(new.name) != _plain(on_file):
        raise DeedRefusedError(
            _("the typed name is not the name on file."),
            where=_("name"),
            mending=_("Write it like this: %(name)s.") % {"name": on_file},
        )
    return ""


def _plain(name: str) -> str:
    """Return a name without what keyboards write in different ways."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def moment_words(moment: datetime, outlet: Outlet) -> str:
    """Return a moment as the clock of an outlet shows it."""
    local = moment.astimezone(ZoneInfo(outlet.time_zone))
    # Never 12/02/2026: half the world reads another day in it.
    day = date_format(local, pgettext("date format", "j M Y"))
    return f"{day}, {local:%H:%M} ({outlet.time_zone})"


def sheet_of(
    consent: Consent, patient: Patient, *, signed: Rows = (), strokes: str = ""
) -> Sheet:
    """Return what stands around the text, in the language of the consent."""
    with override(consent.language):
        talk = newest_talk(consent)
        return Sheet(
            language=consent.language,
            foot=f"{consent.outlet.name} - {consent.text_version}",
            facts=who_rows(patient, consent.outlet),
            digest=consent.content_digest,
            maps=[
                Map(one.title, str(one.svg))
                for one in paper_maps(
                    consent.plan.sites.all(), language=consent.language
                )
            ],
            talk=talk_rows(talk, consent.outlet) if talk else (),
            answers=[(a["question"], a["answer"]) for a in talk.teach_back]
            if talk
            else (),
            signed=signed,
            strokes=strokes,
        )


def who_rows(patient: Patient, outlet: Outlet) -> Rows:
    """Return who the paper is about, and where it was made."""
    born = patient.birth_date.isoformat() if patient.birth_date else _("not known")
    return (
        (_("Patient"), f"{patient.family_name}, {patient.given_names}"),
        (_("Born"), born),
        (_("Practice"), outlet.name),
        (_("Phone"), outlet.phone or _("not known")),
    )


def talk_rows(talk: Talk, outlet: Outlet) -> Rows:
    """Return the talk as rows; what was not said is left out."""
    interpreter = ", ".join(
        one for one in (talk.interpreter_name, talk.interpreter_language) if one
    )
    rows = (
        (_("Explained by"), f"{talk.explained_by.user.name}, {talk.qualification}"),
        (_("Held"), moment_words(talk.held_at, outlet)),
        (_("Minutes"), str(talk.minutes)),
        (_("Questions of the patient"), talk.questions),
        (_("Interpreter"), interpreter),
        (_("Representative"), talk.representative),
        (_("May be signed from"), moment_words(talk.may_sign_from, outlet)),
    )
    return tuple(row for row in rows if row[1])


def signature_rows(
    name: str, signer: str, *, at: datetime, outlet: Outlet, is_typed: bool = False
) -> Rows:
    """Return who signed, as whom and when; a typed name is said to be typed."""
    role = _("Patient") if signer == "patient" else _("Representative")
    rows = (
        (_("Signed by"), f"{name} ({role})"),
        (_("Signed at"), moment_words(at, outlet)),
    )
    if not is_typed:
        return rows
    how = _("full name typed on the own phone, without a drawn signature")
    return (*rows, (_("Signed how"), how))
