"""Mistakes of content in instruments: gaps, strangers, and text without a licence.

Each function takes values and returns findings; nothing is read or raised here.
The law of the register: holder's text is bundled only with a redistribution grant that
was quoted and dated, and only where the full official wording was read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from glabella.core.errors import Finding
from glabella.core.instruments import (
    BandSet,
    Benchmark,
    CutOff,
    Instrument,
    Licence,
    TotalRange,
    Wording,
    WordingState,
)
from glabella.core.scoring_rules import Form, SumRule
from glabella.core.sources import Basis, Status

# Short quotation; source: the project's own rule for quoting holders.
QUOTE_WORDS = 20
LANGUAGES = ("en", "de")


def licence_findings(
    instrument: Instrument, licence: Licence | None, *, file: str
) -> list[Finding]:
    """Return what stands against shipping the text that an instrument bundles."""
    if licence is None:
        law = "has no entry in the licence register."
        return [Finding(file, instrument.id, law, "Add it to register.toml.")]
    findings = [
        Finding(file, f"{instrument.id}, wording.{wording.language}", law, mending)
        for wording in instrument.wordings
        for law, mending in _wording_laws(instrument, licence, wording=wording)
    ]
    findings += [
        Finding(file, f"{instrument.id}, {language}", law, mending)
        for language in LANGUAGES
        for law, mending in _language_laws(instrument, licence, language=language)
    ]
    if len(licence.statement_quote.split()) > QUOTE_WORDS:
        law = f"quotes the holder with more than {QUOTE_WORDS} words."
        findings.append(Finding(file, instrument.id, law, "Shorten the quotation."))
    return findings


def _wording_laws(
    instrument: Instrument, licence: Licence, *, wording: Wording
) -> Iterator[tuple[str, str]]:
    if not licence.redistribution_ok:
        yield (
            "bundles text without a redistribution grant.",
            "Remove the text, or file the grant in register.toml.",
        )
    if not licence.electronic_ok:
        yield (
            "bundles text without a grant for electronic use.",
            "Remove the text, or file the grant in register.toml.",
        )
    if not licence.retrieved_on or not licence.statement_quote:
        yield (
            "bundles text under a statement that nobody quoted and dated.",
            "Give statement_quote and retrieved_on in register.toml.",
        )
    if not wording.sources or not wording.read_on:
        yield (
            "bundles text without source or date of reading.",
            "Give sources and read_on beside the text.",
        )
    items = {item.id for item in instrument.items}
    if set(wording.lines) != items:
        yield (
            "does not have exactly one line for each item.",
            "Bundle the full official wording, or none.",
        )


def _language_laws(
    instrument: Instrument, licence: Licence, *, language: str
) -> Iterator[tuple[str, str]]:
    record = licence.languages.get(language)
    has_text = instrument.wording(language) is not None
    if record is None:
        yield "has no record in the register.", "Say full, or total_only with a reason."
    elif record.state is WordingState.FULL and not has_text:
        yield "is full in the register without text.", "Add the text, or total_only."
    elif record.state is WordingState.TOTAL_ONLY and has_text:
        yield "is total_only in the register but has text.", "Remove the text."
    elif record.state is WordingState.TOTAL_ONLY and not record.reason:
        yield "is total_only without a reason.", "Say why in register.toml."


def content_findings(
    instrument: Instrument, sources: Iterable[str], *, file: str
) -> list[Finding]:
    """Return gaps in bands, names of items that do not exist, and unknown sources."""
    laws = [
        *_item_laws(instrument),
        *_range_laws(instrument),
        *(
            law
            for bands in instrument.band_sets
            for law in _band_laws(instrument, bands)
        ),
        *_source_laws(instrument, frozenset(sources)),
        *_code_laws(instrument),
    ]
    return [Finding(file, place, law, mending) for place, law, mending in laws]


def _item_laws(instrument: Instrument) -> Iterator[tuple[str, str, str]]:
    items = [item.id for item in instrument.items]
    for item in sorted({item for item in items if items.count(item) > 1}):
        yield "items", f'"{item}" stands twice.', "Remove one."
    for place, names in _references(instrument):
        for name in names:
            if name not in items:
                yield place, f'names an unknown item "{name}".', "Correct the name."
    parts = {*items, *(subscale.id for subscale in instrument.subscales)}
    marks: list[Benchmark | CutOff] = [*instrument.mic, *instrument.responses]
    for mark in [*marks, *instrument.cut_offs]:
        if mark.subscale is not None and mark.subscale not in {*parts, *_RULE_PARTS}:
            law = f'names an unknown sub-score "{mark.subscale}".'
            yield mark.id, law, "Correct the name."


# Sub-scores that a rule makes by itself, see `glabella.core.scoring_rules`.
_RULE_PARTS = frozenset({"cpi", "interference", "disability_points"})


def _references(instrument: Instrument) -> Iterator[tuple[str, tuple[str, ...]]]:
    for subscale in instrument.subscales:
        yield f'subscales "{subscale.id}"', subscale.items
    if instrument.suicide is not None:
        yield "suicide", instrument.suicide.items
    if instrument.algorithm is not None:
        yield "algorithm", instrument.algorithm.items
        yield "algorithm.core", instrument.algorithm.core
    for item in instrument.items:
        if item.asked_if is not None:
            yield f'items "{item.id}"', (item.asked_if.item,)


def _range_laws(instrument: Instrument) -> Iterator[tuple[str, str, str]]:
    """Say where the printed range of a sum is not the sum of the items' ranges."""
    total = instrument.total
    if not isinstance(instrument.rule, SumRule) or (total and total.is_capped):
        return
    scored = [item for item in instrument.items if item.is_scored]
    least = sum((item.minimum for item in scored), Decimal(0))
    greatest = sum((item.maximum or Decimal(0) for item in scored), Decimal(0))
    if total != TotalRange(least, greatest):
        law = f"does not say that the items add up to {least} to {greatest}."
        yield "scoring", law, "Correct the items, or minimum and maximum."


def _band_laws(
    instrument: Instrument, bands: BandSet
) -> Iterator[tuple[str, str, str]]:
    """Say where bands leave a gap, overlap, or do not cover the range of the total."""
    place = f'band_sets "{bands.id}"'
    if bands.by_rule or not bands.bands:
        return
    if instrument.total is None:
        yield place, "bands a total that does not exist.", "Remove it, or set by_rule."
        return
    wanted: Decimal | None = instrument.total.minimum
    for band in bands.bands:
        if band.low is None or band.low != wanted:
            yield place, f'"{band.id}" does not begin at {wanted}.', "Close the gap."
        wanted = None if band.high is None else band.high + 1
    last = bands.bands[-1].high
    if last != instrument.total.maximum:
        law = f"ends at {last}, not at {instrument.total.maximum}."
        yield place, law, "Cover the range of the total."


def _source_laws(
    instrument: Instrument, sources: frozenset[str]
) -> Iterator[tuple[str, str, str]]:
    for place, basis in bases(instrument).items():
        for source in basis.sources:
            if source not in sources:
                law = f'names an unknown source "{source}".'
                yield place, law, "Add it to sources/instruments.toml."
    for wording in instrument.wordings:
        for source in wording.sources:
            if source not in sources:
                place = f"wording.{wording.language}"
                law = f'names an unknown source "{source}".'
                yield place, law, "Add it to sources/instruments.toml."


def _code_laws(instrument: Instrument) -> Iterator[tuple[str, str, str]]:
    """Say which codes nobody has read: a code is read somewhere, or absent."""
    for code in instrument.codes:
        if code.basis.status is not Status.SEEN:
            yield "codes", f"{code.code} was not read anywhere.", "Remove the code."


def bases(instrument: Instrument) -> Mapping[str, Basis]:
    """Return where each figure of an instrument comes from, by its place."""
    found = {
        "scoring": instrument.scoring_basis,
        "recall": instrument.recall.basis,
        "interval": instrument.interval.basis,
    }
    named: Mapping[str, Sequence[BandSet | CutOff | Benchmark | Form]] = {
        "band_sets": instrument.band_sets,
        "cut_offs": instrument.cut_offs,
        "mic": instrument.mic,
        "responses": instrument.responses,
        "forms": instrument.forms,
    }
    for kind, members in named.items():
        found |= {f'{kind} "{member.id}"': member.basis for member in members}
    for band_set in instrument.band_sets:
        for band in band_set.bands:
            if band.basis is not None:
                found[f'band_sets "{band_set.id}" "{band.id}"'] = band.basis
    if instrument.suicide is not None:
        found["suicide"] = instrument.suicide.basis
    if instrument.algorithm is not None:
        found["algorithm"] = instrument.algorithm.basis
    found |= {f'codes "{code.target}"': code.basis for code in instrument.codes}
    numbered = enumerate(instrument.notes, start=1)
    return found | {f"notes {number}": note.basis for number, note in numbered}
