"""One score of an instrument: from answers, or from a total entered by hand.

A missing answer is never zero: without every scored item there is no total, unless the
instrument's published rule says otherwise.
Bands, cut-offs and levels that nobody has read in a source are shown and never decide;
the caller sees their basis.
A suicide item below its threshold is not a reassurance: of people who died by suicide
71.6 percent had answered "not at all" (source VHA-2016).
"""

import operator
from collections.abc import Mapping
from decimal import Decimal

from glabella.core.errors import InputError, UnknownNameError
from glabella.core.instruments import (
    Algorithm,
    Band,
    BandSet,
    Comparison,
    CutOff,
    Instrument,
    Item,
)
from glabella.core.scores import (
    Answers,
    CategoryReading,
    Reading,
    Score,
    SuicideReading,
)
from glabella.core.scoring_rules import Amounts, AnswerSheet, Form, Outcome
from glabella.core.sources import Text
from glabella.core.truth import Truth, all_of, any_of, at_least


def score(
    instrument: Instrument,
    answers: Answers,
    *,
    total: int | Decimal | None = None,
    band_set: str | None = None,
    form: str | None = None,
) -> Score:
    """Return the score of the answers, or of a total entered from the holder's form.

    Args:
        instrument: What was filled in.
        answers: Value by item id; None and an absent item both mean not answered.
        total: The total, where it was added up elsewhere. Beside it only unscored
            items and the suicide items may be given.
        band_set: Which published bands to use; the instrument's first by default.
        form: Which printed form was used, where forms differ in their maximum.

    Raises:
        InputError: If a value is outside its range, or items and total are both given.
        UnknownNameError: If there is no such item, band set or form.
    """
    known = _checked(instrument, answers)
    sheet = _sheet(instrument, known, form=form)
    outcome = _outcome(instrument, sheet, total=total)
    missing = () if total is not None else sheet.missing
    bands = instrument.band_set(band_set)
    band = _band(bands, outcome)
    parts = {**_subscale_sums(instrument, sheet), **outcome.subscores}
    suicide = _suicide(instrument, known)
    return Score(
        instrument=instrument.id,
        version=instrument.version,
        total=outcome.total,
        complete=not missing and (total is not None or bool(sheet.scored)),
        missing=missing,
        band=band,
        band_set=bands,
        subscores=parts,
        cut_offs=tuple(
            _cut_off(cut, parts.get(cut.subscale) if cut.subscale else outcome.total)
            for cut in instrument.cut_offs
        ),
        categories=_categories(instrument.algorithm, known),
        suicide_item=suicide,
        label=outcome.label,
        form=form,
        notices=(
            *_suicide_notices(suicide),
            *_incomplete_notices(sheet, outcome),
            *outcome.notices,
            *_contradictions(instrument, known),
            *_recalled_notices(bands, band),
            *(note.text for note in instrument.notes),
        ),
    )


def _checked(instrument: Instrument, answers: Answers) -> dict[str, Decimal]:
    """Return the answers that were given, each within its range."""
    known = {}
    for item_id, value in answers.items():
        item = instrument.item(item_id)
        if value is not None:
            known[item_id] = _checked_value(item, value, where=instrument.id)
    return known


def _checked_value(item: Item, value: int | Decimal, *, where: str) -> Decimal:
    # Not `isinstance`: true and false are whole numbers to Python, and no answers.
    if type(value) not in {int, Decimal} or not item.accepts(Decimal(value)):
        raise InputError(
            f'"{item.id}" is {value}, which is not {item.range_text()}.',
            where=where,
            mending=f"Give {item.range_text()}, or leave it out.",
        )
    return Decimal(value)


def _sheet(
    instrument: Instrument, known: Mapping[str, Decimal], *, form: str | None
) -> AnswerSheet:
    scored = tuple(
        item.id
        for item in instrument.items
        if item.is_scored and (item.id in known or _was_asked(item, known))
    )
    chosen = _form(instrument, form)
    for item_id, maximum in (chosen.maxima if chosen else {}).items():
        if known.get(item_id, Decimal(0)) > maximum:
            raise InputError(
                f'item "{item_id}" is {known[item_id]}, more than {maximum}.',
                where=f"{instrument.id}, form {form}",
                mending=f"Give 0 to {maximum}, or name the other form.",
            )
    return AnswerSheet(known, scored, chosen)


def _was_asked(item: Item, known: Mapping[str, Decimal]) -> bool:
    """Return false only if an answered opening question closed the item."""
    opening = item.asked_if
    if opening is None:
        return True
    return known.get(opening.item, opening.value) == opening.value


def _form(instrument: Instrument, form: str | None) -> Form | None:
    if form is None:
        return None
    for known in instrument.forms:
        if known.id == form:
            return known
    names = ", ".join(known.id for known in instrument.forms) or "none"
    raise UnknownNameError(
        f'there is no form "{form}".',
        where=instrument.id,
        mending=f"The forms are: {names}.",
    )


def _outcome(
    instrument: Instrument, sheet: AnswerSheet, *, total: int | Decimal | None
) -> Outcome:
    if total is None:
        outcome = instrument.rule.outcome(sheet)
        _check_cap(instrument, outcome)
        return outcome
    return Outcome(total=_checked_total(instrument, sheet, total=total))


def _check_cap(instrument: Instrument, outcome: Outcome) -> None:
    limit = instrument.total.maximum if instrument.total else None
    if outcome.total is not None and limit is not None and outcome.total > limit:
        raise InputError(
            f"the items add up to {outcome.total}, more than {limit}.",
            where=instrument.id,
            mending="Check which items exclude each other.",
        )


def _checked_total(
    instrument: Instrument, sheet: AnswerSheet, *, total: int | Decimal
) -> Decimal:
    """Return the entered total if the instrument has one and it is in range."""
    entered = instrument.total
    if entered is None:
        raise InputError(
            "this instrument has no total.",
            where=instrument.id,
            mending="Enter its items or sub-scores.",
        )
    if instrument.forms and sheet.form is None:
        raise InputError(
            "a total needs the name of the printed form.",
            where=instrument.id,
            mending="Name one of: " + ", ".join(f.id for f in instrument.forms) + ".",
        )
    _refuse_items_beside_total(instrument, sheet)
    maximum = sheet.form.total_maximum if sheet.form else entered.maximum
    # A total cannot be less than the answers given beside it.
    beside = sheet.sum_of(tuple(i for i in sheet.scored if i in sheet.known))
    minimum = max(entered.minimum, beside or Decimal(0))
    whole = Item("total", minimum, maximum, is_whole=False)
    return _checked_value(whole, total, where=instrument.id)


def _refuse_items_beside_total(instrument: Instrument, sheet: AnswerSheet) -> None:
    allowed = set(instrument.suicide.items if instrument.suicide else ())
    allowed |= {item.id for item in instrument.items if not item.is_scored}
    extra = sorted(set(sheet.known) - allowed)
    if extra:
        raise InputError(
            f"a total and the items {', '.join(extra)} are both given.",
            where=instrument.id,
            mending="Give either the items or the total.",
        )


def _subscale_sums(instrument: Instrument, sheet: AnswerSheet) -> Amounts:
    return {
        subscale.id: sheet.sum_of(subscale.items)
        for subscale in instrument.subscales
        if subscale.items
    }


def _band(bands: BandSet | None, outcome: Outcome) -> Band | None:
    if bands is None:
        return None
    for band in bands.bands:
        if bands.by_rule and band.id == outcome.level:
            return band
        if outcome.total is not None and band.holds(outcome.total):
            return band
    return None


def _cut_off(cut: CutOff, amount: Decimal | None) -> Reading:
    truth = Truth.UNKNOWN
    if amount is not None:
        truth = Truth.of(_COMPARE[cut.comparison](amount, cut.value))
    return Reading(cut.id, cut.name, truth, cut.basis)


def _categories(
    algorithm: Algorithm | None, known: Mapping[str, Decimal]
) -> tuple[CategoryReading, ...]:
    """Return each category with its truth; a missing answer leaves it open."""
    if algorithm is None:
        return ()
    symptoms = {
        item: Truth.of(
            known[item] >= algorithm.threshold_of(item) if item in known else None
        )
        for item in algorithm.items
    }
    has_core = any_of(symptoms[item] for item in algorithm.core)
    readings: list[CategoryReading] = []
    for category in algorithm.categories:
        reached = has_core & at_least(category.at_least, symptoms.values())
        truth = reached & all_of(~earlier.truth for earlier in readings)
        readings.append(CategoryReading(category.id, category.name, truth))
    return tuple(readings)


def _suicide(
    instrument: Instrument, known: Mapping[str, Decimal]
) -> SuicideReading | None:
    rule = instrument.suicide
    if rule is None:
        return None
    asked = [
        item
        for item in rule.items
        if item in known or _was_asked(instrument.item(item), known)
    ]
    positive = any_of(
        Truth.of(known[item] >= rule.positive_from if item in known else None)
        for item in asked
    )
    greatest = max((known[item] for item in asked if item in known), default=None)
    return SuicideReading(rule.items, greatest, positive)


def _suicide_notices(reading: SuicideReading | None) -> tuple[Text, ...]:
    return () if reading is None else (_SUICIDE[reading.positive],)


def _incomplete_notices(sheet: AnswerSheet, outcome: Outcome) -> tuple[Text, ...]:
    if not sheet.missing or outcome.total is not None:
        return ()
    answered = len(sheet.scored) - len(sheet.missing)
    count = f"{answered}/{len(sheet.scored)}"
    return (Text(en=f"Incomplete ({count}).", de=f"Unvollständig ({count})."),)


def _contradictions(
    instrument: Instrument, known: Mapping[str, Decimal]
) -> tuple[Text, ...]:
    """Say which answers stand although their opening question closed them.

    They still count: an alarming answer must not vanish behind a wrong opening one.
    """
    return tuple(
        Text(
            en=f"Item {item.id} was answered although it was not to be asked.",
            de=f"Item {item.id} wurde beantwortet, obwohl es nicht zu fragen war.",
        )
        for item in instrument.items
        if item.id in known and not _was_asked(item, known)
    )


def _recalled_notices(bands: BandSet | None, band: Band | None) -> tuple[Text, ...]:
    if bands is None or band is None:
        return ()
    return (_BAND_RECALLED,) if (band.basis or bands.basis).is_recalled else ()


_COMPARE = {
    Comparison.BELOW: operator.lt,
    Comparison.AT_MOST: operator.le,
    Comparison.AT_LEAST: operator.ge,
}

_SUICIDE = {
    Truth.YES: Text(
        en="The suicide item is positive: a clinician assesses the risk today.",
        de="Das Suizid-Item ist positiv: Heute ärztliche Abklärung des Risikos.",
    ),
    Truth.UNKNOWN: Text(
        en="The suicide item was not fully answered: ask.",
        de="Das Suizid-Item wurde nicht vollständig beantwortet: nachfragen.",
    ),
    Truth.NO: Text(
        en="The suicide item is below its threshold; this does not exclude a risk.",
        de="Das Suizid-Item liegt unter der Schwelle; ein Risiko bleibt möglich.",
    ),
}

_BAND_RECALLED = Text(
    en="The band is unverified: recalled, not read in a source.",
    de="Der Bereich ist ungeprüft: erinnert, nicht in einer Quelle gelesen.",
)
