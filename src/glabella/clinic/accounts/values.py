"""What the deeds of accounts take, and the few numbers they hold to."""

import attrs

GLASS_MINUTES = 60  # how long a broken glass keeps a record open
REASON_LETTERS = 10  # the least that a reason must say; "....." says nothing


def _fold(text: str) -> str:
    return text.strip().lower()


@attrs.frozen
class NewAccount:
    """An account to be made.

    Args:
        email: The sign-in name; kept in small letters.
        name: As colleagues know the person.
        language: Of the screens, "en" or "de".
    """

    email: str = attrs.field(converter=_fold)
    name: str
    language: str = "en"


def says_something(reason: str) -> bool:
    """Return whether a reason has enough letters to be one."""
    return sum(letter.isalpha() for letter in reason) >= REASON_LETTERS
