"""The data files as plain tables, parsed once and remembered between runs.

The memory is a cache file keyed by the SHA-256 of every data file together.
A cache file whose key differs is ignored; deleting it costs a quarter of a second.
"""

import hashlib
import os
import re
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from pathlib import Path, PurePosixPath

import attrs
import simplejson

from glabella.core.errors import Finding
from glabella.protocols.reader import parse_toml

DATA = Path(__file__).parent

CACHE_FORM = "1"

KEPT_CACHES = 8

Tables = Mapping[str, object]


@attrs.frozen
class RawData:
    """All data files below a folder: tables and digests by relative path."""

    files: Mapping[str, Tables]
    digests: Mapping[str, str]
    findings: tuple[Finding, ...]

    def below(self, prefix: str) -> list[tuple[str, Tables]]:
        """Return the files whose path starts with a prefix, in order of path."""
        names = sorted(name for name in self.files if name.startswith(prefix))
        return [(name, self.files[name]) for name in names]


_DIGITS = re.compile(r"\d+")


def version_key(file: str) -> tuple[int, ...]:
    """Return the numbers of a version folder: 2026-10 is newer than 2026-9."""
    folder = PurePosixPath(file).parent.name
    return tuple(int(number) for number in _DIGITS.findall(folder))


def read_raw(folder: Path = DATA) -> RawData:
    """Return every TOML file below a folder, from the cache if its key fits."""
    texts = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*.toml"))
    }
    digests = {name: hashlib.sha256(raw).hexdigest() for name, raw in texts.items()}
    key = _key(digests)
    cached = _from_cache(key)
    if cached is not None:
        return RawData(cached, digests, ())
    findings: list[Finding] = []
    files = {name: _parse(name, raw, findings) for name, raw in texts.items()}
    if not findings:
        _to_cache(key, files)
    return RawData(files, digests, tuple(findings))


def _key(digests: Mapping[str, str]) -> str:
    lines = [CACHE_FORM, *(f"{name} {digest}" for name, digest in digests.items())]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _parse(name: str, raw: bytes, findings: list[Finding]) -> Tables:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        findings.append(
            Finding(name, "file", f"is no UTF-8: {error}.", "Save as UTF-8.")
        )
        return {}
    tables = parse_toml(text, file=name, findings=findings)
    return {key: _plain(value) for key, value in tables.items()}


def _plain(value: object) -> object:
    """Return the value as JSON would hold it: dates, nan and inf become texts."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal) and not value.is_finite():
        return str(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def _cache_file(key: str) -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or str(Path("~/.cache").expanduser())
    return Path(home) / "glabella" / f"data-{key[:32]}.json"


def _prune(folder: Path) -> None:
    """Remove all but the newest cache files: each change of the data leaves one."""
    files = sorted(folder.glob("data-*.json"), key=lambda path: path.stat().st_mtime)
    for old in files[:-KEPT_CACHES]:
        old.unlink(missing_ok=True)


def _from_cache(key: str) -> Mapping[str, Tables] | None:
    try:
        stored = simplejson.loads(_cache_file(key).read_text("utf-8"), use_decimal=True)
    except (OSError, ValueError, RuntimeError):  # the last: nobody knows a home
        return None
    if not isinstance(stored, dict) or stored.get("key") != key:
        return None
    files = stored.get("files")
    return files if isinstance(files, dict) else None


def _to_cache(key: str, files: Mapping[str, Tables]) -> None:
    """Write the cache beside and rename it; a folder nobody may write is no error."""
    text = simplejson.dumps({"key": key, "files": files}, use_decimal=True)
    try:
        target = _cache_file(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(f".{os.getpid()}.part")
        part.write_text(text, "utf-8")
        part.replace(target)
        _prune(target.parent)
    except (OSError, RuntimeError):
        return
