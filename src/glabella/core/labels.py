"""What a country's label says of a product for a condition, and how sure that is."""

from collections.abc import Mapping

import attrs

from glabella.core.practice import Practice
from glabella.core.protocol import Label, LabelStatus, Protocol
from glabella.core.sources import Source, Status


@attrs.frozen
class LabelAnswer:
    """The status that holds, the statements it rests on, and who decided a conflict."""

    status: Label
    statements: tuple[LabelStatus, ...]
    decided_by: str | None = None

    def stands(self, sources: Mapping[str, Source]) -> bool:
        """Return whether a tier A or B source was read, or a clinician decided."""
        if self.decided_by is not None:
            return True
        keys = [key for item in self.statements for key in item.basis.sources]
        return any(sources[key].tier in {"A", "B"} for key in keys if key in sources)


def label_answer(
    protocol: Protocol, practice: Practice, *, product: str, profile: str
) -> LabelAnswer:
    """Return the label status of a product for a protocol's condition in a country.

    A statement on label without a label date is unverified; statements that disagree
    are a conflict until a clinician decides by name; no statement at all means that no
    label is known, which is treated as off label.
    """
    statements = tuple(
        item
        for item in protocol.labels
        if item.profile in {profile, "*"} and item.product in {product, "*"}
    )
    own = tuple(item for item in statements if item.profile == profile)
    statements = own or statements
    decision = practice.label_decision(protocol.id, product=product, profile=profile)
    if decision is not None:
        return LabelAnswer(decision.status, statements, decision.who)
    said = {_status(item) for item in statements}
    if len(said) > 1:
        return LabelAnswer(Label.CONFLICT, statements)
    return LabelAnswer(said.pop() if said else Label.OFF_LABEL, statements)


def _status(item: LabelStatus) -> Label:
    """Return the status as far as it can be relied on."""
    if item.status is not Label.ON_LABEL:
        return item.status
    is_read = item.basis.status is Status.SEEN
    return Label.ON_LABEL if is_read and item.label_date else Label.UNVERIFIED
