"""The claims ledger: what is said, which studies it rests on, what may be said.

A claim that the protocols already word is not worded again: it names their remark, and
whoever sees both rooms joins them.
"""

from enum import Enum

import attrs

from glabella.core.sources import Text


class Verdict(Enum):
    """How far a claim is supported."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    CONTESTED = "contested"
    WEAK = "weak"
    UNVERIFIED = "unverified"
    NOT_SUPPORTED = "not_supported"
    MISLEADING = "misleading"
    ANIMALS_ONLY = "animals_only"


@attrs.frozen
class Claim:
    """One claim and its way to the studies.

    `remark` is the id of the protocols' remark that words it; `statement` words it
    where they do not.
    `questions` lead to rows, plots and grading; `studies` to study pages; `results` to
    single numbers.
    """

    id: str
    verdict: Verdict
    may_say: Text
    studies: tuple[str, ...]
    questions: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    remark: str | None = None
    statement: Text | None = None
    supports: tuple[str, ...] = ()
