"""Which texts must be read again because an estimate has moved.

A claim holds what it was written on: whether a question could be pooled, between which
bounds the estimate stood, and whether its interval held "no effect".
New data that move one of these do not change a text; they say that a person must.
"""

from collections.abc import Iterator

from glabella.core.errors import Finding
from glabella.evidence.claims import Claim, Watch
from glabella.evidence.library import Library
from glabella.evidence.row_effects import answer
from glabella.evidence.synthesis import Synthesis

FILE = "evidence/claims.toml"


def texts_to_read_again(library: Library) -> list[Finding]:
    """Return a finding for each claim whose estimate has left its bounds."""
    return [
        Finding(FILE, f"[{claim.id}]", law, _mending(claim))
        for claim in library.claims.values()
        for watch in claim.watches
        for law in _moved(watch, library)
    ]


def _mending(claim: Claim) -> str:
    texts = ", ".join((f"the claim {claim.id}", *claim.texts))
    return f"Read again, then set the watch anew: {texts}."


def _moved(watch: Watch, library: Library) -> Iterator[str]:
    rows = library.rows(watch.question)
    is_poolable = rows.cannot_be_pooled is None
    if is_poolable != watch.poolable:
        now = "can be pooled now" if is_poolable else "can no longer be pooled"
        yield f"was written before {watch.question} {now}."
    elif is_poolable:
        yield from _estimate_moved(watch, answer(rows))


def _estimate_moved(watch: Watch, found: Synthesis) -> Iterator[str]:
    value = found.shown(found.effect.estimate)
    name = f"the pooled {found.measure.value} of {watch.question}"
    if watch.low is not None and value < watch.low:
        yield f"expects {name} at {watch.low} or above, and it is {value:.3g}."
    if watch.high is not None and value > watch.high:
        yield f"expects {name} at {watch.high} or below, and it is {value:.3g}."
    holds_none = found.effect.low <= 0 <= found.effect.high
    if watch.includes_none not in {None, holds_none}:
        word = "now includes" if holds_none else "no longer includes"
        yield f"expects otherwise: the interval of {name} {word} no effect."
