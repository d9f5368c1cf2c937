"""The texts of a consent: versioned data in two languages, each block with its basis.

A version is a folder of `texts/`; once it stands in `texts/PUBLISHED` it is frozen. The
files say what a block needs to be printed: protocols, uses, groups of the talk, muscle
groups, products, label statuses.
"""

import functools
import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import attrs

from glabella.core.errors import Finding, FindingsError, UnknownNameError
from glabella.core.protocol import Label
from glabella.core.sources import Basis, Text
from glabella.core.tables import Table

FOLDER = Path(__file__).parent / "texts"
CURRENT = "2026-1"
FRAME = "frame.toml"
TONES = ("", "urgent")

Lines = tuple[str, ...]


@attrs.frozen
class Lines2:
    """Paragraphs or items in both languages."""

    en: Lines = ()
    de: Lines = ()

    def in_language(self, language: str) -> Lines:
        """Return the German lines for "de", else the English ones."""
        return self.de if language == "de" else self.en


@attrs.frozen
class Needs:
    """What must hold for a block to be printed; an empty one asks nothing."""

    protocols: Lines = ()
    uses: Lines = ()
    groups: Lines = ()
    regions: Lines = ()
    products: Lines = ()
    labels: tuple[Label, ...] = ()


@attrs.frozen
class Block:
    """One statement of the document, with its basis.

    `claims` are claims of the evidence library, `values` numbers of its results by the
    name that stands for them in the text.
    """

    id: str
    part: str
    basis: Basis
    needs: Needs
    text: Lines2
    items: Lines2
    after: Lines2
    tone: str = ""
    claims: Lines = ()
    values: tuple[tuple[str, str], ...] = ()


@attrs.frozen
class TeachBack:
    """An open question, to be answered in the patient's own words."""

    id: str
    text: Text
    needs: Needs


@attrs.frozen
class EffectName:
    """One plain name for what studies name in several ways."""

    id: str
    ids: Lines
    name: Text


@attrs.frozen
class ConsentText:
    """One version of everything that a consent may say."""

    version: str
    title: Text
    declaration: Text
    photo_declaration: Text
    parts: Mapping[str, Text]
    groups: Mapping[str, Text]
    studies: Mapping[str, Lines]
    effects: Mapping[str, EffectName]
    blocks: tuple[Block, ...]
    questions: tuple[TeachBack, ...]

    def effect_of(self, side_effect: str) -> EffectName | None:
        """Return the plain name of a side effect of the protocols, if it has one."""
        return next((e for e in self.effects.values() if side_effect in e.ids), None)

    def group(self, region: str) -> Text:
        """Return a muscle group in plain words."""
        return self.groups.get(region) or Text(region, region)


@functools.cache
def consent_text(version: str = CURRENT) -> ConsentText:
    """Return a version of the text.

    Raises:
        UnknownNameError: If there is no such version.
        FindingsError: With every mistake in its files.
    """
    if version not in versions():
        raise UnknownNameError(
            f'there is no text "{version}" of a consent.',
            mending=f"Use one of {', '.join(versions())}.",
        )
    return read(FOLDER / version)


def versions() -> Lines:
    """Return the versions on file, the oldest first."""
    return tuple(sorted(one.name for one in FOLDER.iterdir() if one.is_dir()))


def read(folder: Path) -> ConsentText:
    """Return the text of a folder; raise FindingsError with every mistake in it."""
    findings: list[Finding] = []
    tables = {
        path.name: _table(path, findings) for path in sorted(folder.glob("*.toml"))
    }
    frame = tables.pop(FRAME, None) or Table(
        {}, file=FRAME, place="file", findings=findings
    )
    text = ConsentText(
        version=frame.string("version"),
        title=frame.text("title"),
        declaration=frame.text("declaration"),
        photo_declaration=frame.text("photo_declaration"),
        parts={one.string("id"): one.text("title") for one in frame.tables("part")},
        groups=_texts(frame.raw("group")),
        studies=_studies(frame.raw("study")),
        effects=_effects(frame.raw("effect")),
        blocks=tuple(_blocks(tables, findings)),
        questions=tuple(_questions(tables)),
    )
    frame.done()
    for table in tables.values():
        table.done()
    findings += list(_laws(text))
    if findings:
        raise FindingsError(tuple(findings))
    return text


def _table(path: Path, findings: list[Finding]) -> Table:
    values = tomllib.loads(path.read_text("utf-8"))
    return Table(values, file=path.name, place="file", findings=findings)


def _texts(raw: object) -> dict[str, Text]:
    rows = raw if isinstance(raw, Mapping) else {}
    return {key: Text(str(row["en"]), str(row["de"])) for key, row in rows.items()}


def _studies(raw: object) -> dict[str, Lines]:
    rows = raw if isinstance(raw, Mapping) else {}
    return {key: tuple(row["products"]) for key, row in rows.items()}


def _effects(raw: object) -> dict[str, EffectName]:
    rows = raw if isinstance(raw, Mapping) else {}
    return {
        key: EffectName(
            id=key,
            ids=tuple(row["ids"]),
            name=Text(str(row["name"]["en"]), str(row["name"]["de"])),
        )
        for key, row in rows.items()
    }


def _blocks(tables: Mapping[str, Table], findings: list[Finding]) -> Iterator[Block]:
    for table in tables.values():
        for row in table.tables("block"):
            tone = row.string("tone", default="-").removeprefix("-")
            block = Block(
                id=row.string("id"),
                part=row.string("part"),
                basis=row.basis(),
                needs=_needs(row),
                text=_lines(row, "text"),
                items=_lines(row, "items"),
                after=_lines(row, "after"),
                tone=tone,
                claims=row.strings("claims"),
                values=tuple((key, str(path)) for key, path in row.values("values")),
            )
            row.done()
            if tone not in TONES:
                findings.append(
                    Finding(row.file, row.place, f'tone "{tone}"?', 'Use "urgent".')
                )
            yield block


def _questions(tables: Mapping[str, Table]) -> Iterator[TeachBack]:
    for table in tables.values():
        for row in table.tables("question"):
            text = Text(row.string("en"), row.string("de"))
            yield TeachBack(row.string("id"), text, _needs(row))
            row.done()


def _needs(row: Table) -> Needs:
    return Needs(
        protocols=row.strings("protocols"),
        uses=row.strings("uses"),
        groups=row.strings("groups"),
        regions=row.strings("regions"),
        products=row.strings("products"),
        labels=tuple(Label(one) for one in row.strings("labels")),
    )


def _lines(row: Table, key: str) -> Lines2:
    value = row.table(key)
    if value is None:
        return Lines2()
    lines = Lines2(value.strings("en"), value.strings("de"))
    value.done()
    return lines


def _laws(text: ConsentText) -> Iterator[Finding]:
    """Say where the two languages differ in length, or a block has no place."""
    known: Collection[str] = {*text.parts, "photos"}
    seen: set[str] = set()
    for block in text.blocks:
        place = f'block "{block.id}"'
        for lines in (block.text, block.items, block.after):
            if len(lines.en) != len(lines.de):
                yield Finding(
                    text.version,
                    place,
                    "says less in one language.",
                    "Say all in both.",
                )
        if block.part not in known:
            yield Finding(text.version, place, f'part "{block.part}"?', "Name a part.")
        if block.id in seen:
            yield Finding(text.version, place, "stands twice.", "Rename one.")
        seen.add(block.id)
