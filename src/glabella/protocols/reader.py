"""Reading TOML with exact numbers; a text that is none gives a finding.

What is then read from the tables goes through `glabella.core.tables`.
"""

import tomllib
from decimal import Decimal

from glabella.core.errors import Finding


def parse_toml(text: str, *, file: str, findings: list[Finding]) -> dict[str, object]:
    """Return the tables of a TOML text; numbers are exact.

    A text that is no TOML gives an empty result and a finding with line and column.
    """
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        findings.append(
            Finding(file, "file", f"is no TOML: {error}.", "Correct the line.")
        )
        return {}
