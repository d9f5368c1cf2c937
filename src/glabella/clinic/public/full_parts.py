"""Parts of the full text that come from the protocols: for whom, where, course, safety.

What nobody has read anywhere (recalled) is left out, but for a label status, which says
so. What this project derived or read in a weak source is marked.
"""

from collections.abc import Iterable, Iterator, Mapping

import attrs

from glabella.clinic.practice.knowledge import library
from glabella.clinic.public.full_values import Rate, Said, Telling
from glabella.core.protocol import (
    CourseWindow,
    Criterion,
    Interval,
    Kind,
    LabelStatus,
    Protocol,
    SideEffect,
)
from glabella.protocols.document import Language
from glabella.protocols.wording import LABELS

EVERYWHERE = "*"
WARNINGS = ("boxed_warning", "suspected_spread", "uk_2025_outbreak")
WEEK = 7  # days
NOT_FOR = (Kind.CONTRAINDICATION, Kind.DEFERRAL, Kind.EXCLUSION)
SEVERAL: Mapping[str, tuple[str, str]] = {
    "onset": ("begins", "beginnt"),
    "full_effect": ("is strongest", "ist am stärksten"),
    "review": ("is looked at again", "wird wieder angesehen"),
    "score": ("is judged", "wird beurteilt"),
    "wear_off": ("fades", "lässt nach"),
}
KINDS_OF_INTERVAL: Mapping[str, tuple[str, str]] = {
    "minimum": (
        "The next session is possible after",
        "Die nächste Sitzung ist möglich nach",
    ),
    "usual": (
        "The next session usually follows after",
        "Die nächste Sitzung folgt meist nach",
    ),
    "median_seen": (
        "In a study the next session followed after",
        "In einer Studie folgte die nächste Sitzung nach",
    ),
}


def who(protocol: Protocol, tell: Telling) -> Iterator[Said]:
    """Yield what has to be so before the treatment may fit somebody."""
    yield from _criteria(protocol, tell, kinds=(Kind.INCLUSION,))


def not_for(protocol: Protocol, tell: Telling) -> Iterator[Said]:
    """Yield what speaks against the treatment, for now or for good."""
    yield from _criteria(protocol, tell, kinds=NOT_FOR)


def _criteria(
    protocol: Protocol, tell: Telling, *, kinds: tuple[Kind, ...]
) -> Iterator[Said]:
    for one in protocol.criteria:
        if one.kind in kinds and not one.basis.is_recalled:
            yield tell.said(_where(one, tell.say), one.basis)


def _where(one: Criterion, say: Language) -> str:
    names = [say.of(library().profiles[key].name) for key in one.profiles]
    return f"{', '.join(names)}: {say.of(one.text)}" if names else say.of(one.text)


def remarks(protocol: Protocol, wanted: Iterable[str], tell: Telling) -> Iterator[Said]:
    """Yield remarks of a protocol by name, in the order wanted."""
    known = {one.id: one for one in protocol.remarks}
    for name in wanted:
        if name in known:
            yield tell.said(tell.say.of(known[name].text), known[name].basis)


def areas(protocol: Protocol, tell: Telling) -> Iterator[Said]:
    """Yield the muscles or places that published patterns name, and by whom."""
    for names, ids in _patterns(protocol, tell.say).items():
        yield Said(words=", ".join(names), numbers=tell.cite(dict.fromkeys(ids)))


def _patterns(protocol: Protocol, say: Language) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for scheme in protocol.schemes:
        if scheme.basis.is_recalled or not scheme.sites:
            continue
        muscles = dict.fromkeys(_whole(site.muscle) for site in scheme.sites)
        names = tuple(say.of(library().muscles[key].name) for key in muscles)
        found.setdefault(names, []).extend(scheme.basis.sources)
    return found


def _whole(muscle: str) -> str:
    """Return the whole muscle of a part: patients are told of the whole."""
    return library().muscles[muscle].part_of or muscle


def course(protocol: Protocol, tell: Telling) -> Iterator[Said]:
    """Yield when the effect begins, is judged and ends, and when it may be repeated."""
    for window in protocol.windows:
        if not window.basis.is_recalled:
            yield tell.said(_window(window, tell.say), window.basis)
    for interval in protocol.intervals:
        if not interval.basis.is_recalled:
            yield tell.said(_interval(interval, tell.say), interval.basis)


def _window(window: CourseWindow, say: Language) -> str:
    verb = say(*SEVERAL.get(window.id, (window.id, window.id)))
    span = _span(window.from_day, window.to_day, say)
    words = say(f"The effect {verb}: {span}.", f"Die Wirkung {verb}: {span}.")
    return f"{words} {say.of(window.text)}" if window.text else words


def _span(first: int, last: int, say: Language) -> str:
    if first % WEEK or last % WEEK or not first:
        if first == last:
            return say(f"day {first}", f"Tag {first}")
        return say(f"day {first} to {last}", f"Tag {first} bis {last}")
    first, last = first // WEEK, last // WEEK
    if first == last:
        return say(f"week {first}", f"Woche {first}")
    return say(f"week {first} to {last}", f"Woche {first} bis {last}")


def _interval(interval: Interval, say: Language) -> str:
    words = say(*KINDS_OF_INTERVAL[interval.kind])
    parts = [f"{words} {interval.days} {say('days', 'Tagen')}"]
    names = [say.of(library().profiles[key].name) for key in interval.profiles]
    parts += [interval.product] if interval.product else []
    parts += names
    return ", ".join(parts) + "."


def rates(protocol: Protocol, tell: Telling) -> Iterator[Rate]:
    """Yield published rates of side effects, with their study."""
    for one in protocol.side_effects:
        if not one.basis.is_recalled:
            yield _rate(one, tell)


def _rate(one: SideEffect, tell: Telling) -> Rate:
    return Rate(
        name=tell.say.of(one.name),
        percent=_printed(one.percent, tell.say),
        control=_printed(one.control_percent, tell.say),
        study=_titles(one.basis.sources),
        numbers=tell.cite(one.basis.sources),
    )


def _titles(ids: Iterable[str]) -> str:
    known = library().sources
    return "; ".join(known[key].title for key in ids if key in known)


def _printed(value: object, say: Language) -> str:
    if value is None:
        return ""
    return f"{value} %".replace(".", say(".", ","))


def status(protocol: Protocol, tell: Telling) -> Iterator[Said]:
    """Yield what the label of each country says; unknown is said, not guessed."""
    for label in protocol.labels:
        words = _label(label, tell.say, is_alone=len(protocol.labels) == 1)
        said = tell.said(words, label.basis)
        yield attrs.evolve(said, grade=tell.say.of(LABELS[label.status]))


def _label(label: LabelStatus, say: Language, *, is_alone: bool) -> str:
    if label.profile == EVERYWHERE:
        everywhere = say("Everywhere", "Überall")
        place = everywhere if is_alone else say("Everywhere else", "Überall sonst")
    else:
        place = say.of(library().profiles[label.profile].name)
    product = "" if label.product == EVERYWHERE else f", {label.product}"
    parts = [f"{place}{product}: {say.of(LABELS[label.status])}."]
    if label.label and say.code == "en":  # labels are noted in English alone
        day = f" ({label.label_date})" if label.label_date else ""
        parts.append(f"{label.label}{day}.")
    if label.restriction:
        parts.append(say.of(label.restriction))
    return " ".join(parts)


def warnings(tell: Telling) -> Iterator[Said]:
    """Yield the warnings that hold for every condition."""
    known = {one.id: one for one in library().remarks}
    for name in WARNINGS:
        yield tell.said(tell.say.of(known[name].text), known[name].basis)
