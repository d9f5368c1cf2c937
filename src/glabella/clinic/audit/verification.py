"""Whether the trail is whole: its rows, its head, its guards, and what anchors say.

The kinds of findings, each with the numbers of the rows it concerns:

- "changed", "removed", "inserted": these rows, told by the chain alone
- "cut_off": these rows are gone from the end; the head or an anchor knows of them
- "recomputed": from the first of these rows on, the chain was made anew without the key
- "head_missing", "head_wrong": every row is vouched for by an anchor, the head is not
- "no_seal_fits": the key is not that of this trail, or all of it was made anew
- "key_missing": the key cannot be read, so no seal was looked at
- "anchor_missing", "anchor_wrong", "anchor_unreadable": the file of anchors; the
  numbers are those of its lines
- "guard_missing": a trigger that keeps the trail from being changed does not stand
- "too_many": the walk ended at the first of these rows; the rest was not looked at
"""

import hmac
from collections.abc import Iterator

import attrs
from django.db import connection

from glabella.clinic.audit import guards
from glabella.clinic.audit.anchors import Anchor, AnchorFile
from glabella.clinic.audit.chain import TrailKeyError, read_key, seal_with
from glabella.clinic.audit.models import Head
from glabella.clinic.audit.walking import Walk, stored_rows


@attrs.frozen
class TrailFinding:
    """One thing that is wrong with the trail.

    Args:
        kind: See the head of this module.
        first: Number of the first row, or line, that it concerns; None if none.
        last: Number of the last one; None if nobody can say.
        what: In words.
    """

    kind: str
    first: int | None
    last: int | None
    what: str


@attrs.frozen
class Report:
    """What was looked at, and what was found.

    Args:
        findings: Empty if the trail is whole.
        events: How many rows were read.
        head: The number of the last event, as the head says.
        anchors: How many anchors were compared.
    """

    findings: tuple[TrailFinding, ...]
    events: int
    head: int
    anchors: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def verify(anchors: AnchorFile) -> Report:
    """Read the whole trail and say what was done to it.

    It may run while others write: it takes no lock, and reads the head last.

    Args:
        anchors: What `glabella.clinic.audit.anchors.read_anchors` returned.
    """
    walk = Walk(frozenset(anchor.sequence for anchor in anchors.anchors))
    for row in stored_rows():
        walk.step(row)
        if walk.is_hopeless:
            break
    head = Head.objects.filter(id=1).first()
    if head is not None and not walk.is_hopeless:
        _catch_up(walk, head)
    findings = (*_guards(), *_rows(walk), *_Ends(walk, head, anchors).findings())
    return Report(
        findings=findings,
        events=walk.rows,
        head=head.sequence if head else 0,
        anchors=len(anchors.anchors),
    )


def _catch_up(walk: Walk, head: Head) -> None:
    """Read what was written during the walk, as far as the head goes."""
    for row in stored_rows(after=walk.stands_at):
        if row.sequence > walk.stands_as(head.sequence):
            return
        walk.step(row)


def _guards() -> Iterator[TrailFinding]:
    for name in guards.missing(connection):
        what = f"the trigger {name} does not stand; `glabella migrate` tells more."
        yield TrailFinding("guard_missing", None, None, what)


_DONE = {
    "changed": "was changed after it was written",
    "removed": "was removed",
    "inserted": "was put in and never written by the program",
}


def _rows(walk: Walk) -> Iterator[TrailFinding]:
    for blame in walk.blames:
        what = f"{_span(blame.first, blame.last)} {_DONE[blame.kind]}."
        yield TrailFinding(blame.kind, blame.first, blame.last, what)
    if walk.is_hopeless:
        what = f"too much is wrong: nothing after event {walk.stands_at} was read."
        yield TrailFinding("too_many", walk.stands_at + 1, None, what)


def _span(first: int, last: int) -> str:
    return (
        f"event {first}" if first == last else f"each of the events {first} to {last}"
    )


class _Ends:
    """The end of the chain: the head, the anchors and their seals."""

    def __init__(self, walk: Walk, head: Head | None, anchors: AnchorFile) -> None:
        self._walk = walk
        self._head = head
        self._file = anchors
        self._end = walk.written_to if walk.rows else 0
        try:
            self._key: bytes | None = read_key()
            self._no_key = ""
        except TrailKeyError as error:
            self._key, self._no_key = None, str(error)
        self._wrong = self._wrongly_sealed()
        self._witnesses = [
            anchor
            for number, anchor in enumerate(anchors.anchors, start=1)
            if number not in self._wrong
        ]

    def findings(self) -> Iterator[TrailFinding]:
        if self._key is None:
            yield TrailFinding("key_missing", None, None, self._no_key)
        yield from self._lines()
        if self._walk.is_hopeless:
            return
        if self._no_seal_fits():
            what = (
                "no seal fits, neither of the head nor of an anchor: this key is not "
                "that of the trail, or all of it was made anew. Trust no row before "
                "the right key is back."
            )
            yield TrailFinding("no_seal_fits", 1, self._end, what)
            return
        yield from self._cut_off()
        yield from self._head_and_chain()

    def _seal_is_ours(self, sequence: int, digest: str, seal: str) -> bool:
        if self._key is None or (sequence == 0 and not digest and not seal):
            return True
        ours = seal_with(self._key, sequence=sequence, digest=digest)
        return hmac.compare_digest(ours.encode(), seal.encode())

    def _wrongly_sealed(self) -> frozenset[int]:
        pairs = enumerate(self._file.anchors, start=1)
        return frozenset(
            number
            for number, one in pairs
            if not self._seal_is_ours(one.sequence, one.digest, one.seal)
        )

    def _head_is_sealed(self) -> bool:
        head = self._head
        return head is not None and self._seal_is_ours(
            head.sequence, head.digest, head.seal
        )

    def _no_seal_fits(self) -> bool:
        nothing_witnessed = bool(self._file.anchors) and not self._witnesses
        agree = all(self._agrees(anchor) for anchor in self._file.anchors)
        return nothing_witnessed and agree and not self._head_is_sealed()

    def _lines(self) -> Iterator[TrailFinding]:
        for number in self._file.unreadable:
            what = f"line {number} of the file of anchors is no anchor."
            yield TrailFinding("anchor_unreadable", number, number, what)
        if self._walk.rows and not (self._file.anchors or self._file.unreadable):
            what = "there is no anchor, so nothing outside the database vouches for it."
            yield TrailFinding("anchor_missing", None, None, what)
        if self._no_seal_fits():
            return
        for number in sorted(self._wrong):
            what = f"anchor {number} was not written by the program: its seal is wrong."
            yield TrailFinding("anchor_wrong", number, number, what)

    def _cut_off(self) -> Iterator[TrailFinding]:
        known = [anchor.sequence for anchor in self._witnesses]
        known += [self._head.sequence] if self._head else []
        last = max(known, default=0)
        if last > self._end:
            what = f"{_span(self._end + 1, last)} was cut off from the end."
            yield TrailFinding("cut_off", self._end + 1, last, what)

    def _head_and_chain(self) -> Iterator[TrailFinding]:
        trusted = self._trusted_to()
        contradicted = any(
            anchor.sequence in self._walk.digests and not self._agrees(anchor)
            for anchor in self._witnesses
        )
        if self._head is None and self._walk.rows:
            what = "the head of the trail is gone."
            yield TrailFinding("head_missing", None, None, what)
        unsealed = self._head is not None and not self._head_is_sealed()
        if contradicted or (unsealed and trusted < self._end):
            yield self._recomputed(trusted, contradicted=contradicted)
        elif unsealed:
            what = "the seal of the head is wrong; an anchor vouches for every event."
            yield TrailFinding("head_wrong", None, None, what)
        elif self._head is not None:
            yield from self._beyond(self._head)

    def _recomputed(self, trusted: int, *, contradicted: bool) -> TrailFinding:
        teller = "an anchor says otherwise" if contradicted else "the head is unsealed"
        what = (
            f"the chain was made anew without the key, {teller}: event {trusted + 1} "
            "is the first that can no longer be trusted."
        )
        return TrailFinding("recomputed", trusted + 1, self._end, what)

    def _trusted_to(self) -> int:
        """Return the last event that a sealed anchor vouches for, before any doubt."""
        trusted = 0
        for anchor in sorted(self._witnesses, key=lambda one: one.sequence):
            if anchor.sequence > self._end:
                break
            if not self._agrees(anchor):
                break
            trusted = max(trusted, anchor.sequence)
        return trusted

    def _agrees(self, anchor: Anchor) -> bool:
        """Return whether the chain has the digest an anchor names, or cannot say."""
        digest = self._walk.digests.get(anchor.sequence)
        blamed = any(
            blame.first <= anchor.sequence <= blame.last for blame in self._walk.blames
        )
        return digest is None or blamed or digest == anchor.digest

    def _beyond(self, head: Head) -> Iterator[TrailFinding]:
        """Yield what stands after a sealed head, or differs from it."""
        if head.sequence < self._end:
            first = head.sequence + 1
            what = f"{_span(first, self._end)} {_DONE['inserted']}."
            yield TrailFinding("inserted", first, self._end, what)
        elif head.sequence == self._end and self._end:
            known = {blame.last for blame in self._walk.blames}
            if head.digest != self._walk.last_digest and self._end not in known:
                what = f"event {self._end} {_DONE['changed']}."
                yield TrailFinding("changed", self._end, self._end, what)
