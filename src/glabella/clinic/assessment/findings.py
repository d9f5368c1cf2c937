"""The catalogue of the baseline examination: findings, their options, what they mean.

`findings.toml` holds it. A rule says what an option means for muscles; a *tell* says
which fact an option states, so that nobody is asked twice.
"""

import functools
import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import attrs
from django.utils.translation import gettext as _

from glabella.clinic.assessment.values import EFFECTS, Findings, SiteFinding
from glabella.clinic.assessment.words import said
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.practice.knowledge import library
from glabella.core.errors import Finding, FindingsError
from glabella.core.sources import Basis, Text
from glabella.core.tables import Table
from glabella.protocols.loader import Library
from glabella.protocols.reader import parse_toml

FILE = Path(__file__).with_name("findings.toml")
GROUPS = ("brow_and_lids", "face", "jaw", "neck", "skin")
SIDES = ("left", "right")
_KINDS = ("choice", "choices")
_RULE_SIDES = ("same", "both", *SIDES)


@attrs.frozen
class Option:
    """One answer of a finding."""

    id: str
    text: Text


@attrs.frozen
class Rule:
    """What some options mean for muscles.

    Args:
        when: The options; empty where `unequal` speaks.
        muscles: Ids; those of its regions are among them.
        side: "same" as the finding, "both", "left" or "right".
        unequal: Whether it speaks where the two sides differ.
        region_of_option: Whether each option is itself the region it speaks of.
    """

    when: tuple[str, ...]
    muscles: tuple[str, ...]
    side: str
    effect: str
    text: Text
    basis: Basis
    unequal: bool = False
    region_of_option: bool = False


@attrs.frozen
class Tell:
    """A fact that some options state."""

    when: tuple[str, ...]
    fact: str
    value: bool


@attrs.frozen
class FindingDefinition:
    """One thing to look at.

    Args:
        kind: "choice" of one option, or "choices" of several.
        is_sided: Whether it is looked at on the left and on the right.
    """

    id: str
    group: str
    kind: str
    is_sided: bool
    text: Text
    hint: Text | None
    options: tuple[Option, ...]
    rules: tuple[Rule, ...]
    tells: tuple[Tell, ...]

    def option(self, key: str) -> Option | None:
        """Return an option by its id, if the finding has it."""
        return next((one for one in self.options if one.id == key), None)


Catalogue = Mapping[str, FindingDefinition]


@functools.cache
def findings() -> Catalogue:
    """Return the catalogue of the installed version, read once for a process."""
    return read_findings(FILE.read_text("utf-8"), library())


def read_findings(text: str, known: Library) -> dict[str, FindingDefinition]:
    """Return the findings of a TOML text, by id.

    Args:
        known: Muscles, facts and sources that it may name.

    Raises:
        FindingsError: With every mistake, each with its place.
    """
    mistakes: list[Finding] = []
    raw = parse_toml(text, file=FILE.name, findings=mistakes)
    top = Table(raw, file=FILE.name, place="file", findings=mistakes)
    found: dict[str, FindingDefinition] = {}
    for table in top.tables("finding"):
        one = _definition(table, known)
        if one.id in found:
            table.blame("stands twice.", "Give each finding its own id.")
        found[one.id] = one
    top.done()
    if mistakes:
        raise FindingsError(tuple(mistakes))
    return found


def _definition(table: Table, known: Library) -> FindingDefinition:
    options = tuple(_option(each) for each in table.tables("options"))
    if not options:
        table.blame("has no options.", "Add options = [{ id, en, de }].")
    names = [option.id for option in options]
    made = FindingDefinition(
        id=table.string("id"),
        group=_one_of(table, "group", GROUPS),
        kind=_one_of(table, "kind", _KINDS, default="choice"),
        is_sided=table.flag("sided", default=False),
        text=table.text("text"),
        hint=table.optional_text("hint"),
        options=options,
        rules=tuple(_rule(each, names, known) for each in table.tables("rules")),
        tells=tuple(_tell(each, names, known) for each in table.tables("tells")),
    )
    table.done()
    return made


def _option(table: Table) -> Option:
    made = Option(table.string("id"), Text(table.string("en"), table.string("de")))
    table.done()
    return made


def _rule(table: Table, names: Collection[str], known: Library) -> Rule:
    is_region = table.flag("region_of_option", default=False)
    rule = Rule(
        when=_options(table, names),
        muscles=(
            *_muscles(table, known),
            *_of_regions(table.strings("regions"), known),
        ),
        side=_one_of(table, "side", _RULE_SIDES, default="both"),
        effect=_one_of(table, "effect", EFFECTS),
        text=table.text("text"),
        basis=table.basis(),
        unequal=table.flag("unequal", default=False),
        region_of_option=is_region,
    )
    if not rule.muscles and not is_region:
        table.blame("names no muscle.", "Add muscles, regions or region_of_option.")
    if not rule.when and not rule.unequal and not is_region:
        table.blame("never speaks.", "Add when = [...] or unequal = true.")
    if rule.basis.is_recalled and rule.effect == "forbid":
        table.blame("forbids what was only recalled.", 'Use effect = "ask".')
    for source in rule.basis.sources:
        if source not in known.sources:
            table.blame(f'names the source "{source}", which is none.', "Correct it.")
    table.done()
    return rule


def _tell(table: Table, names: Collection[str], known: Library) -> Tell:
    tell = Tell(
        when=_options(table, names),
        fact=table.string("fact"),
        value=table.flag("value", default=True),
    )
    if tell.fact not in known.catalogue:
        table.blame(f'tells "{tell.fact}", which is no fact.', "Correct its name.")
    table.done()
    return tell


def _options(table: Table, names: Collection[str]) -> tuple[str, ...]:
    when = table.strings("when")
    for name in when:
        if name not in names:
            table.blame(f'speaks of "{name}", which is no option.', "Correct it.")
    return when


def _muscles(table: Table, known: Library) -> tuple[str, ...]:
    """Return the muscles named, each with its parts."""
    muscles = table.strings("muscles")
    for name in muscles:
        if name not in known.muscles:
            table.blame(f'names "{name}", which is no muscle.', "Correct it.")
    parts = (m.id for m in known.muscles.values() if m.part_of in muscles)
    return (*muscles, *parts)


def _of_regions(regions: Iterable[str], known: Library) -> Iterator[str]:
    for region in regions:
        yield from (m.id for m in known.muscles.values() if m.region == region)


def _one_of(
    table: Table, key: str, known: tuple[str, ...], *, default: str = ""
) -> str:
    value = table.string(key, default)
    if value not in known:
        table.blame(f'"{key}" is "{value}".', f"Use one of {', '.join(known)}.")
    return value


def checked(values: Findings, catalogue: Catalogue) -> dict[str, object]:
    """Return the findings of an examination as they are kept, nothing left blank.

    Raises:
        DeedRefusedError: If a finding or an option is none.
    """
    kept: dict[str, object] = {}
    for key, value in values.items():
        if key not in catalogue:
            raise DeedRefusedError(
                _('there is no finding "%(key)s".') % {"key": key},
                where=_("examination"),
            )
        found = _checked(catalogue[key], value)
        if found:
            kept[key] = found
    return kept


def _checked(definition: FindingDefinition, value: object) -> object:
    if not definition.is_sided:
        return _value(definition, value)
    sides = value if isinstance(value, Mapping) else None
    if sides is None or not set(sides) <= set(SIDES):
        raise _misfit(definition, value)
    found = {side: _value(definition, each) for side, each in sides.items()}
    return {side: each for side, each in found.items() if each}


def _value(definition: FindingDefinition, value: object) -> object:
    several = definition.kind == "choices"
    if several != isinstance(value, list | tuple):
        raise _misfit(definition, value)
    given = list(_chosen(value))
    for each in given:
        if definition.option(each) is None:
            raise _misfit(definition, each)
    if several and "none" in given and len(given) > 1:
        raise DeedRefusedError(
            _("“none” stands beside another answer."),
            where=said(definition.text),
            mending=_("Keep one of both."),
        )
    return given if several else (given or [""])[0]


def _misfit(definition: FindingDefinition, value: object) -> DeedRefusedError:
    return DeedRefusedError(
        _('"%(value)s" is no answer.') % {"value": value},
        where=said(definition.text),
        mending=_("Use one of %(codes)s.")
        % {"codes": ", ".join(option.id for option in definition.options)},
    )


def _chosen(value: object) -> tuple[str, ...]:
    """Return the options chosen; a blank is none."""
    items = value if isinstance(value, list | tuple) else (value,)
    return tuple(str(item) for item in items if item not in {"", None})


def by_side(definition: FindingDefinition, value: object) -> dict[str, tuple[str, ...]]:
    """Return the options chosen on each side; "" is no side."""
    if definition.is_sided and isinstance(value, Mapping):
        return {side: _chosen(value[side]) for side in SIDES if side in value}
    return {"": _chosen(value)}


def meaning(
    values: Findings, *, catalogue: Catalogue, known: Library
) -> tuple[SiteFinding, ...]:
    """Return what the findings of an examination mean for muscles, gravest first."""
    found = [
        site
        for key, value in values.items()
        if key in catalogue
        for site in _sites(catalogue[key], value, known)
    ]
    return tuple(sorted(found, key=lambda one: EFFECTS.index(one.effect)))


def _sites(
    definition: FindingDefinition, value: object, known: Library
) -> Iterator[SiteFinding]:
    sides = by_side(definition, value)
    for rule in definition.rules:
        for muscle, side in dict.fromkeys(_places(rule, sides, known)):
            yield SiteFinding(
                muscle=muscle,
                side=side,
                effect=rule.effect,
                text=rule.text,
                finding=definition.id,
                status=rule.basis.status.value,
            )


def _places(
    rule: Rule, sides: Mapping[str, tuple[str, ...]], known: Library
) -> Iterator[tuple[str, str]]:
    if rule.unequal and set(sides) == set(SIDES) and sides["left"] != sides["right"]:
        yield from itertools.product(rule.muscles, [_side(rule, "")])
    for side, chosen in sides.items():
        if set(chosen) & set(rule.when):
            yield from itertools.product(rule.muscles, [_side(rule, side)])
        if rule.region_of_option:
            yield from itertools.product(
                _of_regions(chosen, known), [_side(rule, side)]
            )


def _side(rule: Rule, found_on: str) -> str:
    match rule.side:
        case "same":
            return found_on
        case "both":
            return ""
        case side:
            return side


def told(values: Findings, catalogue: Catalogue) -> dict[str, bool]:
    """Return the facts that an examination states; a yes stands before a no."""
    facts: dict[str, bool] = {}
    for key, value in values.items():
        definition = catalogue[key]
        chosen = {one for each in by_side(definition, value).values() for one in each}
        for tell in definition.tells:
            if chosen & set(tell.when):
                facts[tell.fact] = facts.get(tell.fact, False) or tell.value
    return facts
