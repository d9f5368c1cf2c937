"""Sources as JSON."""

from collections.abc import Iterable, Mapping

from glabella.cli.fact_rows import Json
from glabella.core.sources import Source


def source_json(ids: Iterable[str], sources: Mapping[str, Source]) -> list[Json]:
    """Return the sources of these names, in order of name."""
    return [one_source(sources[key]) for key in sorted(set(ids)) if key in sources]


def one_source(source: Source) -> Json:
    """Return one source."""
    return {
        "id": source.id,
        "tier": source.tier,
        "title": source.title,
        "year": source.year,
        "url": source.url,
        "read_on": source.read_on,
        "place": source.place,
    }
