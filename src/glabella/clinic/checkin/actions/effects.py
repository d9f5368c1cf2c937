"""The deed of telling about a side effect: triage as at a call, never milder."""

from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.checkin.values import SEVERITIES, NewEffect
from glabella.clinic.checkin.watch import reading
from glabella.clinic.checkin.words import severity_words
from glabella.clinic.followup.actions.contacts import last_session, take_contact
from glabella.clinic.followup.models import Contact
from glabella.clinic.followup.values import NewContact
from glabella.clinic.people import laws
from glabella.clinic.people.cards import Person
from glabella.clinic.photos.actions import add_photo
from glabella.clinic.photos.values import NewPhoto
from glabella.clinic.practice.queries import today_at
from glabella.clinic.record.duty import home_of

NO_COMPLAINT = "none"  # ends in reassurance; a clinician alone reassures


@transaction.atomic
def report_effect(
    who: Person, new: NewEffect, *, by: Actor, at: datetime, photo: bytes = b""
) -> Contact:
    """Keep what somebody tells about a side effect, and open who calls back and when.

    The level is that of the rules. Without a call back nothing is reported: what is
    told from home is always read by somebody.

    Args:
        photo: A picture as it came; kept only with a consent to photographs.

    Raises:
        DeedRefusedError: If a code is not known, the day lies ahead, or the picture
            may not be kept or read.
    """
    if new.complaint == NO_COMPLAINT:
        raise DeedRefusedError(
            _("nothing is told."), mending=_("Choose what it is about.")
        )
    home = home_of(who.id, by=by)
    laws.not_after(new.since, at, where=_("since when"))
    if new.severity:
        laws.one_of(new.severity, SEVERITIES, where=_("how bad"))
    with override(reading(home, at=at).language):
        contact = NewContact(
            outlet=home.id,
            channel="message",
            complaint=new.complaint,
            answers=new.answers,
            words=_told(new, has_photo=bool(photo)),
        )
        row = take_contact(who, contact, by=by, at=at)
    if photo:
        today = today_at(home, at=at)
        session = last_session(who, on=today)
        picture = NewPhoto(
            outlet=home.id,
            view="other",
            taken_on=today,
            session=session.id if session else None,
            note=_("Sent from home with a report"),
            about=row.id,
        )
        add_photo(who, photo, picture, by=by, at=at)
    record("checkin.report_effect", by=by, at=at, patient=who.id, about=row.id)
    return row


def _plain(day: date) -> str:
    """Return a date with its month as a word: half the world reads 12/02 otherwise."""
    return date_format(day, pgettext("date format", "j M Y"))


def _told(new: NewEffect, *, has_photo: bool) -> str:
    """Return what was told, line by line, in the language of who reads it."""
    lines = [_("Told from home.")]
    if new.since is not None:
        lines.append(_("Since: %(day)s") % {"day": _plain(new.since)})
    if new.place:
        lines.append(_("Where: %(place)s") % {"place": new.place})
    if new.severity:
        said = severity_words(new.severity)
        lines.append(_("How bad: %(severity)s") % {"severity": said})
    if has_photo:
        lines.append(_("A photograph was sent with it."))
    return "\n".join([*lines, new.words]).strip()
