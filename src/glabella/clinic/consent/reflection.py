"""The time to reflect between talk and signature, by country and use, as data."""

import functools
import tomllib
from collections.abc import Collection
from pathlib import Path

import attrs

from glabella.core.errors import Finding, FindingsError
from glabella.core.sources import Basis, Text
from glabella.core.tables import Table

FILE = Path(__file__).parent / "reflection.toml"


@attrs.frozen
class Reflection:
    """One rule.

    Args:
        profile: The country, or "*" where no other rule fits.
        days: Whole days between talk and signature; None: a physician judges by name.
        may_waive: Whether a source says that the person may give the time up.
    """

    profile: str
    uses: tuple[str, ...]
    text: Text
    basis: Basis
    days: int | None = None
    may_waive: bool = False

    @property
    def is_judged(self) -> bool:
        """Whether a physician has to say by name how long it takes."""
        return self.days is None or self.basis.is_recalled


def reflection_for(
    profile: str, uses: Collection[str], *, rules: tuple[Reflection, ...] | None = None
) -> Reflection:
    """Return the rule for a country and the uses of a plan; the strictest of several.

    A rule that asks for judgement is stricter than any number of days.
    """
    every = reflections() if rules is None else rules
    found = []
    for use in uses:
        own = [r for r in every if r.profile == profile and use in r.uses]
        general = [r for r in every if r.profile == "*" and use in r.uses]
        found += own or general
    return max(found, key=lambda rule: (rule.is_judged, rule.days or 0))


@functools.cache
def reflections() -> tuple[Reflection, ...]:
    """Return the rules on file."""
    return read(FILE.read_text("utf-8"))


def read(text: str) -> tuple[Reflection, ...]:
    """Return the rules of a file; raise FindingsError with every mistake in it."""
    findings: list[Finding] = []
    file = Table(tomllib.loads(text), file=FILE.name, place="file", findings=findings)
    rules = []
    for row in file.tables("rule"):
        rules.append(
            Reflection(
                profile=row.string("profile"),
                uses=row.strings("uses"),
                text=row.text("text"),
                basis=row.basis(),
                days=row.optional_integer("days"),
                may_waive=row.flag("may_waive", default=False),
            )
        )
        row.done()
    file.done()
    if findings:
        raise FindingsError(tuple(findings))
    return tuple(rules)
