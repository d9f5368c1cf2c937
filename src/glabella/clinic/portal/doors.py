"""What a door shows, and to whom: the law of doors that people opened themselves.

Nobody knows yet who stands before a door that was opened online. Until staff has
checked the identity by name it shows only what was entered through it: the very card,
not others of the same person, and of that only what such a visitor needs. If the card
turns out to belong to somebody known before that, the door is shut: else a stranger who
knows a name and a date of birth would read a record that is not theirs.
"""

from datetime import datetime

from glabella.clinic.people.cards import Person, person
from glabella.clinic.people.models import Patient
from glabella.clinic.portal.models import Door, Proxy
from glabella.clinic.portal.values import GRANTS, OWN, UNCHECKED


def is_unchecked(door: Door) -> bool:
    """Return whether nobody has said by name who opened this door."""
    return door.is_self_opened and door.identity_checked_at is None


def is_of_merged(door: Door) -> bool:
    """Return whether the card of a door is one of several of its person."""
    if door.patient.merged_into_id is not None:
        return True
    return Patient.objects.filter(merged_into_id=door.patient_id).exists()


def is_gone(door: Door) -> bool:
    """Return whether the person of a door has died, or their record was erased.

    Who knows phone and date of birth of the dead reads nothing: the practice hands the
    record out to those who may have it.
    """
    cards = [door.patient]
    if door.patient.merged_into_id is not None:
        who = person(door.patient_id)
        cards += [who.patient] if who else []
    return any(one.deceased_on or one.erased_at for one in cards)


def is_shut(door: Door) -> bool:
    """Return whether nobody may come through an open door for now."""
    if door.closed_at is not None or is_gone(door):
        return True
    return is_unchecked(door) and is_of_merged(door)


def is_from_before_the_check(door: Door, *, begun: datetime) -> bool:
    """Return whether a session began while the door was open to a stranger's card.

    Who opened it for a card that belonged to somebody known may be somebody else than
    the one whose identity was checked: they come in anew, with a link that is handed to
    the one who was checked.
    """
    checked = door.identity_checked_at
    if not door.is_self_opened or checked is None or begun >= checked:
        return False
    return is_of_merged(door)


def person_behind(door: Door) -> Person | None:
    """Return whose pages a door shows: all cards of the person, or the one card."""
    if is_unchecked(door):
        return Person(patient=door.patient, ids=(door.patient_id,))
    return person(door.patient_id)


def grants_of(door: Door, proxy: Proxy | None) -> frozenset[str]:
    """Return what may be done behind a door, by the person or by who acts for them."""
    if proxy is not None:
        granted = frozenset(proxy.grants)
        return granted & UNCHECKED if is_unchecked(door) else granted
    return UNCHECKED if is_unchecked(door) else frozenset(GRANTS) | OWN
