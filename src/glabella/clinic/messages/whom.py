"""Where a person may be written to: a way they called safe, and agreed to."""

from datetime import UTC, datetime

import attrs
import phonenumbers

from glabella.clinic.messages.models import Message
from glabella.clinic.messages.values import ASKED_FOR
from glabella.clinic.messages.wishes import is_opted_out
from glabella.clinic.people.cards import Person, person
from glabella.clinic.people.models import Contact as Row
from glabella.clinic.people.models import Patient

# E-mail first: it costs nothing and carries the whole text.
CHANNEL_OF = {"email": "email", "phone": "sms"}
ORDER = ("email", "phone")
NEVER = datetime.min.replace(tzinfo=UTC)
LANDLINE = phonenumbers.PhoneNumberType.FIXED_LINE


@attrs.frozen
class Contact:
    """One way to write to a person.

    Args:
        channel: "email" or "sms".
        address: An e-mail address, or a number in E.164.
        language: The person's.
    """

    channel: str
    address: str
    language: str


def contact_for(person: Person, *, kind: str) -> Contact | None:
    """Return where a message of a kind may go; None if there is no such way."""
    found = contacts_for(person, kind=kind)
    return found[0] if found else None


def contacts_for(person: Person, *, kind: str) -> list[Contact]:
    """Return every way on which a message of a kind may go, the best first.

    A way that nobody has asked about is not safe. What is not asked for goes only where
    the person agreed to be reminded; what they asked for, also where nobody knows. Of
    several, e-mail before text message, and the latest asked before older ones.

    What a stranger typed in by themselves is theirs as long as their card stands alone.
    Merged with another it counts only once staff has asked the person: else who knows a
    name and a date of birth would be written to in place of the one who bears them.
    """
    if not is_written_to(person.patient):
        return []
    rows = Row.objects.filter(
        patient_id__in=person.ids,
        kind__in=ORDER,
        is_safe=True,
        ended_at__isnull=True,
    )
    fitting = [
        row for row in rows if is_theirs(row, person) and _agreed(row, kind=kind)
    ]
    fitting.sort(key=lambda row: row.asked_at or NEVER, reverse=True)
    fitting.sort(key=lambda row: ORDER.index(row.kind))
    return [
        Contact(
            channel=CHANNEL_OF[row.kind],
            address=where_of(row),
            language=person.patient.language,
        )
        for row in fitting
    ]


def barred(message: Message) -> str:
    """Return why a message may not go out any more; "" if it may.

    Asked in the moment of hand-over: between writing and sending lie days.
    """
    if message.kind not in ASKED_FOR and is_opted_out(message.address):
        return "opted out"
    who = person(message.patient_id) if message.patient_id else None
    if who is None:
        return ""
    if not is_written_to(who.patient):
        return "not written to any more"
    rows = Row.objects.filter(patient_id__in=who.ids, kind__in=ORDER)
    same = [row for row in rows if where_of(row).casefold() == _folded(message)]
    if not same:
        return ""  # somebody typed it in by themselves a moment ago
    running = [row for row in same if row.ended_at is None]
    if not running or any(row.is_safe is False for row in running):
        return "not safe any more"
    is_optional = message.kind not in ASKED_FOR
    says_no = any(row.may_remind is False for row in running)
    return "opted out" if is_optional and says_no else ""


def _folded(message: Message) -> str:
    return message.address.strip().casefold()


def is_theirs(row: Row, person: Person) -> bool:
    """Return whether a way surely leads to a person, see `contacts_for`."""
    is_typed_by_a_stranger = row.asked_at is not None and row.asked_by_id is None
    return len(person.ids) == 1 or not is_typed_by_a_stranger


def is_written_to(patient: Patient) -> bool:
    """Return whether somebody is to be written to: not who died, not who was erased.

    Of a restricted record nothing is used, so that nobody is written to from it either.
    """
    gone = (patient.deceased_on, patient.erased_at, patient.restricted_at)
    return not any(gone)


def _agreed(row: Row, *, kind: str) -> bool:
    if row.kind == "phone" and not _takes_texts(row.search_value):
        return False
    if kind in ASKED_FOR:
        return row.may_remind is not False
    return row.may_remind is True and not is_opted_out(where_of(row))


def _takes_texts(number: str) -> bool:
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.number_type(parsed) != LANDLINE


def where_of(row: Row) -> str:
    """Return the address that a message on such a way bears."""
    return row.search_value if row.kind == "phone" else row.value.strip()
