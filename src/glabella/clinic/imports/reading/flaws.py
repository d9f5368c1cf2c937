"""What is wrong, or worth a look, in one cell."""

from collections.abc import Mapping

import attrs


@attrs.frozen
class Flaw(Exception):  # noqa: N818 a finding of one cell, collected and never fatal
    """One thing about one cell.

    Args:
        code: Which thing; `words.FLAWS` has its words.
        value: What stands in the cell.
        more: What the words need beside, by name.
    """

    code: str
    value: str = ""
    more: Mapping[str, str] = attrs.field(factory=dict)
