"""The page of instruments: range, bands, changes that count, licence, what ships."""

from collections.abc import Iterator

from docs._ext.markdown import basis_line, bullets, code, codes, page, table
from glabella.core.instruments import (
    Band,
    Benchmark,
    CutOff,
    Instrument,
    Licence,
    Measure,
)
from glabella.protocols.document import escaped
from glabella.protocols.instruments_loader import InstrumentLibrary


def instruments_page(library: InstrumentLibrary) -> str:
    """Return the page of all instruments."""
    instruments = tuple(library.instruments.values())
    head = ("instrument", "name", "items", "total", "suicide items", "text that ships")
    rows = [_overview(item, library.licences[item.id]) for item in instruments]
    parts = [
        (
            "Scores, bands and rules are facts; the wording of an item belongs to its"
            " holder.\n[Instruments](../../explanation/instruments.md) explains both."
        ),
        table(head, rows),
    ]
    for item in instruments:
        parts += _instrument(item, library.licences[item.id])
    return page("Instruments", parts)


def _overview(instrument: Instrument, licence: Licence) -> tuple[str, ...]:
    return (
        code(instrument.id),
        escaped(instrument.name.en),
        str(len(instrument.items)) if instrument.items else "total only",
        _range(instrument),
        codes(instrument.suicide.items) if instrument.suicide else "none",
        _ships(licence),
    )


def _range(instrument: Instrument) -> str:
    total = instrument.total
    if total is None:
        return "no total"
    if total.maximum is None:
        return f"{total.minimum} or more"
    return f"{total.minimum} to {total.maximum}"


def _ships(licence: Licence) -> str:
    states = (
        f"{language}: {record.state.value.replace('_', ' ')}"
        for language, record in licence.languages.items()
    )
    return ", ".join(states)


def _instrument(instrument: Instrument, licence: Licence) -> Iterator[str]:
    yield f"## {escaped(instrument.short_name)}"
    yield bullets(_head(instrument, licence))
    for band_set in instrument.band_sets:
        yield f"### {escaped(f'{instrument.short_name}: {band_set.name.en}')}"
        yield basis_line(band_set.basis)
        yield table(("band", "from", "to"), [_band(band) for band in band_set.bands])
        if band_set.by_rule:
            yield "These bands are reached by a rule and not through the total."
    if lines := [*_limits(instrument), *_notes(instrument)]:
        yield f"### {escaped(instrument.short_name)}: limits and notes"
        yield bullets(lines)


def _head(instrument: Instrument, licence: Licence) -> Iterator[str]:
    yield f"{escaped(instrument.name.en)} ({escaped(instrument.name.de)})"
    yield f"total: {_range(instrument)}; {basis_line(instrument.scoring_basis)}"
    yield f"{instrument.direction.value.replace('_', ' ')}"
    recall = instrument.recall
    yield f"looks back on: {escaped(recall.name.en)}; {basis_line(recall.basis)}"
    if instrument.suicide is not None:
        rule = instrument.suicide
        yield (
            f"suicide items {codes(rule.items)} alarm from {rule.positive_from} on;"
            f" {basis_line(rule.basis)}"
        )
    yield from _licence(licence)


def _licence(licence: Licence) -> Iterator[str]:
    read = f", read on {licence.retrieved_on}" if licence.retrieved_on else ""
    yield f"holder: {escaped(licence.holder)}; licence: {licence.status.value}{read}"
    if licence.statement_quote:
        yield f'  "{escaped(licence.statement_quote)}"'
    for language, record in licence.languages.items():
        state = record.state.value.replace("_", " ")
        reason = f": {escaped(record.reason)}" if record.reason else ""
        yield f"  {language}: {state}{reason}"


def _band(band: Band) -> tuple[str, ...]:
    low = "by rule" if band.low is None else str(band.low)
    high = "open" if band.high is None else str(band.high)
    return (escaped(band.name.en), low, high)


def _limits(instrument: Instrument) -> Iterator[str]:
    for cut_off in instrument.cut_offs:
        yield _cut_off(cut_off)
    for words, found in (
        ("important change", instrument.mic),
        ("response", instrument.responses),
    ):
        for benchmark in found:
            yield f"{words}: {_benchmark(benchmark)}"


def _cut_off(cut_off: CutOff) -> str:
    scope = f" of {cut_off.subscale}" if cut_off.subscale else ""
    sign = f"{cut_off.comparison.value} {cut_off.value}"
    return (
        f"{cut_off.purpose.value}{scope}: {escaped(cut_off.name.en)},"
        f" {escaped(sign)}; {basis_line(cut_off.basis)}"
    )


def _benchmark(benchmark: Benchmark) -> str:
    unit = "percent" if benchmark.measure is Measure.PERCENT else "points"
    return (
        f"{escaped(benchmark.name.en)}, {benchmark.value} {unit}"
        f" ({benchmark.level.value}); {basis_line(benchmark.basis)}"
    )


def _notes(instrument: Instrument) -> Iterator[str]:
    for note in instrument.notes:
        yield f"note: {escaped(note.text.en)}; {basis_line(note.basis)}"
