"""The charts of `glabella pool`: where the statistics meet the charts."""

from collections.abc import Callable, Iterator

import attrs

from glabella.charts.forest import CumulativeForest, ForestPlot
from glabella.charts.forest_parts import (
    EffectAxis,
    Estimate,
    Interval,
    Study,
    Subgroup,
    Summary,
)
from glabella.charts.funnel import FunnelPlot, FunnelPoint
from glabella.charts.scatter import BaujatPlot, BaujatPoint, LabbePlot, LabbePoint
from glabella.charts.words import Words, words_in
from glabella.cli.pooled_studies import MEASURES, PooledStudies, model_words
from glabella.core.errors import InputError
from glabella.evidence.effects.scales import no_effect
from glabella.evidence.grouped_table import Grouped
from glabella.evidence.meaning.risks import treated_risk
from glabella.evidence.sensitivity.influence import baujat
from glabella.evidence.sensitivity.leave_one_out import cumulative
from glabella.evidence.synthesis import Synthesis, Weighting
from glabella.protocols.document import Language

STEPS = 40
"""Points of a curve."""


@attrs.frozen(eq=False)
class Sheet:
    """What every chart of an answer needs.

    Args:
        title: What is shown.
        made: The answer.
        say: The language.
        grouped: The groups of the studies, where a file names them.
    """

    title: str
    made: Synthesis
    say: Language
    grouped: Grouped | None = None

    @property
    def words(self) -> Words:
        """The words that charts say themselves."""
        return words_in(self.say.code)

    @property
    def measure(self) -> str:
        """The name of the scale."""
        return self.say.of(MEASURES[self.made.measure])

    @property
    def axis(self) -> EffectAxis:
        """The axis of effects."""
        return EffectAxis(
            log=self.made.measure.is_log,
            null=no_effect(self.made.measure),
            level=round(100 * self.made.choices.model.level),
        )


def chart(name: str, found: PooledStudies, made: Synthesis, say: Language) -> str:
    """Return a chart as SVG.

    Raises:
        InputError: If the studies do not give what the chart shows.
    """
    return CHARTS[name](Sheet(found.title(say), made, say, found.grouped))


def _forest(sheet: Sheet) -> str:
    made, say, q = sheet.made, sheet.say, sheet.made.heterogeneity
    note = f"Q = {q.q:.2f}, df = {q.df}, p = {q.p:.3f}, I2 = {q.i2:.0f} %"
    return ForestPlot(
        title=sheet.title,
        measure=sheet.measure,
        studies=() if sheet.grouped else tuple(_studies(made)),
        subgroups=_subgroups(sheet),
        summaries=(_summary(made, say),),
        axis=sheet.axis,
        notes=(say.of(model_words(made)), say(note, note.replace(".", ","))),
        words=sheet.words,
    ).svg()


def _studies(made: Synthesis) -> Iterator[Study]:
    for line in made.lines():
        at = Estimate(line.estimate, line.low, line.high)
        yield Study(line.label, at, line.weight)


def _subgroups(sheet: Sheet) -> tuple[Subgroup, ...]:
    """Return the groups with the weights that their studies have over all."""
    if sheet.grouped is None:
        return ()
    alone = sheet.say("cannot be pooled", "kann nicht zusammengefasst werden")
    rows = {study.label: study for study in _studies(sheet.made)}
    return tuple(
        Subgroup(
            group.name,
            tuple(rows[label] for label in group.labels if label in rows),
            None if group.synthesis is None else _summary(group.synthesis, sheet.say),
            "" if group.synthesis else alone,
        )
        for group in sheet.grouped.groups
    )


def _summary(made: Synthesis, say: Language) -> Summary:
    effect, shown, ends = made.effect, made.shown, made.prediction
    at, low, high = (shown(each) for each in (effect.estimate, effect.low, effect.high))
    return Summary(
        say("Together", "Zusammen"),
        Estimate(at, low, high),
        None if ends is None else Interval(shown(ends[0]), shown(ends[1])),
    )


def _funnel(sheet: Sheet) -> str:
    made = sheet.made
    return FunnelPlot(
        title=sheet.title,
        measure=sheet.measure,
        points=tuple(
            FunnelPoint(line.label, line.estimate, line.se) for line in made.lines()
        ),
        centre=made.shown(made.effect.estimate),
        axis=sheet.axis,
        words=sheet.words,
    ).svg()


def _baujat(sheet: Sheet) -> str:
    made = sheet.made
    _want_effects(made, "baujat")
    found = baujat(made.effects, made.choices.model)
    rows = zip(
        made.effects.labels,
        found.heterogeneity.tolist(),
        found.influence.tolist(),
        strict=True,
    )
    points = tuple(BaujatPoint(*row) for row in rows)
    return BaujatPlot(title=sheet.title, points=points, words=sheet.words).svg()


def _cumulative(sheet: Sheet) -> str:
    made = sheet.made
    _want_effects(made, "cumulative")
    steps = []
    for label, step in zip(
        made.effects.labels, cumulative(made.effects, made.choices.model), strict=True
    ):
        effect = step.effect
        ends = (made.shown(each) for each in (effect.estimate, effect.low, effect.high))
        steps.append(Study(label, Estimate(*ends)))
    return CumulativeForest(
        title=sheet.title,
        measure=sheet.measure,
        steps=tuple(steps),
        axis=sheet.axis,
        notes=(sheet.say.of(model_words(made)),),
        words=sheet.words,
    ).svg()


def _labbe(sheet: Sheet) -> str:
    made, say = sheet.made, sheet.say
    if made.counts is None:
        raise InputError(
            "a L'Abbé plot shows risks, and these studies give no counts.",
            where="--chart labbe",
            mending="Choose another chart.",
        )
    counts = made.counts
    rows = zip(
        counts.labels,
        (counts.c / counts.n2).tolist(),
        (counts.a / counts.n1).tolist(),
        strict=True,
    )
    risks = [step / STEPS for step in range(STEPS + 1)]
    curve = ((x, treated_risk(x, made.effect.estimate, made.measure)) for x in risks)
    return LabbePlot(
        title=sheet.title,
        points=tuple(LabbePoint(*row) for row in rows),
        arms=(say("control", "Kontrolle"), say("treated", "behandelt")),
        curve=tuple(curve),
        curve_label=sheet.measure,
        words=sheet.words,
    ).svg()


def _want_effects(made: Synthesis, name: str) -> None:
    if made.choices.weighting is not Weighting.INVERSE_VARIANCE:
        raise InputError(
            "this chart weighs studies by their variances.",
            where=f"--chart {name}",
            mending="Choose a model other than mh and peto.",
        )


CHARTS: dict[str, Callable[[Sheet], str]] = {
    "forest": _forest,
    "funnel": _funnel,
    "baujat": _baujat,
    "cumulative": _cumulative,
    "labbe": _labbe,
}
