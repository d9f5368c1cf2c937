"""Laws that hold in every data file: sources exist, texts have both languages.

They look at plain tables, so they also see files that only one room reads.
"""

from collections.abc import Iterator, Mapping

from glabella.core.errors import Finding
from glabella.core.sources import Status
from glabella.protocols.raw_data import RawData

Place = tuple[str, Mapping[str, object]]

LANGUAGES = ("en", "de")

# From this many words on, the same text in both languages was forgotten, not meant.
SUSPICIOUS_WORDS = 4

# Which files there may be; a stray file would be read by nobody.
FOLDERS = ("facts/", "sources/", "rules/", "products/", "profiles/", "instruments/")
FILES = frozenset(
    {
        "claims.toml",
        "common.toml",
        "consent.toml",
        "disagreements.toml",
        "muscles.toml",
        "urgent.toml",
        "validity.toml",
    }
)
DEPTH = 4  # conditions, ID, VERSION, FILE
IN_A_CONDITION = frozenset({"protocol.toml", "cases.toml"})

# Checked by their own laws: sources are no statements, a case names its own source.
NO_STATEMENTS = ("sources/", "instruments/")


def raw_findings(raw: RawData) -> Iterator[Finding]:
    """Yield what is wrong in the tables themselves."""
    known = {name for _, tables in raw.below("sources/") for name in tables}
    for file, tables in raw.below(""):
        if not _is_expected(file):
            yield Finding(file, "file", "is read by nobody.", "Move or remove it.")
        if file.startswith(NO_STATEMENTS):
            continue
        for place, table in places(tables):
            yield from _text_findings(file, place, table)
            yield from _basis_findings(file, place, table)
            for source in _texts(table.get("sources")):
                if source not in known:
                    law = f'names the source "{source}", which does not exist.'
                    yield Finding(file, place, law, "Add it to sources/ or correct it.")


def _is_expected(file: str) -> bool:
    parts = file.split("/")
    if parts[0] == "conditions":
        return len(parts) == DEPTH and parts[-1] in IN_A_CONDITION
    return file in FILES or file.startswith(FOLDERS)


def places(tables: Mapping[str, object], place: str = "file") -> Iterator[Place]:
    """Yield every table with the name by which a person finds it."""
    yield place, tables
    start = "" if place == "file" else f"{place}."
    for key, value in tables.items():
        if isinstance(value, Mapping):
            yield from places(value, f"{start}{key}")
        elif isinstance(value, list):
            for number, item in enumerate(value, start=1):
                if isinstance(item, Mapping):
                    name = item.get("id", number)
                    yield from places(item, f'{start}{key} "{name}"')


def _text_findings(
    file: str, place: str, table: Mapping[str, object]
) -> Iterator[Finding]:
    """Yield what is wrong with a table of two languages."""
    if not table or not set(table) <= set(LANGUAGES):
        return
    for language in LANGUAGES:
        text = table.get(language)
        if text is None:
            law, mending = f'lacks "{language}".', f'Add {language} = "...".'
            yield Finding(file, place, law, mending)
        elif isinstance(text, str) and not text.strip():
            law = f'has an empty "{language}".'
            yield Finding(file, place, law, "Write the text.")
    english = table.get("en")
    is_long = isinstance(english, str) and len(english.split()) >= SUSPICIOUS_WORDS
    if is_long and english == table.get("de"):
        law = "says the same in both languages."
        yield Finding(file, place, law, "Translate the German text.")


def _basis_findings(
    file: str, place: str, table: Mapping[str, object]
) -> Iterator[Finding]:
    """Yield what is wrong with where a statement comes from."""
    status = table.get("basis")
    if not isinstance(status, str):
        return
    if status not in Status.__members__:
        law = f'"basis" is {status!r}.'
        yield Finding(file, place, law, "Use one of SEEN, RECALLED, DERIVED.")
    if status == Status.SEEN.value and not table.get("sources"):
        law, mending = "is SEEN but names no source.", 'Add sources = ["..."].'
        yield Finding(file, place, law, mending)
    if status == Status.RECALLED.value:
        if "confidence" not in table:
            law = "is RECALLED without confidence."
            yield Finding(file, place, law, "Add confidence and check.")
        elif "check" not in table:
            law = "is RECALLED and nothing says where to check it."
            yield Finding(file, place, law, 'Add check = "...".')


def _texts(value: object) -> list[str]:
    items = value if isinstance(value, list) else []
    return [item for item in items if isinstance(item, str)]
