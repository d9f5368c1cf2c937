"""How what somebody types becomes what is searched for: names, phones, dates."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

import phonenumbers

from glabella.clinic.people.cards import fold

NAME_LENGTH = 200  # of the column
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_PHONE = re.compile(r"[+(]?[\d\s()./-]*")
_SHORTEST_PHONE = 5

# Where a profile is not named as the region of its phone numbers is.
_REGIONS = {"UK": "GB", "EU": None}


def search_name(family_name: str, given_names: str) -> str:
    """Return the words by which a card is found.

    A name with an umlaut is found by "ue" and by the bare "u".
    """
    full = f"{family_name} {given_names}"
    folded = fold(full)
    known = folded.split()
    more = [word for word in fold(_bare(full)).split() if word not in known]
    return " ".join([*known, *more])[:NAME_LENGTH]


def _bare(text: str) -> str:
    """Return a text without the signs above and below its letters."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def region_of(profile: str) -> str | None:
    """Return the region of phone numbers of a country profile; None if it has none."""
    return _REGIONS.get(profile, profile)


def search_contact(kind: str, value: str, *, profiles: Iterable[str]) -> str:
    """Return a contact as search compares it; a phone with its country's prefix."""
    if kind == "phone":
        numbers = phone_numbers(value, profiles=profiles)
        return numbers[0] if numbers else digits(value)
    return fold(value) if kind == "post" else value.strip().casefold()


def phone_numbers(text: str, *, profiles: Iterable[str]) -> list[str]:
    """Return the numbers a text may mean, as "+41791234567", one for each region."""
    found: dict[str, None] = {}
    for region in [region_of(profile) for profile in profiles] or [None]:
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number):
            form = phonenumbers.PhoneNumberFormat.E164
            found[phonenumbers.format_number(number, form)] = None
    return list(found)


def digits(text: str) -> str:
    """Return the digits of a text."""
    return "".join(letter for letter in text if letter.isdigit())


def is_phone(text: str) -> bool:
    """Return whether a text could be a phone number, or part of one."""
    is_whole = _PHONE.fullmatch(text.strip()) is not None
    return is_whole and len(digits(text)) >= _SHORTEST_PHONE and day_of(text) is None


def day_of(text: str) -> date | None:
    """Return the day that a text names, year first or day first; None if none."""
    if match := _ISO.fullmatch(text.strip()):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(text.strip()):
        day, month, year = match.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
