"""The claims ledger: what is said, which studies it rests on, what may be said.

A claim that the protocols already word is not worded again: it names their remark, and
whoever sees both rooms joins them.
"""

from decimal import Decimal
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
class Watch:
    """What a claim expects of a question; if it is otherwise, its texts are read again.

    `low` and `high` bound the pooled estimate as printed; `includes_none` says whether
    its interval holds "no effect". Both need a question that can be pooled.
    """

    question: str
    poolable: bool
    low: Decimal | None = None
    high: Decimal | None = None
    includes_none: bool | None = None


@attrs.frozen
class Claim:
    """One claim and its way to the studies.

    `remark` is the id of the protocols' remark that words it; `statement` words it
    where they do not; `supports` are further texts of theirs that rest on it.
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
    watches: tuple[Watch, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of the protocols that rest on it."""
        return tuple(dict.fromkeys(t for t in (self.remark, *self.supports) if t))
