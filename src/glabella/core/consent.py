"""What a consent talk must touch: a checklist, not a text to sign."""

import attrs

from glabella.core.sources import Basis, Text


@attrs.frozen
class ConsentItem:
    """One point of the talk.

    `group` says when it belongs: "all", or the name of an extra list such as
    "off_label_extra" that a protocol asks for.
    """

    id: str
    group: str
    text: Text
    basis: Basis
    origin: tuple[str, ...] = ()
