"""The practice file: what a practice has decided by name, as TOML.

    name = "Example practice"
    profile = "UK"
    [validity]
    diary = 120
    [[signature]]
    protocol = "chronic_migraine"
    version = "2026-1"
    who = "Dr. A. Example"
    on = 2026-01-15
    [[confirmation]]
    what = "major_depression/woman_29"
    who = "Dr. A. Example"
    on = 2026-01-15

A file is used whole or not at all: every mistake in it is told at once.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import attrs

from glabella.core.errors import FindingsError, InputError
from glabella.core.fact_types import Catalogue, Validity
from glabella.core.practice import Confirmation, LabelDecision, Practice, Signature
from glabella.core.protocol import Label
from glabella.core.tables import Table
from glabella.interop.facts_file import day_of
from glabella.interop.strict_text import check_size, decode, read_toml
from glabella.protocols.loader import Library

DECIDABLE = (Label.ON_LABEL, Label.OFF_LABEL)


@attrs.frozen
class PracticeFile:
    """What a practice file says: decisions, country, and other life spans of facts."""

    practice: Practice
    profile: str | None = None
    validity: Mapping[str, int] = attrs.field(factory=dict)

    def over(self, catalogue: Catalogue) -> Catalogue:
        """Return the catalogue with the life spans that the practice has chosen."""
        if not self.validity:
            return catalogue
        changed = {
            name: attrs.evolve(
                definition,
                validity=Validity(
                    definition.validity.id, self.validity[definition.validity.id]
                ),
            )
            for name, definition in catalogue.definitions.items()
            if definition.validity.id in self.validity
        }
        return Catalogue({**catalogue.definitions, **changed})


NO_FILE = PracticeFile(Practice())


def read_practice_file(path: str | None, library: Library) -> PracticeFile:
    """Return what a practice file says; without a file, nothing is decided.

    Raises:
        InputError: If the file cannot be read.
        FindingsError: With every mistake in it.
    """
    if path is None:
        return NO_FILE
    try:
        check_size(Path(path).stat().st_size, path)
        values = read_toml(decode(Path(path).read_bytes(), path), path)
    except OSError as error:
        raise InputError(
            f"the file cannot be read: {error.strerror or error}.",
            where=path,
            mending="Check the name.",
        ) from None
    table = Table(values, file=path, place="file", findings=[])
    answer = _practice_file(table, library)
    if table.findings:
        raise FindingsError(tuple(table.findings))
    return answer


def decisions_in_facts(values: Mapping[str, object], library: Library) -> Practice:
    """Return the decisions that a facts file carries for its own patient.

    A signature is never one of them: a protocol is signed for a practice.

    Raises:
        FindingsError: With every mistake.
    """
    table = Table(values, file="facts file", place="practice", findings=[])
    answer = Practice(
        confirmations=_confirmations(table, library),
        label_decisions=_label_decisions(table, library),
    )
    table.done()
    if table.findings:
        raise FindingsError(tuple(table.findings))
    return answer


def joined(first: Practice, second: Practice) -> Practice:
    """Return the decisions of both; the first one's come first."""
    return attrs.evolve(
        first,
        confirmations=(*first.confirmations, *second.confirmations),
        label_decisions=(*first.label_decisions, *second.label_decisions),
    )


def _practice_file(table: Table, library: Library) -> PracticeFile:
    practice = Practice(
        name=table.optional_string("name") or "",
        signatures=tuple(_signature(p, library) for p in table.tables("signature")),
        confirmations=_confirmations(table, library),
        label_decisions=_label_decisions(table, library),
    )
    answer = PracticeFile(
        practice,
        profile=table.optional_string("profile"),
        validity=_validity(table, library),
    )
    table.done()
    return answer


def _signature(table: Table, library: Library) -> Signature:
    signature = Signature(
        protocol=_protocol(table, library),
        version=table.string("version"),
        who=_who(table),
        on=_day(table),
        digest=table.optional_string("digest"),
    )
    table.done()
    return signature


def _confirmations(table: Table, library: Library) -> tuple[Confirmation, ...]:
    found = []
    for part in table.tables("confirmation"):
        found.append(Confirmation(_what(part, library), _who(part), _day(part)))
        part.done()
    return tuple(found)


def _what(table: Table, library: Library) -> str:
    """Return what is confirmed; the names of a combination stand in order."""
    text = table.string("what")
    names = text.split("/")[0].split("+")
    for name in names:
        if name not in library.protocols:
            table.blame(
                f'confirms "{text}", and there is no protocol "{name}".',
                "Write PROTOCOL/CRITERION, PROTOCOL/SCHEME or PROTOCOL+PROTOCOL.",
            )
    return text if "/" in text else "+".join(sorted(names))


def _label_decisions(table: Table, library: Library) -> tuple[LabelDecision, ...]:
    found = []
    for part in table.tables("label_decision"):
        status = part.choice("status", Label, Label.UNVERIFIED)
        if status not in DECIDABLE:
            part.blame("decides nothing.", 'Use status = "on_label" or "off_label".')
        found.append(
            LabelDecision(
                protocol=_protocol(part, library),
                product=part.string("product"),
                profile=part.string("profile"),
                status=status,
                who=_who(part),
                on=_day(part),
            )
        )
        part.done()
    return tuple(found)


def _protocol(table: Table, library: Library) -> str:
    name = table.string("protocol")
    if name and name not in library.protocols:
        names = ", ".join(library.protocols)
        table.blame(f'there is no protocol "{name}".', f"Use one of {names}.")
    return name


def _who(table: Table) -> str:
    name = table.string("who")
    if not name.strip():
        table.blame("names nobody.", 'Add who = "..."; a decision has a name.')
    return name


def _day(table: Table) -> date:
    raw = table.raw("on")
    try:
        if raw is not None:
            return day_of(raw)
        table.blame('lacks "on".', "Add on = 2026-03-31.")
    except InputError as error:
        table.blame(error.what, error.mending)
    return date.min


def _validity(table: Table, library: Library) -> dict[str, int]:
    known = {d.validity.id for d in library.catalogue.definitions.values()}
    inner = table.table("validity")
    spans: dict[str, int] = {}
    if inner is None:
        return spans
    for name, _ in table.values("validity"):
        spans[name] = inner.integer(name)
        if name not in known:
            inner.blame(
                f'there is no life span "{name}".', f"Use {', '.join(sorted(known))}."
            )
        if spans[name] < 0:
            inner.blame(f'"{name}" is {spans[name]}.', "Give days, 0 or more.")
    return spans
