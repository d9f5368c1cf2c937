"""The German of the screens: what is missing in it, and its compiled catalogues.

    python tools/messages.py check      missing, fuzzy and left-over entries
    python tools/messages.py fill       add what is missing as empty entries
    python tools/messages.py compile    write the .mo files that the clinic reads

Each app keeps its own catalogue in `locale/de/LC_MESSAGES/django.po`.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "glabella"
CATALOGUE = Path("locale/de/LC_MESSAGES/django.po")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = {
    "Project-Id-Version": "Glabella",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "de",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
PLACEHOLDER = re.compile(r"%\(\w+\)s")


class Said(NamedTuple):
    """A string to be translated, and where it stands first."""

    context: str | None
    words: str | tuple[str, str]
    place: str


def rooms() -> list[Path]:
    """Return the folders that hold strings of their own: the clinic's apps, the web."""
    apps = sorted(path for path in (SOURCE / "clinic").iterdir() if path.is_dir())
    return [path for path in apps if path.name != "__pycache__"] + [SOURCE / "web"]


def said_in(room: Path) -> list[Said]:
    """Return what a room says, each string once."""
    found: dict[tuple[str | None, object], Said] = {}
    for file in sorted(
        [*room.rglob("*.py"), *room.rglob("*.html"), *room.rglob("*.txt")]
    ):
        if "migrations" in file.parts:
            continue
        for one in _said(file):
            found.setdefault((one.context, one.words), one)
    return list(found.values())


def _said(file: Path) -> Iterator[Said]:
    text = file.read_text("utf-8")
    if file.suffix != ".py":
        marked = templatize(text, origin=str(file))
        # The reader of Python must not see the indentation of a page.
        text = "\n".join(line.strip() for line in marked.splitlines())
    source = BytesIO(text.encode())
    options = {"encoding": "utf-8"}
    place = file.relative_to(ROOT).as_posix()
    for line, words, _, context in extract(
        "python", source, keywords=KEYWORDS, options=options
    ):
        first = words if isinstance(words, str) else (words[0], words[1])
        if first:
            yield Said(context, first, f"{place}:{line}")


def catalogue_of(room: Path) -> Catalog:
    """Return the German catalogue of a room; an empty one if it has none yet."""
    file = room / CATALOGUE
    if not file.exists():
        return Catalog(locale="de", header_comment="# German", fuzzy=False)
    with file.open("rb") as stream:
        return read_po(stream, locale="de", abort_invalid=True)


def findings() -> list[str]:
    """Return every string without German, fuzzy, left over, or with lost parts."""
    found = []
    for room in rooms():
        catalogue = catalogue_of(room)
        said = said_in(room)
        for one in said:
            message = catalogue.get(_id(one), one.context)
            found += _findings(one, message)
        known = {(one.context, _id(one)) for one in said}
        found += [
            f"{room.name}: nobody says {message.id!r} any more"
            for message in catalogue
            if message.id and (message.context, _key(message)) not in known
        ]
    return found


def _id(one: Said) -> str:
    return one.words if isinstance(one.words, str) else one.words[0]


def _key(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _findings(one: Said, message: Message | None) -> list[str]:
    if message is None or not message.string or not all(_strings(message)):
        return [f"{one.place}: no German for {one.words!r}"]
    if message.fuzzy:
        return [f"{one.place}: the German of {one.words!r} is fuzzy"]
    wanted = set(PLACEHOLDER.findall(_id(one)))
    lost = [
        name
        for text in _strings(message)
        for name in wanted - set(PLACEHOLDER.findall(text))
    ]
    return [f"{one.place}: {', '.join(lost)} is lost in German"] if lost else []


def _strings(message: Message) -> list[str]:
    strings = message.string
    if strings is None or isinstance(strings, str):
        return [strings or ""]
    return [str(each) for each in strings]


def compiled(room: Path) -> bytes | None:
    """Return the catalogue as the clinic reads it; None if the room says nothing."""
    if not (room / CATALOGUE).exists():
        return None
    stream = BytesIO()
    write_mo(stream, catalogue_of(room))
    return stream.getvalue()


def compile_all() -> None:
    """Write every compiled catalogue."""
    for room in rooms():
        content = compiled(room)
        target = (room / CATALOGUE).with_suffix(".mo")
        if content is not None:
            target.write_bytes(content)


def fill() -> None:
    """Add what is missing as empty entries, and drop what nobody says any more."""
    for room in rooms():
        said = said_in(room)
        if not said:
            continue
        old = catalogue_of(room)
        new = Catalog(locale="de", header_comment="# German", fuzzy=False)
        new.mime_headers = list(HEADER.items())
        for one in said:
            message = old.get(_id(one), one.context)
            german = message.string if message is not None else None
            new.add(
                one.words,
                string=german,
                context=one.context,
                locations=[(one.place.partition(":")[0], 0)],
            )
        (room / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
        with (room / CATALOGUE).open("wb") as stream:
            write_po(stream, new, width=88, omit_header=False, include_lineno=False)


def main(words: list[str]) -> int:
    """Do what the one word says."""
    if words == ["fill"]:
        fill()
        return 0
    if words == ["compile"]:
        compile_all()
        return 0
    rows = findings()
    print("\n".join(rows))
    return 1 if rows else 0


if not settings.configured:
    settings.configure(USE_I18N=True)
    django.setup()

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
