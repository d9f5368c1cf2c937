"""A backup becomes a home: unpacked beside it, every part compared with its hash."""

import contextlib
import gzip
import shutil
import tarfile
import tempfile
import zlib
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from glabella.core.errors import InputError
from glabella.web.operations.folder import DATABASE, KEYS
from glabella.web.operations.manifest import (
    ANCHORS,
    DATABASES,
    NAME,
    Manifest,
    hash_of,
    read_manifest,
)
from glabella.web.operations.sealed_stream import is_sealed, read_passphrase, unseal

# Where the dump of PostgreSQL waits until it has been loaded.
DUMP = DATABASES["postgresql"]


def unpack(asked: Namespace, home: Path) -> Manifest:
    """Make a home from a backup and return what the backup says of itself.

    Nothing is left behind if the backup cannot be used.

    Raises:
        InputError: The home is not empty, the keys are missing, or the backup is
            damaged.
    """
    _check_places(asked.file, home)
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        dir=home.parent, prefix=f".{home.name}."
    ) as folder:
        stage = Path(folder) / "home"
        stage.mkdir()
        with _plain(asked, Path(folder)) as packed:
            _extract(packed, stage, where=str(asked.file))
        manifest = read_manifest(stage / NAME, where=str(asked.file))
        _compare(stage, manifest, where=str(asked.file))
        _arrange(stage, manifest)
        _take_keys(stage, asked.keys)
        if home.exists():
            home.rmdir()
        stage.rename(home)
    return manifest


def _check_places(file: Path, home: Path) -> None:
    if not file.is_file():
        raise InputError("there is no such file.", where=str(file))
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise InputError(
            "this folder is not empty; nothing is overwritten.",
            where=str(home),
            mending="Name a folder that does not exist yet.",
        )


@contextlib.contextmanager
def _plain(asked: Namespace, folder: Path) -> Iterator[Path]:
    """Give the archive, unsealed if it has to be."""
    if not is_sealed(asked.file):
        yield asked.file
        return
    if asked.passphrase_file is None:
        raise InputError(
            "this backup is encrypted.",
            where=str(asked.file),
            mending="Name the file of its passphrase with --passphrase-file.",
        )
    plain = folder / "archive.tar.gz"
    phrase = read_passphrase(asked.passphrase_file)
    with asked.file.open("rb") as source, plain.open("wb") as target:
        unseal(source, target, phrase)
    yield plain
    plain.unlink()


def _extract(packed: Path, stage: Path, *, where: str) -> None:
    try:
        with (
            gzip.open(packed, "rb") as stream,
            tarfile.open(fileobj=stream, mode="r|") as archive,
        ):
            # The filter refuses links and names that lead out of the folder.
            archive.extractall(stage, filter="data")
    except (OSError, EOFError, zlib.error, tarfile.TarError) as error:
        raise InputError(
            f"the backup cannot be unpacked: {error}.",
            where=where,
            mending="It is damaged, or no backup: use another one.",
        ) from error


def _compare(stage: Path, manifest: Manifest, *, where: str) -> None:
    """Compare every part with its hash; nothing may be missing, nothing more there."""
    found = {
        path.relative_to(stage).as_posix(): path
        for path in stage.rglob("*")
        if path.is_file() and path != stage / NAME
    }
    differing = sorted(set(found) ^ set(manifest.parts))
    differing += [
        name
        for name, digest in manifest.parts.items()
        if name in found and hash_of(found[name]) != digest
    ]
    if differing:
        raise InputError(
            f"parts of the backup are not what was written: {', '.join(differing)}.",
            where=where,
            mending="It is damaged: use another one.",
        )


def _arrange(stage: Path, manifest: Manifest) -> None:
    """Put the parts where a home has them."""
    for name in ("anchors", "files", "keys"):
        (stage / name).mkdir(exist_ok=True)
    (stage / ANCHORS).rename(stage / "anchors" / ANCHORS)
    if manifest.database == "sqlite":
        (stage / DATABASES["sqlite"]).rename(stage / DATABASE)
    (stage / NAME).rename(stage / "restored-from.json")
    for path in stage.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)


def _take_keys(stage: Path, given: Path | None) -> None:
    for name in KEYS:
        file = stage / "keys" / f"{name}.key"
        if given is not None and (given / file.name).is_file():
            shutil.copyfile(given / file.name, file)
            file.chmod(0o600)
        if not file.is_file():
            raise InputError(
                f"{file.name} is missing; without it nothing can be proved or read.",
                where=str(given or "keys"),
                mending="Name the folder where the keys are kept with --keys.",
            )
