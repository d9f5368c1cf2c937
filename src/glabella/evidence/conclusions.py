"""Which words a conclusion may use: none stronger than the certainty behind it.

The phrases follow the GRADE habit of plain sentences: high states, moderate says
probably, low says may, very low says that it is uncertain.
"""

from collections.abc import Iterator

from glabella.core.sources import Text
from glabella.evidence.certainty import LADDER, Grading, Level

PHRASES = {
    "en": {
        Level.VERY_LOW: "uncertain whether",
        Level.LOW: "may",
        Level.MODERATE: "probably",
    },
    "de": {
        Level.VERY_LOW: "ungewiss, ob",
        Level.LOW: "könnte",
        Level.MODERATE: "wahrscheinlich",
    },
}


def too_strong(grading: Grading) -> Iterator[str]:
    """Yield what a conclusion lacks or says beyond its level, in either language.

    Below high certainty a conclusion needs the phrase of its level and none of a
    stronger one.
    """
    texts = {"en": grading.conclusion.en, "de": grading.conclusion.de}
    for language, phrases in PHRASES.items():
        needed = phrases.get(grading.level)
        if needed is not None and f" {needed} " not in _words(texts[language]):
            yield f'without "{needed}" ({language})'
    yield from stronger_words(grading.conclusion, grading.level)


def stronger_words(text: Text, level: Level) -> Iterator[str]:
    """Yield the phrases of a text that belong to a higher level than the one given."""
    texts = {"en": text.en, "de": text.de}
    above = LADDER[LADDER.index(level) + 1 :]
    for language, phrases in PHRASES.items():
        for higher in above:
            phrase = phrases.get(higher)
            if phrase is not None and f" {phrase} " in _words(texts[language]):
                yield f'"{phrase}" ({language})'


def _words(text: str) -> str:
    """Return a text as words between single spaces, in small letters."""
    return f" {' '.join(text.lower().split())} "
