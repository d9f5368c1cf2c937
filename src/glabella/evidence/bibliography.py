"""Publications that the studies rest on, and how much of each was read."""

from enum import Enum

import attrs

from glabella.core.sources import Source


class Extent(Enum):
    """How much of a publication was read."""

    FULL_TEXT = "full_text"
    TABLE = "table"
    ABSTRACT = "abstract"
    PART_OF_ABSTRACT = "part_of_abstract"
    FRAGMENT = "fragment"
    REGISTRY = "registry"
    DATA = "data"
    TITLE = "title"


@attrs.frozen
class Publication:
    """A paper, abstract, registry page or data file, as it was read.

    `read` says how much of it was read and `place` what part; a number can be quoted
    only from the part read.
    `tier` is that of `glabella.core.sources`.
    """

    id: str
    cite: str
    tier: str
    read: Extent
    place: str
    url: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmc: str | None = None
    year: int | None = None
    read_on: str | None = None
    note: str | None = None

    def as_source(self) -> Source:
        """Return the publication as the kind of source that every room knows."""
        return Source(
            id=self.id,
            tier=self.tier,
            title=self.cite,
            year=self.year,
            url=self.url,
            read_on=self.read_on,
            place=self.place,
        )
