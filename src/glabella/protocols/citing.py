"""How sources and the status of statements are shown to a person."""

from collections.abc import Iterable, Mapping

from glabella.core.sources import Basis, Source, Status
from glabella.protocols.document import Entry, Language

_STATUS = {
    Status.SEEN: ("seen", "gelesen"),
    Status.RECALLED: ("recalled", "erinnert"),
    Status.DERIVED: ("derived", "abgeleitet"),
}

_REASONS = {
    "recalled, not read in a source": "erinnert, in keiner Quelle gelesen",
    "derived by this project": "von diesem Projekt abgeleitet",
}

_TIER_REASON = "read only in a tier "


def status_word(status: Status, say: Language) -> str:
    """Return the word for how a statement was obtained."""
    return say(*_STATUS[status])


def doubt(reason: str, say: Language) -> str:
    """Return why a statement is unverified, in the language of the page."""
    if say.code != "de":
        return reason
    if reason.startswith(_TIER_REASON):
        tier = reason.removeprefix(_TIER_REASON).removesuffix(" source")
        return f"nur in einer Quelle vom Rang {tier} gelesen"
    return _REASONS.get(reason, reason)


def basis_words(basis: Basis, say: Language) -> str:
    """Return status, source ids, place, and what a recalled statement still needs."""
    parts = [status_word(basis.status, say)]
    if basis.sources:
        place = f", {basis.place}" if basis.place else ""
        parts.append(f"[{', '.join(basis.sources)}{place}]")
    if basis.confidence:
        confidence = say("confidence", "Zuverlässigkeit")
        parts.append(f"({confidence}: {basis.confidence}; {_check(basis, say)})")
    return " ".join(parts)


def _check(basis: Basis, say: Language) -> str:
    nothing = say("nothing named", "nichts genannt")
    return say("to check: ", "zu prüfen: ") + (basis.check or nothing)


def source_entries(
    ids: Iterable[str], sources: Mapping[str, Source], say: Language
) -> tuple[Entry, ...]:
    """Return one entry for each source, in the order of their names."""
    found = [sources[key] for key in sorted(set(ids)) if key in sources]
    return tuple(Entry(f"[{s.id}] {cited(s, say)}", mark="") for s in found)


def cited(source: Source, say: Language) -> str:
    """Return tier, title, year, place and the day of reading of a source."""
    is_in_title = str(source.year) in source.title
    year = "" if source.year is None or is_in_title else f" ({source.year})"
    place = f", {source.place}" if source.place else ""
    read = f"; {say('read', 'gelesen am')} {source.read_on}" if source.read_on else ""
    return f"{say('tier', 'Rang')} {source.tier}: {source.title}{year}{place}{read}"
