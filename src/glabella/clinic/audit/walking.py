"""The walk along the chain, row by row, that tells what was done to which row."""

from collections.abc import Iterator
from typing import Any

import attrs
from django.db.models import QuerySet

from glabella.clinic.audit.chain import CONTENT, digest_of_content
from glabella.clinic.audit.models import Event

CHUNK = 2000  # rows in memory at a time
WINDOW = 16  # so many neighbouring rows put in or taken out are told apart
MOST = 200  # findings; a chain with more is told by its first ones


@attrs.frozen
class Row:
    """One event as it is stored.

    Args:
        sequence: Its number.
        values: Those of `CONTENT`; empty if the row cannot be read at all.
        digest: As it is stored.
    """

    sequence: int
    values: tuple[Any, ...]
    digest: str

    @property
    def previous(self) -> str:
        """The digest of the row before, as this row says."""
        return str(self.values[-1]) if self.values else ""

    def is_authentic(self, written_as: int) -> bool:
        """Return whether this is what was written under a number."""
        try:
            digest = digest_of_content((written_as, *self.values[1:]))
        except (TypeError, ValueError):  # what stands there is no text, or nothing
            return False
        return digest == self.digest


def stored_rows(*, after: int | None = None) -> Iterator[Row]:
    """Yield events in order, a chunk at a time; holds no lock between chunks."""
    last = after
    while True:
        rows = Event.objects.order_by("sequence")
        rows = rows if last is None else rows.filter(sequence__gt=last)
        chunk = _chunk(rows)
        yield from chunk
        if len(chunk) < CHUNK:
            return
        last = chunk[-1].sequence


def _chunk(rows: QuerySet[Event]) -> list[Row]:
    try:
        found = list(rows.values_list(*CONTENT, "digest")[:CHUNK])
    except (ValueError, TypeError):
        # Somebody wrote what is no UUID, time or JSON: find the row by itself.
        numbers = list(rows.values_list("sequence", flat=True)[:CHUNK])
        return [_single(number) for number in numbers]
    return [Row(values[0], values[:-1], str(values[-1])) for values in found]


def _single(number: int) -> Row:
    try:
        rows = Event.objects.filter(sequence=number)
        values = rows.values_list(*CONTENT, "digest").get()
    except (ValueError, TypeError):
        digest = Event.objects.values_list("digest", flat=True).get(sequence=number)
        return Row(number, (), str(digest))
    return Row(values[0], values[:-1], str(values[-1]))


@attrs.frozen
class Blame:
    """What was done to some rows: "changed", "removed" or "inserted", first to last."""

    kind: str
    first: int
    last: int


class Walk:
    """A walk along the chain; feed it every row in order.

    Args:
        wanted: The numbers whose digests are asked for afterwards.
    """

    def __init__(self, wanted: frozenset[int] = frozenset()) -> None:
        """Start before the first row."""
        self._wanted = wanted
        self._blames: list[tuple[int, Blame]] = []  # with the row that told of it
        self._recent: dict[int, str] = {0: ""}  # digests of the last rows
        self._shift = 0  # how much later rows stand than they were written
        self.digests: dict[int, str] = {}  # by the number they were written as
        self.rows = 0
        self.stands_at = 0  # number of the last row, as it stands
        self.last_digest = ""

    def stands_as(self, written_as: int) -> int:
        """Return where the event of a number stands, as far as the walk went."""
        return written_as + self._shift

    @property
    def written_to(self) -> int:
        """The number that the last row was written as."""
        return self.stands_at - self._shift

    @property
    def blames(self) -> tuple[Blame, ...]:
        """What was found, in order of the rows; the same row is blamed once."""
        found = dict.fromkeys(blame for _, blame in self._blames)
        return tuple(sorted(found, key=lambda blame: (blame.first, blame.last)))

    @property
    def is_hopeless(self) -> bool:
        """Whether more findings would not help anybody."""
        return len(self._blames) >= MOST

    def step(self, row: Row) -> None:
        """Look at the next row."""
        self.rows += 1
        if row.sequence < 1:
            self._blame("inserted", row.sequence, told_by=row.sequence)
            return
        if row.sequence > self.stands_at + 1:
            first = self.stands_at + 1
            self._blame("removed", first, row.sequence - 1, told_by=row.sequence)
        self._look(row)
        self._keep(row)

    def _look(self, row: Row) -> None:
        if row.is_authentic(row.sequence - self._shift):
            self._follow(row, row.sequence - 1)
            return
        moved = self._moved(row)
        if moved is None:
            self._blame("changed", row.sequence, told_by=row.sequence)
            return
        self._shift += moved
        if moved < 0:
            # Rows were taken out and those after them renumbered.
            first = row.sequence - self._shift + moved
            self._blame("removed", first, first - moved - 1, told_by=row.sequence)
            return
        # Rows were put in: what they were blamed for until now was a guess.
        first = row.sequence - moved
        self._blames = [pair for pair in self._blames if pair[0] < first]
        self._blame("inserted", first, row.sequence - 1, told_by=row.sequence)
        self._follow(row, first - 1)

    def _follow(self, row: Row, before: int) -> None:
        """Compare what a row says of the one before with what that one says."""
        digest = self._recent.get(before)
        if digest is not None and digest != row.previous:
            # This row fits its digest, so the one before is not what it was.
            self._blame("changed", before or row.sequence, told_by=row.sequence)

    def _moved(self, row: Row) -> int | None:
        """Return by how much more a row stands displaced than those before it."""
        if self.is_hopeless:
            return None
        for distance in range(1, WINDOW + 1):
            for moved in (distance, -distance):
                if row.is_authentic(row.sequence - self._shift - moved):
                    return moved
        return None

    def _blame(
        self, kind: str, first: int, last: int | None = None, *, told_by: int
    ) -> None:
        self._blames.append((told_by, Blame(kind, first, last or first)))

    def _keep(self, row: Row) -> None:
        self.stands_at, self.last_digest = row.sequence, row.digest
        self._recent[row.sequence] = row.digest
        self._recent.pop(row.sequence - WINDOW - 2, None)
        written_as = row.sequence - self._shift
        if written_as in self._wanted:
            self.digests[written_as] = row.digest
