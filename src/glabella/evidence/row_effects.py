"""From the rows of a question to effects: the bridge between library and statistics."""

from typing import assert_never

import numpy as np

from glabella.core.errors import InputError
from glabella.evidence.effects.arms import count_arm, mean_arm
from glabella.evidence.effects.effect import Effects, Measure, effects
from glabella.evidence.effects.means import (
    COHEN,
    HEDGES,
    mean_difference,
    smd_from_d,
    standardised_mean_difference,
)
from glabella.evidence.effects.reported import from_interval
from glabella.evidence.effects.scales import pooled_scale
from glabella.evidence.effects.zero_cells import Tables, ZeroCells, tables
from glabella.evidence.outcomes import Scale
from glabella.evidence.questions import (
    Counts,
    Effect,
    Means,
    QuestionRows,
    Row,
    RowData,
)
from glabella.evidence.synthesis import (
    USUAL_CHOICES,
    Choices,
    Synthesis,
    effects_of_counts,
    synthesise,
    synthesise_counts,
)

MEASURES = {
    Scale.MEAN_DIFFERENCE: Measure.MEAN_DIFFERENCE,
    Scale.STANDARDISED_DIFFERENCE: Measure.STANDARDISED_MEAN_DIFFERENCE,
    Scale.ODDS_RATIO: Measure.LOG_ODDS_RATIO,
    Scale.RISK_RATIO: Measure.LOG_RISK_RATIO,
    Scale.RISK_DIFFERENCE: Measure.RISK_DIFFERENCE,
}


def answer(
    rows: QuestionRows, choices: Choices = USUAL_CHOICES, *, scale: Scale | None = None
) -> Synthesis:
    """Return the pooled answer of a question.

    Args:
        rows: What the library holds on it.
        choices: Model, weighting, rule for empty cells.
        scale: Another scale than the question's own, where the numbers allow it.

    Raises:
        InputError: If fewer than two rows have numbers, or the choices do not fit.
    """
    if rows.cannot_be_pooled is not None:
        raise InputError(rows.cannot_be_pooled.en, where=rows.question.id)
    wanted = scale or rows.question.scale
    counted = counts_of(rows.rows)
    is_ratio = wanted in {Scale.ODDS_RATIO, Scale.RISK_RATIO, Scale.RISK_DIFFERENCE}
    if counted is not None and is_ratio:
        return synthesise_counts(counted, MEASURES[wanted], choices)
    return synthesise(row_effects(rows.rows, wanted, choices.rule), choices)


def counts_of(rows: tuple[Row, ...]) -> Tables | None:
    """Return the fourfold tables of rows, or None if a row has none of two groups."""
    apart = [row for row in rows if not row.contrast.paired]
    found = [row.data for row in apart if isinstance(row.data, Counts)]
    if len(found) < len(rows):
        return None
    treated = count_arm(
        [each.toxin_events for each in found], [each.toxin_total for each in found]
    )
    control = count_arm(
        [each.control_events for each in found], [each.control_total for each in found]
    )
    return tables(treated, control, labels=tuple(row.label for row in rows))


def row_effects(rows: tuple[Row, ...], scale: Scale, rule: ZeroCells) -> Effects:
    """Return the effects of rows on one scale.

    Raises:
        InputError: If a row has no numbers for that scale.
    """
    each = [_one(row, scale, rule) for row in rows]
    return effects(
        np.concatenate([one.estimates for one in each]),
        np.concatenate([one.variances for one in each]),
        labels=tuple(row.label for row in rows),
        measure=MEASURES[scale],
    )


def _one(row: Row, scale: Scale, rule: ZeroCells) -> Effects:
    if row.contrast.paired and not _has_error(row.data):
        raise InputError(
            f"{row.label} measured the same people twice, and prints no error of that.",
            where=row.study,
            mending="Its arms are not two groups: find the paired result.",
        )
    match row.data:
        case Counts():
            return effects_of_counts(_table(row.data), MEASURES[scale], rule)
        case Means():
            return _of_means(row, row.data, scale)
        case Effect():
            return _of_printed(row, row.data, scale)
        case _:
            assert_never(row.data)


def _has_error(data: RowData) -> bool:
    """Return whether a source printed the error of an effect."""
    return isinstance(data, Effect) and (data.se, data.low) != (None, None)


def _table(data: Counts) -> Tables:
    treated = count_arm(data.toxin_events, data.toxin_total)
    return tables(treated, count_arm(data.control_events, data.control_total))


def _of_means(row: Row, data: Means, scale: Scale) -> Effects:
    treated = mean_arm(data.toxin_n, float(data.toxin_mean), float(data.toxin_sd))
    control = mean_arm(data.control_n, float(data.control_mean), float(data.control_sd))
    if scale is Scale.MEAN_DIFFERENCE:
        return mean_difference(treated, control)
    if scale is Scale.STANDARDISED_DIFFERENCE:
        return standardised_mean_difference(treated, control)
    raise _no_numbers(row, scale)


def _of_printed(row: Row, data: Effect, scale: Scale) -> Effects:
    if data.scale is not scale:
        raise _no_numbers(row, scale)
    measure, value = MEASURES[scale], float(data.value)
    if data.low is not None and data.high is not None:
        ends = float(data.low), float(data.high)
        return from_interval(value, ends, measure=measure)
    at = pooled_scale(value, measure)
    if data.se is not None and data.se > 0:
        return effects(at, float(data.se) ** 2, measure=measure)
    if data.toxin_n is not None and data.control_n is not None:
        n1, n2 = float(data.toxin_n), float(data.control_n)
        variant = COHEN if data.corrected else HEDGES
        return smd_from_d(
            np.array([at]),
            n_treated=np.array([n1]),
            n_control=np.array([n2]),
            variant=variant,
        )
    raise _no_numbers(row, scale)


def _no_numbers(row: Row, scale: Scale) -> InputError:
    return InputError(
        f"{row.label} has no numbers for a {scale.value.replace('_', ' ')}.",
        where=row.study,
        mending="Choose the scale of the question, or leave the study out.",
    )
