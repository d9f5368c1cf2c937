"""What each truth of each kind of rule means, as a table."""

from glabella.core.eligibility import OUTCOMES as OUTCOME_OF
from glabella.core.protocol import Kind
from glabella.core.truth import Truth
from glabella.protocols.document import Language, Table
from glabella.protocols.wording import KINDS, OUTCOMES, TRUTHS

ORDER = (Truth.YES, Truth.NO, Truth.UNKNOWN)


def outcomes_table(say: Language, kinds: tuple[Kind, ...]) -> Table:
    """Return what yes, no and unknown mean for these kinds of rules."""
    head = (say("kind", "Art"), *(say.of(TRUTHS[truth]) for truth in ORDER))
    rows = tuple(
        (
            say.of(KINDS[kind]),
            *(say.of(OUTCOMES[OUTCOME_OF[kind, truth]]) for truth in ORDER),
        )
        for kind in kinds
    )
    return Table(head, rows)
