"""Remedies for a side effect that are medicines: what must be asked before.

A remedy is never proposed: it says what was read about it and what stands against it in
the record. A list without a hit is no permission; then the question remains.
"""

import functools
from collections.abc import Iterator
from pathlib import Path

import attrs

from glabella.clinic.followup.rules.files import DATA, read
from glabella.core.sources import Basis, Text
from glabella.core.tables import Table

CONTRAINDICATION = "contraindication"
KINDS = (CONTRAINDICATION, "precaution")


@attrs.frozen
class OnFile:
    """What the record of a person names: medicines with codes, and the rest in words.

    Args:
        medicines: Name and ATC code, "" where it is not known; those that run.
        allergies: Substances.
        problems: Label and code of each problem that is not resolved.
        protocols: Ids of the protocols the person was treated by.
    """

    medicines: tuple[tuple[str, str], ...] = ()
    allergies: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    protocols: tuple[str, ...] = ()


@attrs.frozen
class Check:
    """Something to ask before a remedy, and the words that are looked for."""

    id: str
    kind: str
    text: Text
    basis: Basis
    medicines: tuple[str, ...] = ()
    atc: tuple[str, ...] = ()
    allergies: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    protocols: tuple[str, ...] = ()

    def found(self, known: OnFile) -> tuple[str, ...]:
        """Return what in the record speaks of it, as it stands there."""
        hits = [
            name
            for name, code in known.medicines
            if _has(name, self.medicines) or _begins(code, self.atc)
        ]
        hits += [one for one in known.allergies if _has(one, self.allergies)]
        hits += [one for one in known.problems if _has(one, self.problems)]
        hits += [one for one in known.protocols if one in self.protocols]
        return tuple(dict.fromkeys(hits))


@attrs.frozen
class Remedy:
    """A medicine that is sometimes used for a side effect."""

    id: str
    name: Text
    effects: tuple[str, ...]
    use: Text
    first: Text
    checks: tuple[Check, ...]
    basis: Basis

    def is_for(self, effect: str) -> bool:
        """Return whether it belongs to an effect, by the effect's id."""
        return effect in self.effects

    def answers(self, known: OnFile) -> tuple[tuple[Check, tuple[str, ...]], ...]:
        """Return each check with what the record says of it; () leaves it open."""
        return tuple((check, check.found(known)) for check in self.checks)

    def is_ruled_out(self, known: OnFile) -> bool:
        """Return whether a contraindication stands in the record."""
        return any(
            hits and check.kind == CONTRAINDICATION
            for check, hits in self.answers(known)
        )


@functools.cache
def remedies() -> tuple[Remedy, ...]:
    """Return the remedies of this installation."""
    return read_remedies(DATA / "remedies.toml")


def read_remedies(file: Path) -> tuple[Remedy, ...]:
    """Return the remedies of a file.

    Raises:
        FindingsError: With every mistake in it.
    """
    return read(file, lambda table: tuple(_remedies(table)))


def _remedies(file: Table) -> Iterator[Remedy]:
    for row in file.tables("remedy"):
        yield Remedy(
            id=row.string("id"),
            name=row.text("name"),
            effects=row.strings("effects"),
            use=row.text("use"),
            first=row.text("first"),
            checks=tuple(_checks(row)),
            basis=row.basis(),
        )
        row.done()


def _checks(remedy: Table) -> Iterator[Check]:
    for row in remedy.tables("ask"):
        kind = row.string("kind")
        if kind not in KINDS:
            row.blame(f'has the kind "{kind}".', f"Use one of {', '.join(KINDS)}.")
        yield Check(
            id=row.string("id"),
            kind=kind,
            text=row.text("text"),
            basis=row.basis(),
            medicines=row.strings("medicines"),
            atc=row.strings("atc"),
            allergies=row.strings("allergies"),
            problems=row.strings("problems"),
            protocols=row.strings("protocols"),
        )
        row.done()


def _has(name: str, parts: tuple[str, ...]) -> bool:
    return any(part.lower() in name.lower() for part in parts)


def _begins(code: str, starts: tuple[str, ...]) -> bool:
    return any(code.upper().startswith(start.upper()) for start in starts)
