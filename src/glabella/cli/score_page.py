"""The page of a score: total, band, what the published limits say of it."""

from collections.abc import Iterable, Iterator

from glabella.cli.fact_rows import value_words
from glabella.cli.score_json import Scored, source_ids
from glabella.core.score_change import Change
from glabella.core.scores import Reading, Score
from glabella.core.truth import Truth
from glabella.protocols.citing import basis_words, source_entries
from glabella.protocols.document import (
    Block,
    Entries,
    Entry,
    Heading,
    Language,
    Paragraph,
)
from glabella.protocols.wording import TRUTHS


def score_blocks(scored: Scored, say: Language) -> Iterator[Block]:
    """Yield the page."""
    instrument, made = scored.instrument, scored.score
    library = scored.library
    yield Heading(
        f"{say.of(instrument.name)} ({instrument.id} {made.version})", level=1
    )
    yield from _alarm(made, say)
    yield Entries(tuple(_result(made, say)))
    readings = tuple(_readings(made.cut_offs, say))
    if readings or made.categories:
        yield Heading(say("Published limits", "Veröffentlichte Grenzen"))
        categories = (
            Entry(say.of(c.name), mark=say.of(TRUTHS[c.truth])) for c in made.categories
        )
        yield Entries((*readings, *categories))
    if scored.change is not None:
        yield from _change(scored.change, say)
    if made.notices:
        yield Heading(say("To note", "Zu beachten"))
        yield Entries(tuple(Entry(say.of(text)) for text in made.notices))
    licence = library.licences[instrument.id]
    yield Heading(say("Licence", "Lizenz"))
    yield Entries(
        (Entry(f"{licence.holder}: {licence.status.value}. {licence.notice}"),)
    )
    yield Heading(say("Sources", "Quellen"))
    yield Entries(source_entries(source_ids(instrument), library.sources, say))


def _alarm(made: Score, say: Language) -> Iterator[Block]:
    item = made.suicide_item
    if item is not None and item.positive is Truth.YES:
        value = value_words(item.value, say)
        yield Paragraph(
            say(
                f"URGENT: the suicide item is positive ({value}). "
                "A clinician assesses the risk today.",
                f"DRINGEND: Das Suizid-Item ist positiv ({value}). "
                "Heute ärztliche Abklärung.",
            )
        )


def _result(made: Score, say: Language) -> Iterator[Entry]:
    total = value_words(made.total, say)
    yield Entry(f"{say('total', 'Summe')}: {total}")
    if made.band is not None and made.band_set is not None:
        name, bands = say.of(made.band.name), say.of(made.band_set.name)
        yield Entry(f"{say('band', 'Schweregradstufe')}: {name} ({bands})")
    if made.label is not None:
        yield Entry(f"{say('result', 'Befund')}: {made.label}")
    if made.missing:
        yield Entry(
            f"{say('not answered', 'nicht beantwortet')}: {', '.join(made.missing)}"
        )
    parts = [f"{k} {value_words(v, say)}" for k, v in made.subscores.items()]
    if parts:
        yield Entry(f"{say('parts', 'Teile')}: {', '.join(parts)}")


def _readings(readings: Iterable[Reading], say: Language) -> Iterator[Entry]:
    for reading in readings:
        weight = (
            ""
            if reading.may_decide
            else say(" (shown, decides nothing)", " (nur gezeigt)")
        )
        yield Entry(
            f"{say.of(reading.name)}{weight}",
            mark=say.of(TRUTHS[reading.truth]),
            below=(basis_words(reading.basis, say),),
        )


def _change(changed: Change, say: Language) -> Iterator[Block]:
    yield Heading(say("Change from baseline", "Veränderung seit dem Ausgangswert"))
    before = value_words(changed.total.baseline, say)
    now = value_words(changed.total.current, say)
    points, percent = (
        value_words(changed.absolute, say),
        value_words(changed.percent, say),
    )
    yield Entries(
        (
            Entry(
                say(
                    f"{before} to {now}: {points} points, {percent} %",
                    f"{before} auf {now}: {points} Punkte, {percent} %",
                ),
            ),
        )
    )
    groups = (
        (
            say("Minimal important change", "Kleinste bedeutsame Veränderung"),
            changed.mic,
        ),
        (say("Response", "Ansprechen"), changed.responses),
        (say("Remission", "Remission"), changed.remission),
    )
    for title, readings in groups:
        if readings:
            yield Heading(title)
            yield Entries(tuple(_readings(readings, say)))
