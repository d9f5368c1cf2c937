"""Which words a conclusion may use: none stronger than the certainty behind it.

The phrases follow the GRADE habit of plain sentences: high states, moderate says
probably, low says may, very low says that it is uncertain.
"""

from collections.abc import Iterator

from glabella.evidence.certainty import Grading, Level

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
        words = _words(texts[language])
        needed = phrases.get(grading.level)
        if needed is not None and f" {needed} " not in words:
            yield f'without "{needed}" ({language})'
        levels = list(phrases)
        stronger = levels[levels.index(grading.level) + 1 :] if needed else []
        for level in stronger:
            if f" {phrases[level]} " in words:
                yield f'"{phrases[level]}" ({language})'


def _words(text: str) -> str:
    """Return a text as words between single spaces, in small letters."""
    return f" {' '.join(text.lower().split())} "
