"""The folder `metadata` of a Metapsy database: search flow, references, counts."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import attrs
import simplejson

from glabella.core.errors import Finding
from glabella.evidence.mojibake import mended

FLOW = "search_flow.json"


@attrs.frozen
class SearchFlow:
    """How many records a search found and what became of them; None is not told."""

    hits: int | None = None
    duplicates_removed: int | None = None
    screened: int | None = None
    assessed: int | None = None
    reasons: tuple[tuple[str, int], ...] = ()
    included: int | None = None


@attrs.frozen
class Metadata:
    """What stands beside the table."""

    shorthand: str | None
    number_studies: int | None
    last_search: str | None
    flow: SearchFlow
    references: Mapping[str, str]
    variables: Mapping[str, str]


def read_metadata(folder: Path, findings: list[Finding]) -> Metadata:
    """Return the metadata; a part that is absent is None or empty."""
    flow = _flow(_json(folder / FLOW, findings), findings)
    findings += _flow_laws(flow)
    references = _texts(_json(folder / "references.json", findings))
    findings += _garbled(references)
    number = _line(folder / "number_studies.txt", findings)
    return Metadata(
        shorthand=_line(folder / "shorthand.txt", findings),
        number_studies=int(number) if number and number.isdecimal() else None,
        last_search=_line(folder / "last_search.txt", findings),
        flow=flow,
        references=references,
        variables=_texts(_json(folder / "variable_description.json", findings)),
    )


def _line(path: Path, findings: list[Finding]) -> str | None:
    if not path.is_file():
        return None
    try:
        return path.read_text("utf-8").strip()
    except UnicodeDecodeError as error:
        law = f"is no UTF-8: {error}."
        findings.append(Finding(f"metadata/{path.name}", "file", law, "Save as UTF-8."))
        return None


def _json(path: Path, findings: list[Finding]) -> Mapping[str, object]:
    if not path.is_file():
        return {}
    try:
        found = simplejson.loads(path.read_text("utf-8"), use_decimal=True)
    except (ValueError, RecursionError) as error:
        law = f"is no JSON: {error}."
        findings.append(Finding(f"metadata/{path.name}", "file", law, "Correct it."))
        return {}
    return found if isinstance(found, Mapping) else {}


def _texts(found: Mapping[str, object]) -> dict[str, str]:
    return {key: value for key, value in found.items() if isinstance(value, str)}


def _flow(found: Mapping[str, object], findings: list[Finding]) -> SearchFlow:
    reasons = found.get("full.text.excluded.reasons")
    listed = reasons if isinstance(reasons, Mapping) else {}
    counts = {
        key: _count(value, f"excluded, {key}", findings)
        for key, value in listed.items()
    }

    def at(key: str) -> int | None:
        return _count(found.get(key), key, findings)

    return SearchFlow(
        hits=at("database.hits"),
        duplicates_removed=at("database.hits.duplicates.removed"),
        screened=at("records.screened"),
        assessed=at("full.text.assessed.for.eligibility"),
        reasons=tuple((key, n) for key, n in counts.items() if n is not None),
        included=at("included"),
    )


def _count(value: object, place: str, findings: list[Finding]) -> int | None:
    """Return a count; a number written as a text is one, and is reported."""
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().isdecimal():
        law = f"writes the number {value} as a text."
        findings.append(Finding(f"metadata/{FLOW}", place, law, "Drop the quotes."))
        return int(value)
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    law = f"has {value!r}, which is no count."
    findings.append(Finding(f"metadata/{FLOW}", place, law, "Give a whole number."))
    return None


def _flow_laws(flow: SearchFlow) -> Iterator[Finding]:
    """Yield where the counts of the search flow do not add up."""
    for place, law in (*_screening_laws(flow), *_inclusion_laws(flow)):
        mending = "Correct the counts, or say what they count."
        yield Finding(f"metadata/{FLOW}", place, law, mending)


def _screening_laws(flow: SearchFlow) -> Iterator[tuple[str, str]]:
    hits, removed, screened = flow.hits, flow.duplicates_removed, flow.screened
    if hits is None or removed is None or screened is None:
        return
    if hits - removed == screened:
        return
    if removed == screened:
        law = (
            f"holds {removed}, which is the count after duplicates were removed, not "
            "the duplicates."
        )
        yield "database.hits.duplicates.removed", law
    else:
        law = (
            f"says {screened}, but {hits} hits less {removed} duplicates leave "
            f"{hits - removed}."
        )
        yield "records.screened", law


def _inclusion_laws(flow: SearchFlow) -> Iterator[tuple[str, str]]:
    if flow.assessed is None or flow.included is None or not flow.reasons:
        return
    excluded = sum(number for _, number in flow.reasons)
    if flow.assessed - excluded != flow.included:
        law = (
            f"says {flow.included}, but {flow.assessed} full texts less {excluded} "
            f"excluded leave {flow.assessed - excluded}."
        )
        yield "included", law


def _garbled(references: Mapping[str, str]) -> Iterator[Finding]:
    for key, text in references.items():
        meant = mended(text)
        if meant is not None:
            law = "holds letters that were encoded twice."
            mending = f'It meant "{meant[:60]}".'
            yield Finding("metadata/references.json", key, law, mending)
