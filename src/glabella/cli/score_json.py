"""The answer of `glabella score` as published."""

from collections.abc import Iterable

import attrs

from glabella.cli.fact_rows import Json
from glabella.core.instruments import Instrument, Licence
from glabella.core.score_change import Change, Difference
from glabella.core.scores import Reading, Score
from glabella.interop.verdict_json import source_json
from glabella.protocols.document import Language
from glabella.protocols.instruments_check import bases
from glabella.protocols.instruments_loader import InstrumentLibrary


@attrs.frozen
class Scored:
    """A score with its instrument, its change from baseline, and the licences."""

    instrument: Instrument
    score: Score
    change: Change | None
    library: InstrumentLibrary


def score_json(scored: Scored, say: Language) -> Json:
    """Return the document of the verb."""
    instrument, made = scored.instrument, scored.score
    return {
        "language": say.code,
        "instrument": made.instrument,
        "version": made.version,
        "name": say.of(instrument.name),
        "direction": instrument.direction,
        "total": made.total,
        "complete": made.complete,
        "missing": made.missing,
        "band": _band(made, say),
        "label": made.label,
        "form": made.form,
        "subscores": dict(made.subscores),
        "cut_offs": _readings(made.cut_offs, say),
        "categories": [
            {"id": c.id, "name": say.of(c.name), "truth": c.truth}
            for c in made.categories
        ],
        "suicide_item": _suicide(made),
        "change": _change(scored.change, say) if scored.change else None,
        "notices": [say.of(text) for text in made.notices],
        "licence": _licence(scored.library.licences[instrument.id]),
        "sources": source_json(source_ids(instrument), scored.library.sources),
    }


def source_ids(instrument: Instrument) -> set[str]:
    """Return every source that the instrument's figures rest on."""
    return {key for basis in bases(instrument).values() for key in basis.sources}


def _band(made: Score, say: Language) -> Json | None:
    if made.band is None or made.band_set is None:
        return None
    basis = made.band_basis
    return {
        "id": made.band.id,
        "name": say.of(made.band.name),
        "band_set": made.band_set.id,
        "basis": basis.status if basis else None,
        "sources": basis.sources if basis else (),
    }


def _readings(readings: Iterable[Reading], say: Language) -> list[Json]:
    return [
        {
            "id": reading.id,
            "name": say.of(reading.name),
            "truth": reading.truth,
            "may_decide": reading.may_decide,
            "for_a_person": reading.is_for_a_person,
            "basis": reading.basis.status,
            "sources": reading.basis.sources,
        }
        for reading in readings
    ]


def _suicide(made: Score) -> Json | None:
    item = made.suicide_item
    if item is None:
        return None
    return {"items": item.items, "value": item.value, "positive": item.positive}


def _change(changed: Change, say: Language) -> Json:
    return {
        **_difference(changed.total),
        "subscores": {k: _difference(v) for k, v in changed.subscores.items()},
        "mic": _readings(changed.mic, say),
        "response": changed.response,
        "responses": _readings(changed.responses, say),
        "remission": _readings(changed.remission, say),
    }


def _difference(difference: Difference) -> Json:
    return {
        "baseline": difference.baseline,
        "current": difference.current,
        "absolute": difference.absolute,
        "percent": difference.percent,
    }


def _licence(licence: Licence) -> Json:
    return {
        "holder": licence.holder,
        "status": licence.status,
        "redistribution_ok": licence.redistribution_ok,
        "wording": {k: record.state for k, record in licence.languages.items()},
        "notice": licence.notice,
    }
