"""`glabella backup`: database, files and anchors in one file, while serving."""

import gzip
import io
import os
import shutil
import tarfile
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import attrs
import simplejson
from django.conf import settings
from django.db import connection

from glabella import __version__
from glabella.cli.printing import print_json, print_page
from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import system
from glabella.clinic.audit.anchors import anchor_file, write_anchor
from glabella.core.errors import InputError
from glabella.web.operations.folder import KEYS
from glabella.web.operations.manifest import (
    ANCHORS,
    DATABASES,
    NAME,
    Manifest,
    hash_of,
)
from glabella.web.operations.readiness import check_answers, check_migrated
from glabella.web.operations.sealed_stream import read_passphrase, seal
from glabella.web.operations.snapshot import Numbers, take_snapshot


def back_up(asked: Namespace) -> int:
    """Write the backup and say what it holds."""
    check_answers()
    check_migrated()
    target: Path = asked.file
    _check_target(target)
    phrase = read_passphrase(asked.passphrase_file) if asked.passphrase_file else b""
    with tempfile.TemporaryDirectory(
        dir=target.parent, prefix=f".{target.name}."
    ) as folder:
        made = make_backup(
            Path(folder), at=datetime.now(UTC), with_keys=asked.with_keys
        )
        packed = _seal(made.file, phrase) if phrase else made.file
        _put(packed, target)
    if asked.json:
        print_json("backup", {"file": str(target), **made.manifest.as_json()})
    else:
        _print(target, made.manifest, sealed=bool(phrase))
    return 0


@attrs.frozen
class Made:
    """A backup in its temporary folder, and its manifest."""

    file: Path
    manifest: Manifest


def make_backup(folder: Path, *, at: datetime, with_keys: bool) -> Made:
    """Write the archive into a folder of its own.

    The order matters: the anchors are read before the database, which may then know
    more than they, never less; the files after it, so that each file that the database
    knows is there.
    """
    record("audit.back_up", by=system("glabella backup"), at=at)
    write_anchor(at)
    anchors = folder / ANCHORS
    shutil.copyfile(anchor_file(), anchors)
    database = folder / DATABASES[connection.vendor]
    numbers = take_snapshot(database)
    file = folder / "archive.tar.gz"
    parts: dict[str, str] = {}
    with (
        gzip.open(file, "wb", compresslevel=1) as packed,
        tarfile.open(fileobj=packed, mode="w|") as archive,
    ):
        for name, path in _parts(database, anchors, with_keys=with_keys):
            parts[name] = hash_of(path)
            archive.add(path, name, recursive=False)
        manifest = _manifest(numbers, parts, at=at)
        _add_manifest(archive, manifest)
    return Made(file, manifest)


def _manifest(numbers: Numbers, parts: dict[str, str], *, at: datetime) -> Manifest:
    return Manifest(
        made_at=at.isoformat(),
        made_by=__version__,
        database=connection.vendor,
        migrations=numbers.migrations,
        counts=numbers.counts,
        sequence=numbers.sequence,
        digest=numbers.digest,
        parts=parts,
    )


def _parts(
    database: Path, anchors: Path, *, with_keys: bool
) -> Iterator[tuple[str, Path]]:
    yield database.name, database
    yield anchors.name, anchors
    files = Path(settings.GLABELLA_FILES)
    for path in sorted(files.rglob("*")):
        # A name that begins with a dot is still being written.
        if path.is_file() and not path.name.startswith("."):
            yield f"files/{path.relative_to(files).as_posix()}", path
    if with_keys:
        for name in KEYS:
            yield f"keys/{name}.key", Path(settings.GLABELLA_KEYS) / f"{name}.key"


def _add_manifest(archive: tarfile.TarFile, manifest: Manifest) -> None:
    content = simplejson.dumps(manifest.as_json(), indent=2).encode()
    entry = tarfile.TarInfo(NAME)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))


def _check_target(target: Path) -> None:
    if target.exists():
        raise InputError(
            "this file exists.", where=str(target), mending="Choose another name."
        )
    if not target.absolute().parent.is_dir():
        raise InputError(
            "there is no such folder.",
            where=str(target.absolute().parent),
            mending="Make it first.",
        )


def _seal(packed: Path, phrase: bytes) -> Path:
    sealed = packed.with_name("sealed")
    with packed.open("rb") as source, sealed.open("wb") as target:
        seal(source, target, phrase)
    return sealed


def _put(packed: Path, target: Path) -> None:
    """Give the finished file its name, once it is on the disk; overwrite nothing."""
    with packed.open("rb+") as stream:
        os.fsync(stream.fileno())
    packed.chmod(0o600)
    os.link(packed, target)


def _print(target: Path, manifest: Manifest, *, sealed: bool) -> None:
    files = sum(name.startswith("files/") for name in manifest.parts)
    rows = sum(manifest.counts.values())
    keys = "inside" if manifest.has_keys else "not inside: keep a copy of them apart"
    print_page(
        f"{target}: {target.stat().st_size} bytes, made {manifest.made_at}\n"
        f"  {len(manifest.counts)} tables with {rows} rows, {files} files\n"
        f"  trail up to event {manifest.sequence}, with its anchors\n"
        f"  keys {keys}\n"
        f"  {'encrypted' if sealed else 'not encrypted'}\n"
    )
