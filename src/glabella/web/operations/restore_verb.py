"""`glabella restore`: the new home is proved to be what was backed up."""

import contextlib
import sqlite3
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import attrs
from django.conf import settings
from django.db import connection

from glabella.cli.printing import print_json, print_page
from glabella.clinic.audit.anchors import anchor_file, read_anchors
from glabella.clinic.audit.verification import verify
from glabella.core.errors import InputError
from glabella.web.operations.manifest import Manifest
from glabella.web.operations.readiness import check_answers, pending, unknown, where
from glabella.web.operations.snapshot import count, load_dump
from glabella.web.operations.unpacking import DUMP

NOT_PROVED = 1


@attrs.frozen
class Proof:
    """One thing that was looked at.

    Args:
        what: In words.
        holds: Whether it is so.
        found: What was found, if there is more to say.
    """

    what: str
    holds: bool
    found: str = ""


def restore(asked: Namespace, manifest: Manifest) -> int:
    """Fill the database of the new home, prove it, and print what was proved."""
    _fill(manifest)
    proofs = tuple(prove(manifest))
    is_proved = all(proof.holds for proof in proofs)
    if asked.json:
        content = {
            "home": str(settings.GLABELLA_HOME),
            "proved": is_proved,
            "proofs": [attrs.asdict(proof) for proof in proofs],
        }
        print_json("restore", content)
    else:
        _print(proofs, is_proved=is_proved)
    return 0 if is_proved else NOT_PROVED


def _fill(manifest: Manifest) -> None:
    check_answers()
    if connection.vendor != manifest.database:
        raise InputError(
            f"this is a backup of {manifest.database}, and the database here is "
            f"{connection.vendor}.",
            where="GLABELLA_DATABASE",
            mending="Set it to an empty PostgreSQL database, or leave it out for "
            "SQLite; then remove the folder and restore again.",
        )
    if connection.vendor == "postgresql":
        if tables := connection.introspection.table_names():
            raise InputError(
                f"the database holds {len(tables)} tables; nothing is overwritten.",
                where=where(),
                mending="Create an empty one and name it in GLABELLA_DATABASE; then "
                "remove the folder and restore again.",
            )
        dump = Path(settings.GLABELLA_HOME) / DUMP
        load_dump(dump)
        dump.unlink()


def prove(manifest: Manifest) -> Iterator[Proof]:
    """Look at everything that the backup says of itself, and at the whole trail."""
    parts = f"each of the {len(manifest.parts)} parts has the hash it was written with"
    yield Proof(parts, holds=True)  # or it would not have been unpacked
    yield _proof_of_soundness()
    numbers = count()
    differing = [
        f"{name}: {numbers.counts.get(name)} instead of {rows}"
        for name, rows in sorted(manifest.counts.items())
        if numbers.counts.get(name) != rows
    ]
    what = f"each of the {len(manifest.counts)} tables has as many rows as it had"
    yield Proof(what, holds=not differing, found="; ".join(differing))
    same = numbers.migrations == manifest.migrations
    yield Proof("the tables are in the state they were in", holds=same)
    yield _proof_of_program()
    yield from _proofs_of_trail(manifest, (numbers.sequence, numbers.digest))


def _proof_of_soundness() -> Proof:
    if connection.vendor == "postgresql":
        what = "PostgreSQL has loaded every table and checked every constraint"
        return Proof(what, holds=True)  # or pg_restore would have failed
    name = str(connection.settings_dict["NAME"])
    with contextlib.closing(sqlite3.connect(name)) as file:
        answers = [row[0] for row in file.execute("PRAGMA integrity_check")]
        strays = file.execute("PRAGMA foreign_key_check").fetchall()
    found = [] if answers == ["ok"] else answers
    found += [f"{len(strays)} rows refer to nothing"] if strays else []
    what = "SQLite finds the file sound, and every reference leads somewhere"
    return Proof(what, holds=not found, found="; ".join(found))


def _proof_of_program() -> Proof:
    what = "this program knows the tables"
    if newer := unknown():
        return Proof(what, holds=False, found=f"made by a newer one: {newer[-1]}")
    if behind := pending():
        found = f"{len(behind)} migrations are pending: type `glabella migrate`"
        return Proof(what, holds=True, found=found)
    return Proof(what, holds=True)


def _proofs_of_trail(manifest: Manifest, head: tuple[int, str]) -> Iterator[Proof]:
    what = f"the trail ends at event {manifest.sequence}, as it did"
    yield Proof(what, holds=head == (manifest.sequence, manifest.digest))
    report = verify(read_anchors(anchor_file()))
    found = "; ".join(finding.what for finding in report.findings)
    what = f"the trail is whole: {report.events} events, {report.anchors} anchors, head"
    yield Proof(what, holds=report.is_whole, found=found)


def _print(proofs: tuple[Proof, ...], *, is_proved: bool) -> None:
    lines = []
    for proof in proofs:
        more = f" ({proof.found})" if proof.found else ""
        lines.append(f"{'proved  ' if proof.holds else 'NOT SO  '}{proof.what}{more}")
    words = "Restored and proved"
    if not is_proved:
        words = "Restored, but NOT proved; do not use it before you know why"
    print_page("\n".join([*lines, f"{words}: {settings.GLABELLA_HOME}\n"]))
