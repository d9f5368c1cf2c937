"""The forest plot of `glabella pool`: where the statistics meet the charts."""

from glabella.charts.forest import ForestPlot
from glabella.charts.forest_parts import (
    EffectAxis,
    Estimate,
    Interval,
    Study,
    Summary,
)
from glabella.charts.words import words_in
from glabella.cli.pooled_studies import MEASURES, PooledStudies, model_words
from glabella.evidence.effects.scales import no_effect
from glabella.evidence.synthesis import Synthesis
from glabella.protocols.document import Language


def forest(found: PooledStudies, made: Synthesis, say: Language) -> ForestPlot:
    """Return the forest plot of an answer."""
    rows, q = found.rows, made.heterogeneity
    note = f"Q = {q.q:.2f}, df = {q.df}, p = {q.p:.3f}, I2 = {q.i2:.0f} %"
    return ForestPlot(
        title=say.of(rows.question.text) if rows else found.name,
        measure=say.of(MEASURES[made.measure]),
        studies=tuple(
            Study(line.label, Estimate(line.estimate, line.low, line.high), line.weight)
            for line in made.lines()
        ),
        summaries=(_summary(made, say),),
        axis=EffectAxis(
            log=made.measure.is_log,
            null=no_effect(made.measure),
            level=round(100 * made.choices.model.level),
        ),
        notes=(say.of(model_words(made)), say(note, note.replace(".", ","))),
        words=words_in(say.code),
    )


def _summary(made: Synthesis, say: Language) -> Summary:
    effect, shown, ends = made.effect, made.shown, made.prediction
    at, low, high = (shown(each) for each in (effect.estimate, effect.low, effect.high))
    return Summary(
        say("Together", "Zusammen"),
        Estimate(at, low, high),
        None if ends is None else Interval(shown(ends[0]), shown(ends[1])),
    )
