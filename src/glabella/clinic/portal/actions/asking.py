"""Links that go out by message, and what somebody outside asks for.

The page that takes the question looks nothing up. The worker answers later, and writes
to a contact on file alone, if the person called it safe.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.messages.actions import write
from glabella.clinic.messages.leaving import absolute
from glabella.clinic.messages.texts import text_of
from glabella.clinic.messages.values import NewMessage
from glabella.clinic.messages.whom import Contact, contact_for, contacts_for
from glabella.clinic.people.cards import Person
from glabella.clinic.people.spellings import search_contact
from glabella.clinic.portal.actions.ways import make_link
from glabella.clinic.portal.doors import is_shut, person_behind
from glabella.clinic.portal.models import Ask, Door
from glabella.clinic.portal.values import LINK_LASTS

ASK_LASTS = timedelta(hours=1)  # DERIVED: who waited longer has asked again
KIND = "link"


@transaction.atomic
def send_link(door: UUID, *, by: Actor, at: datetime) -> Contact:
    """Send a new link to the safe contact of a person.

    Raises:
        DeedRefusedError: If there is no contact that is safe, or the door is shut.
    """
    row = Door.objects.select_related("patient", "outlet").get(id=door)
    who = person_behind(row)
    to = contact_for(who, kind=KIND) if who else None
    if to is None:
        raise DeedRefusedError(
            _("there is no safe e-mail address or mobile number on file."),
            where=_("portal"),
            mending=_("Ask the person and note it on the card, or hand the link out."),
        )
    _send(row, to, by=by, at=at)
    return to


@transaction.atomic
def ask_for_link(contact: str, *, born: date, at: datetime) -> None:
    """Keep that somebody asked; nothing is looked up here, whoever it is.

    Nobody is known yet: the trail is told when a link is made.
    """
    Ask.objects.create(contact=contact[:200], born=born, asked_at=at)


def answer_asks(*, by: Actor, at: datetime) -> int:
    """Send the links that were asked for, and empty what was typed.

    Returns:
        How many links are on their way.
    """
    count = 0
    for ask in Ask.objects.filter(answered_at__isnull=True).order_by("asked_at")[:100]:
        with transaction.atomic():
            rows = Ask.objects.filter(id=ask.id, answered_at__isnull=True)
            if not rows.update(contact="", born=None, answered_at=at):
                continue  # another worker was faster
            if at - ask.asked_at <= ASK_LASTS:
                count += _answer(ask, by=by, at=at)
    return count


def _answer(ask: Ask, *, by: Actor, at: datetime) -> int:
    found = list(_meant(ask))
    for door, to in found:
        _send(door, to, by=by, at=at)
    return len(found)


def _meant(ask: Ask) -> Iterator[tuple[Door, Contact]]:
    """Yield the open doors of people born that day who have that contact on file."""
    doors = Door.objects.filter(patient__birth_date=ask.born, closed_at__isnull=True)
    for door in doors.select_related("patient", "outlet").order_by("opened_at"):
        who = None if is_shut(door) else person_behind(door)
        if who is None:
            continue
        found = contacts_for(who, kind=KIND)
        same = (to for to in found if _is_same(ask.contact, to, door.outlet.profile))
        if (to := next(same, None)) is not None:
            yield door, to


def _is_same(typed: str, to: Contact, profile: str) -> bool:
    kind = "email" if to.channel == "email" else "phone"
    both = {
        search_contact(kind, one, profiles=[profile]) for one in (typed, to.address)
    }
    return len(both) == 1


def _send(door: Door, to: Contact, *, by: Actor, at: datetime) -> None:
    token = make_link(door.id, by=by, at=at)
    address = absolute(reverse("portal:link", args=[token.secret]))
    text = text_of(KIND, language=to.language, outlet=door.outlet, link=address)
    new = NewMessage(
        outlet=door.outlet_id,
        kind=KIND,
        channel=to.channel,
        address=to.address,
        language=to.language,
        subject=text.subject,
        text=text.of(to.channel),
        key=f"portal_link:{token.hash[:32]}",
        patient=door.patient_id,
        about=door.id,
        expires_at=at + LINK_LASTS,
    )
    write(new, by=by, at=at)


def tell_outside(  # noqa: PLR0913 whom, of what, where to look
    who: Person, door: Door, *, about: UUID, link: str, by: Actor, at: datetime
) -> bool:
    """Tell a person that something waits inside, and not what; return whether.

    Nobody is told who has no safe contact, or wants no messages.
    """
    to = contact_for(who, kind="notice")
    if to is None:
        return False
    text = text_of("notice", language=to.language, outlet=door.outlet, link=link)
    new = NewMessage(
        outlet=door.outlet_id,
        kind="notice",
        channel=to.channel,
        address=to.address,
        language=to.language,
        subject=text.subject,
        text=text.of(to.channel),
        key=f"portal_notice:{about}",
        patient=who.id,
        about=about,
    )
    return write(new, by=by, at=at) is not None
