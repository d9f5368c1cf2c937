"""The pages of facts, sources, products, countries, muscles and urgent findings."""

from collections.abc import Iterable, Iterator, Mapping

from docs._ext.markdown import (
    anchor,
    basis_line,
    bullets,
    code,
    codes,
    page,
    plain,
    raw_basis_line,
    statements,
    table,
)
from glabella.core.fact_types import FactDefinition
from glabella.core.muscles import Muscle
from glabella.core.sources import Source
from glabella.core.urgent import UrgentRule
from glabella.protocols.document import escaped
from glabella.protocols.formula import formula
from glabella.protocols.loader import Library
from glabella.protocols.wording import URGENCIES

TIERS = {
    "A": "regulator, guideline or authorisation holder",
    "B": "paper, abstract or registry",
    "C": "third-party copy or digest of a label",
    "D": "clinic page, news, slide, machine answer",
}


def data_pages(library: Library) -> dict[str, str]:
    """Return these pages by file name."""
    return {
        "facts.md": _facts(library),
        "sources.md": _sources(library),
        "products.md": _products(library),
        "profiles.md": _profiles(library),
        "muscles.md": _muscles(library),
        "urgent.md": _urgent(library),
        "general.md": _general(library),
    }


# --- facts ----------------------------------------------------------------------------


def _facts(library: Library) -> str:
    definitions = tuple(library.catalogue.definitions.values())
    parts = [
        (
            "Everything that may be said of a person, by topic.\n"
            "A fact that follows from others need not be stated."
        ),
        "## How long a fact counts",
        _life_spans(library),
    ]
    for topic in sorted({definition.topic for definition in definitions}):
        parts.append(f"## {escaped(topic.replace('_', ' ')) or 'other'}")
        found = [item for item in definitions if item.topic == topic]
        head = ("fact", "type", "counts", "question", "Frage")
        parts.append(table(head, [_fact(item) for item in found]))
    return page("Facts", parts)


def _life_spans(library: Library) -> str:
    rows = []
    for name, values in library.raw.files.get("validity.toml", {}).items():
        if isinstance(values, Mapping):
            days = values.get("days")
            span = "for life" if days is None else f"{days} days"
            reason = escaped(plain(values.get("reason", "")))
            rows.append((code(name), span, reason, raw_basis_line(values)))
    intro = (
        "All life spans are defaults of this project;"
        " a practice may [change them](../../how-to/change-a-validity-window.md).\n\n"
    )
    return intro + table(("window", "counts for", "why", "basis"), rows)


def _fact(definition: FactDefinition) -> tuple[str, ...]:
    follows = codes(definition.derived_from)
    return (
        code(definition.id),
        _type(definition),
        code(definition.validity.id),
        escaped(definition.question.en)
        + (f" Follows from {follows}." if follows else ""),
        escaped(definition.question.de),
    )


def _type(definition: FactDefinition) -> str:
    low, high = definition.minimum, definition.maximum
    fields = (f"{name} ({kind.value})" for name, kind in definition.fields.items())
    words = [
        definition.type.value,
        definition.unit or "",
        f"from {low}" if low is not None else "",
        f"to {high}" if high is not None else "",
        ": " + codes(definition.choices) if definition.choices else "",
        ": " + escaped(", ".join(fields)) if definition.fields else "",
    ]
    return " ".join(word for word in words if word).replace(" : ", ": ")


# --- sources --------------------------------------------------------------------------


def _sources(library: Library) -> str:
    users = _users(library)
    parts = [
        (
            "Every source that a statement names, by tier.\n"
            "A source without a day of reading was read for the fact sheet this"
            " project began with."
        )
    ]
    for tier, words in TIERS.items():
        found = [item for item in library.sources.values() if item.tier == tier]
        parts.append(f"## Tier {tier}: {words}")
        parts += [_source(item, users.get(item.id, ())) for item in found]
    return page("Sources", parts)


def _users(library: Library) -> dict[str, tuple[str, ...]]:
    """Return the protocols that name each source."""
    users: dict[str, list[str]] = {}
    for file, tables in library.raw.below("conditions/"):
        if file.endswith("/protocol.toml"):
            for key in set(_source_names(tables)):
                users.setdefault(key, []).append(file.split("/")[1])
    return {key: tuple(sorted(names)) for key, names in users.items()}


def _source_names(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        named = value.get("sources")
        yield from map(str, named if isinstance(named, list) else ())
        for item in value.values():
            yield from _source_names(item)
    if isinstance(value, list):
        for item in value:
            yield from _source_names(item)


def _source(source: Source, users: Iterable[str]) -> str:
    title = escaped(source.title)
    if source.url and source.url.startswith("http"):
        title = f"[{title}]({source.url.replace(')', '%29').replace('(', '%28')})"
    elif source.url:
        title = f"{title}, {escaped(source.url)}"
    year = f" ({source.year})" if source.year else ""
    rows = [f"**{escaped(source.id)}** {title}{year}"]
    if source.place:
        rows.append(f"  place: {escaped(source.place)}")
    if source.read_on:
        rows.append(f"  read on {source.read_on}")
    links = [f"[{name}](protocols/{name}.md)" for name in users]
    if links:
        rows.append(f"  used by {', '.join(links)}")
    return f"({anchor(source.id)})=\n{bullets(rows)}"


# --- products and countries -----------------------------------------------------------


def _products(library: Library) -> str:
    parts = [
        (
            "One active substance each.\n"
            "Its units are its own: two products never add, compare or convert."
        )
    ]
    for product in library.products.values():
        parts.append(f"## {escaped(product.name.en)}")
        tables = library.raw.files.get(f"products/{product.id}.toml", {})
        parts += statements(tables, skip=("id", "name", "origin"))
    parts.append("## What holds for all products")
    common = library.raw.files.get("products/_common.toml", {})
    return page("Products", [*parts, *statements(common, skip=())])


def _profiles(library: Library) -> str:
    parts = [
        (
            "What holds in one country or region: the guideline in force, what the"
            " ledger allows, who may do what, what is reported.\n"
            "Nothing here is legal advice."
        )
    ]
    for profile in library.profiles.values():
        parts.append(f"## {profile.id}: {escaped(profile.name.en)}")
        tables = library.raw.files.get(f"profiles/{profile.id}.toml", {})
        parts += statements(tables, skip=("id", "name", "origin"))
    return page("Country profiles", parts)


# --- muscles, urgent findings, and what holds for all ---------------------------------


def _muscles(library: Library) -> str:
    regions: dict[str, list[Muscle]] = {}
    for muscle in library.muscles.values():
        regions.setdefault(muscle.region, []).append(muscle)
    parts = ["Every muscle, area of skin and organ that a protocol may name."]
    for region, muscles in regions.items():
        parts.append(f"## {escaped(region.replace('_', ' '))}")
        head = ("name", "English", "Deutsch", "kind", "part of", "also called")
        parts.append(table(head, [_muscle(muscle) for muscle in muscles]))
    return page("Muscles and other targets", parts)


def _muscle(muscle: Muscle) -> tuple[str, ...]:
    return (
        code(muscle.id),
        escaped(muscle.name.en),
        escaped(muscle.name.de),
        muscle.kind,
        code(muscle.part_of or ""),
        codes(muscle.aliases),
    )


def _urgent(library: Library) -> str:
    families: dict[str, list[UrgentRule]] = {}
    for rule in library.urgent:
        families.setdefault(rule.family, []).append(rule)
    parts = [
        (
            "Findings that stand apart from every verdict.\n"
            "[Urgent findings](../../explanation/urgent-findings.md) says why nothing"
            " suppresses them."
        )
    ]
    for family, rules in families.items():
        parts.append(f"## {escaped(family.replace('_', ' '))}")
        parts.append(bullets(line for rule in rules for line in _urgent_lines(rule)))
    return page("Urgent findings", parts)


def _urgent_lines(rule: UrgentRule) -> Iterator[str]:
    yield f"**{URGENCIES[rule.urgency].en}** {code(rule.id)}: {escaped(rule.text.en)}"
    yield f"  do: {escaped(rule.action.en)}"
    yield f"  when: {escaped(formula(rule.when))}"
    yield f"  {basis_line(rule.basis)}"


def _general(library: Library) -> str:
    parts = [
        (
            "What belongs to no single condition: what holds for all, the claims of"
            " popular articles, and where sources disagree."
        )
    ]
    for file in ("common.toml", "claims.toml", "disagreements.toml"):
        tables = library.raw.files.get(file, {})
        parts.append(f"## {file.removesuffix('.toml').capitalize()}")
        parts += [
            part for part in statements(tables, skip=()) if not part.startswith("#")
        ]
    consent = library.raw.files.get("consent.toml", {})
    parts.append("## Consent: topics of the talk")
    parts += [part for part in statements(consent, skip=()) if not part.startswith("#")]
    return page("What holds for every condition", parts)
