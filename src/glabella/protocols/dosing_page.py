"""The dosing part of a protocol's page: schemes, options, limits, intervals."""

from collections.abc import Iterator

from glabella.core.protocol import Limit, Protocol, Scheme, SitePattern
from glabella.core.sources import Basis
from glabella.protocols.citing import basis_words, doubt
from glabella.protocols.document import Block, Entries, Entry, Heading, Language, Table
from glabella.protocols.loader import Library

CHOICES = {
    "default": ("proposed without asking", "wird ohne Rückfrage vorgeschlagen"),
    "named": ("only if chosen by name", "nur bei namentlicher Wahl"),
    "range": (
        "a published range: the clinician enters the units",
        "veröffentlichte Spanne: Einheiten werden ärztlich eingegeben",
    ),
}


def dosing_blocks(
    library: Library, protocol: Protocol, say: Language
) -> Iterator[Block]:
    """Yield schemes, options, limits and intervals."""
    for scheme in protocol.schemes:
        yield Heading(f"{say('Scheme', 'Schema')} {scheme.id}")
        yield Entries(tuple(_scheme(scheme, say)))
        if scheme.sites:
            yield _sites(scheme, library, say)
            yield from _landmarks(scheme, say)
    yield from _options(protocol, say)
    yield from _limits(protocol, say)
    yield from _intervals(protocol, say)


def _scheme(scheme: Scheme, say: Language) -> Iterator[Entry]:
    choice = say(*CHOICES[scheme.choice])
    below = basis_words(scheme.basis, say)
    name = f"{say.of(scheme.name)} ({choice})"
    yield Entry(name, below=(below,), basis=scheme.basis)
    yield Entry("; ".join(_measures(scheme, say)))
    if scheme.split_basis is not None:
        split = say("division among the points", "Verteilung auf die Punkte")
        yield Entry(f"{split}: {basis_words(scheme.split_basis, say)}")
    texts = (scheme.population, scheme.needle)
    yield from (Entry(say.of(text)) for text in texts if text is not None)


def _measures(scheme: Scheme, say: Language) -> Iterator[str]:
    unit = say("U", "E")
    yield scheme.product
    if scheme.total_units is not None:
        yield f"{scheme.total_units} {unit}"
    if scheme.total_points is not None:
        yield f"{scheme.total_points} {say('points', 'Punkte')}"
    if scheme.dilution_ml is not None and scheme.vial_units is not None:
        yield f"{scheme.vial_units} {unit} in {scheme.dilution_ml} ml"
    if scheme.ml_per_point is not None:
        yield f"{scheme.ml_per_point} ml {say('a point', 'je Punkt')}"
    if scheme.profiles:
        yield ", ".join(scheme.profiles)


def _sites(scheme: Scheme, library: Library, say: Language) -> Table:
    head = say("muscle,side,points,units", "Muskel,Seite,Punkte,Einheiten")
    rows = tuple(
        (
            say.of(library.muscles[site.muscle].name)
            if site.muscle in library.muscles
            else site.muscle,
            site.side,
            _points(site),
            _units(site, say),
        )
        for site in scheme.sites
    )
    return Table(tuple(head.split(",")), rows)


def _points(site: SitePattern) -> str:
    if site.points is not None:
        return str(site.points)
    if site.points_range is not None:
        return f"{site.points_range[0]}-{site.points_range[1]}"
    return "?"


def _units(site: SitePattern, say: Language) -> str:
    if site.units_per_point is not None:
        return f"{site.units_per_point} {say('a point', 'je Punkt')}"
    if site.units_range is not None:
        low, high = site.units_range
        return f"{low}-{high} {say('a side', 'je Seite')}"
    return say("not printed", "nicht gedruckt")


def _landmarks(scheme: Scheme, say: Language) -> Iterator[Block]:
    rows = []
    for site in scheme.sites:
        if site.landmark is not None:
            basis = site.landmark_basis
            ending = f" ({_doubt(basis, say)})" if basis and basis.is_recalled else ""
            rows.append(Entry(f"{site.muscle}: {say.of(site.landmark)}{ending}"))
    if rows:
        yield Heading(say("Landmarks", "Landmarken"), level=3)
        yield Entries(tuple(rows))


def _doubt(basis: Basis, say: Language) -> str:
    return doubt("recalled, not read in a source", say) + (
        f"; {say('to check', 'zu prüfen')}: {basis.check}" if basis.check else ""
    )


def _options(protocol: Protocol, say: Language) -> Iterator[Block]:
    if not protocol.options:
        return
    yield Heading(say("Options, off unless asked for", "Optionen, nur auf Wunsch"))
    rows = []
    for option in protocol.options:
        extras = ", ".join(
            f"{e.muscle} {say('up to', 'bis')} {e.max_units} ({e.units_per_point} x)"
            for e in option.extras
        )
        below = (extras, basis_words(option.basis, say))
        name = f"{option.id}: {say.of(option.name)}"
        rows.append(Entry(name, below=below, basis=option.basis))
    yield Entries(tuple(rows))


def _limits(protocol: Protocol, say: Language) -> Iterator[Block]:
    if protocol.limits:
        yield Heading(say("Limits", "Grenzen"))
        yield Entries(tuple(_limit(limit, say) for limit in protocol.limits))


def _limit(limit: Limit, say: Language) -> Entry:
    unit = say("U", "E")
    parts = [f"{limit.scope} {limit.muscle or ''}".strip(), f"{limit.units} {unit}"]
    parts.append(limit.product)
    if limit.window_days is not None:
        parts.append(f"{limit.window_days} {say('days', 'Tage')}")
    if limit.profiles:
        parts.append(", ".join(limit.profiles))
    if not limit.enforced:
        parts.append(say("shown, stops nothing", "nur gezeigt"))
    below = ("; ".join(parts), basis_words(limit.basis, say))
    text = f"{limit.id}: {say.of(limit.text)}"
    return Entry(text, below=below, basis=limit.basis)


def _intervals(protocol: Protocol, say: Language) -> Iterator[Block]:
    if not protocol.intervals:
        return
    yield Heading(say("Intervals", "Abstände"))
    rows = []
    for item in protocol.intervals:
        days = str(item.days) if item.days_to is None else f"{item.days}-{item.days_to}"
        scope = ", ".join(part for part in (item.product, *item.profiles) if part)
        text = f"{item.kind}: {days} {say('days', 'Tage')}"
        if scope:
            text = f"{text} ({scope})"
        below = (basis_words(item.basis, say),)
        rows.append(Entry(text, below=below, basis=item.basis))
    yield Entries(tuple(rows))
