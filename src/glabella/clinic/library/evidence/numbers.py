"""Numbers as a page writes them: with the decimal mark of its language."""

from decimal import Decimal

import attrs

from glabella.protocols.document import Language

LARGE = 1000
"""From here on decimals say nothing more."""


@attrs.frozen
class Numbers:
    """Writes numbers with some decimals.

    Args:
        say: The language.
        digits: How many decimals.
    """

    say: Language
    digits: int = 2

    def __call__(self, value: float) -> str:
        """Return a number, its minus as a minus sign, and no small one as zero."""
        if 0 < abs(value) < 10.0**-self.digits:
            text = format(Decimal(f"{value:.1g}"), "f")
        else:
            text = f"{value:.{0 if abs(value) >= LARGE else self.digits}f}"
        text = text.replace("-", "\N{MINUS SIGN}")
        return self.say(text, text.replace(".", ","))

    def interval(self, low: float, high: float) -> str:
        """Return two ends."""
        return self.say(f"[{self(low)}, {self(high)}]", f"[{self(low)}; {self(high)}]")

    def p(self, value: float) -> str:
        """Return a p value with its sign, to three decimals and never as zero."""
        write = Numbers(self.say, 3)
        least = 0.001
        return f"< {write(least)}" if value < least else f"= {write(value)}"
