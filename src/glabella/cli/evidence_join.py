"""Claims with the words that the protocols have for them: this room sees both."""

from collections.abc import Mapping

import attrs

from glabella.core.protocol import Remark
from glabella.core.sources import Text
from glabella.evidence.claims import Claim
from glabella.protocols.loader import Library


@attrs.frozen
class ClaimWords:
    """What a claim says, and the remark of the protocols that says it."""

    claim: Claim
    statement: Text
    remark: Remark | None


def remarks_by_name(library: Library) -> Mapping[str, Remark]:
    """Return all remarks: general ones by id, those of a protocol as protocol/id."""
    named = {remark.id: remark for remark in library.remarks}
    for protocol in library.protocols.values():
        for remark in protocol.remarks:
            named[f"{protocol.id}/{remark.id}"] = remark
    return named


def text_names(library: Library) -> frozenset[str]:
    """Return how a claim names the texts that rest on it; consent items too."""
    consent = (f"consent/{item.id}" for item in library.consent)
    return frozenset((*remarks_by_name(library), *consent))


def claim_words(claim: Claim, remarks: Mapping[str, Remark]) -> ClaimWords:
    """Return a claim with its statement; an unknown remark leaves it empty."""
    remark = remarks.get(claim.remark or "")
    statement = claim.statement or (remark.text if remark else Text("", ""))
    return ClaimWords(claim, statement, remark)
