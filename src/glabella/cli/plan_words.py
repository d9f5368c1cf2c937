"""From the words of `glabella plan` to wishes: scheme, options, units, sides."""

from argparse import Namespace
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from glabella.cli.arguments import Parser, number
from glabella.core.errors import InputError, UnknownNameError
from glabella.core.planning import Wish
from glabella.core.protocol import Protocol, Scheme
from glabella.core.schemes import Bench, Choice, schemes_for
from glabella.protocols.loader import Library

SIDES = ("both", "left", "right")


def take_choices(parser: Parser) -> None:
    """Let the verb take what a clinician chooses for a plan."""
    say = parser.add_argument
    say(
        "--scheme",
        action="append",
        default=[],
        metavar="[PROTOCOL=]SCHEME",
        help="a published scheme by name, where a protocol has several",
    )
    say(
        "--option",
        action="append",
        default=[],
        metavar="[PROTOCOL=]OPTION",
        help="an option of a scheme, off by default, such as follow_the_pain",
    )
    say(
        "--units",
        action="append",
        default=[],
        metavar="MUSCLE=UNITS",
        help="units a side, where a scheme prints a range",
    )
    say(
        "--extra",
        action="append",
        default=[],
        metavar="MUSCLE=POINTS",
        help="extra points of an option; default: as many as it allows",
    )
    say(
        "--points",
        action="append",
        default=[],
        metavar="MUSCLE=POINTS",
        help="points a side for units entered by hand",
    )
    say("--sides", choices=SIDES, help="needed where one side is affected")


def wishes(
    asked: Namespace, protocols: Sequence[Protocol], *, bench: Bench, library: Library
) -> tuple[Wish, ...]:
    """Return the protocols to plan, each with what was chosen for it.

    Raises:
        InputError: If a choice belongs to no protocol, muscle or range.
    """
    ids = [protocol.id for protocol in protocols]
    schemes = _by_protocol("--scheme", asked.scheme, ids)
    units = {muscle: number(text) for muscle, text in _pairs("--units", asked.units)}
    extra = {muscle: _points(text) for muscle, text in _pairs("--extra", asked.extra)}
    points = {name: _points(text) for name, text in _pairs("--points", asked.points)}
    _check_muscles({**units, **extra, **points}, library)
    options = _by_protocol("--option", asked.option, ids)
    made = []
    for protocol in protocols:
        choice = Choice(
            scheme=_one(schemes.get(protocol.id, ()), protocol),
            options=options.get(protocol.id, ()),
            sides=asked.sides,
            units=units,
            points=points,
            extra_points=extra,
        )
        made.append(Wish(protocol, choice))
    _check_ranges(units, made, bench)
    return tuple(made)


def _by_protocol(
    word: str, given: Iterable[str], ids: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Return what was chosen by protocol; a bare name goes to the only one asked."""
    found: dict[str, tuple[str, ...]] = {}
    for text in given:
        owner, mark, name = text.partition("=")
        if not mark:
            owner, name = ids[0] if len(ids) == 1 else "", text
        if owner not in ids:
            raise InputError(
                f'"{text}" belongs to none of the protocols asked.',
                where=word,
                mending=f"Write PROTOCOL=NAME with one of {', '.join(ids)}.",
            )
        found[owner] = (*found.get(owner, ()), name)
    return found


def _one(names: tuple[str, ...], protocol: Protocol) -> str | None:
    if len(names) > 1:
        raise InputError(
            f"{protocol.id} is given {len(names)} schemes.",
            where="--scheme",
            mending="Keep one; two maps are never added up.",
        )
    return names[0] if names else None


def _pairs(word: str, given: Iterable[str]) -> Iterable[tuple[str, str]]:
    for text in given:
        name, mark, value = text.partition("=")
        if not (name and mark and value):
            raise InputError(
                f'"{text}" is no choice.', where=word, mending="Write masseter=30."
            )
        yield name, value


def _points(text: str) -> int:
    value = number(text)
    if value != value.to_integral_value():
        raise InputError(
            f"{text} is no whole number.",
            where="--extra, --points",
            mending="Write temporalis=2.",
        )
    return int(value)


def _check_muscles(names: Iterable[str], library: Library) -> None:
    for name in names:
        if name not in library.muscles:
            raise UnknownNameError(
                f'there is no muscle "{name}".',
                where="--units or --extra",
                mending="`glabella protocols ID` names the muscles of its schemes.",
            )


def _check_ranges(
    units: Mapping[str, Decimal], made: Iterable[Wish], bench: Bench
) -> None:
    """Refuse units for a muscle whose dose no scheme asked for leaves open."""
    chosen = [scheme for wish in made for scheme in _schemes(wish, bench)]
    for muscle in units:
        patterns = [s for scheme in chosen for s in scheme.sites if s.muscle == muscle]
        if not any(pattern.units_range is not None for pattern in patterns):
            raise InputError(
                f"no scheme asked for prints a range for {muscle}.",
                where="--units",
                mending="Leave it out: the printed dose stands.",
            )


def _schemes(wish: Wish, bench: Bench) -> tuple[Scheme, ...]:
    offered = schemes_for(wish.protocol, bench)
    name = wish.choice.scheme
    return tuple(scheme for scheme in offered if name in {None, scheme.id})
