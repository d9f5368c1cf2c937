"""Three-valued truth: yes, no, unknown, after Kleene's strong logic.

A question about a patient that nobody has answered is *unknown*.
It is never silently a no: a blank diary day is not a headache-free day.
"""

from collections.abc import Iterable
from enum import Enum
from typing import NoReturn

from glabella.core.errors import TruthValueError


class Truth(Enum):
    """The answer to a question that may not have been asked."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    # Each member is one object: that is hash enough, and the name need not be hashed.
    __hash__ = object.__hash__

    def __and__(self, other: "Truth") -> "Truth":
        """Return *and*; see the table below."""
        return _AND[self, other]

    def __or__(self, other: "Truth") -> "Truth":
        """Return *or*; see the table below."""
        return _OR[self, other]

    def __invert__(self) -> "Truth":
        """Return *not*: the unknown stays unknown."""
        return _NOT[self]

    def __bool__(self) -> NoReturn:
        """Refuse: a three-valued answer has no place in an `if`."""
        raise TruthValueError(
            f"{self} has no yes-or-no value. Combine with &, |, ~, "
            "or decide with `match` over yes, no and unknown."
        )

    def __str__(self) -> str:
        """Return the word: yes, no or unknown."""
        return self.value

    @staticmethod
    def of(value: bool | None) -> "Truth":  # noqa: FBT001 - the value itself
        """Return the truth of a plain answer; None is unknown."""
        return _OF[value]


YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN

_OF = {True: YES, False: NO, None: UNKNOWN}

_AND = {
    (YES, YES): YES,
    (YES, UNKNOWN): UNKNOWN,
    (YES, NO): NO,
    (UNKNOWN, YES): UNKNOWN,
    (UNKNOWN, UNKNOWN): UNKNOWN,
    (UNKNOWN, NO): NO,
    (NO, YES): NO,
    (NO, UNKNOWN): NO,
    (NO, NO): NO,
}

_OR = {
    (YES, YES): YES,
    (YES, UNKNOWN): YES,
    (YES, NO): YES,
    (UNKNOWN, YES): YES,
    (UNKNOWN, UNKNOWN): UNKNOWN,
    (UNKNOWN, NO): UNKNOWN,
    (NO, YES): YES,
    (NO, UNKNOWN): UNKNOWN,
    (NO, NO): NO,
}

_NOT = {YES: NO, UNKNOWN: UNKNOWN, NO: YES}


def all_of(truths: Iterable[Truth]) -> Truth:
    """Return yes if all are yes, no if any is no, else unknown; yes for none."""
    answer = YES
    for truth in truths:
        answer = answer & truth
    return answer


def any_of(truths: Iterable[Truth]) -> Truth:
    """Return yes if any is yes, no if all are no, else unknown; no for none."""
    answer = NO
    for truth in truths:
        answer = answer | truth
    return answer


def at_least(least: int, truths: Iterable[Truth]) -> Truth:
    """Return whether at least `least` are yes.

    Unknowns may still become yes, so the answer is no only when even all of them
    together would not suffice.
    """
    answers = list(truths)
    certain = answers.count(YES)
    possible = certain + answers.count(UNKNOWN)
    if certain >= least:
        return YES
    return UNKNOWN if possible >= least else NO
