"""How hard a text is to read: LIX, the same in every language.

LIX is the mean number of words in a sentence plus the percentage of words with more
than six letters (Björnsson). The bands are the usual rule of thumb, not a law.
"""

import re
from collections.abc import Sequence

# A decimal point or comma stands inside a word, a full stop at its end.
_SENTENCES = re.compile(r"[.!?:]+(?=\s|$)")
_WORDS = re.compile(r"\w+(?:[-'.,]\w+)*")
LONG = 6
# Up to this score: very easy, easy, medium, hard; above: very hard.
BANDS = ((25, "very_easy"), (35, "easy"), (45, "medium"), (55, "hard"))


def lix(text: str) -> float | None:
    """Return the LIX of a text, or None where there is nothing to read."""
    words = _WORDS.findall(text)
    if not words:
        return None
    sentences = [one for one in _SENTENCES.split(text) if _WORDS.search(one)]
    long = sum(1 for word in words if len(word) > LONG)
    return len(words) / len(sentences) + 100 * long / len(words)


def band(score: float) -> str:
    """Return the band of a score: "very_easy" to "very_hard"."""
    return next((name for limit, name in BANDS if score < limit), "very_hard")


def plain_text(lines: Sequence[str]) -> str:
    """Return lines as sentences, so that an item of a list ends where it ends."""
    return " ".join(
        line if line.endswith((".", "!", "?", ":")) else f"{line}." for line in lines
    )
