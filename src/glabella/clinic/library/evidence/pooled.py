"""Where statistics and charts meet on screen; loaded when a page first asks."""

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from glabella.charts.forest import ForestPlot
from glabella.charts.forest_parts import (
    EffectAxis,
    Estimate,
    Interval,
    Study,
    Subgroup,
    Summary,
)
from glabella.charts.funnel import FunnelPlot, FunnelPoint
from glabella.charts.words import words_in
from glabella.clinic.library.evidence.answer import Answer, Drawn, Refusal
from glabella.clinic.library.evidence.choice import Choice
from glabella.clinic.library.evidence.forms import INTERVAL_WORDS, MODEL_WORDS
from glabella.clinic.library.evidence.numbers import Numbers
from glabella.core.errors import InputError
from glabella.core.instruments import Direction
from glabella.evidence.effects.effect import Measure
from glabella.evidence.effects.scales import no_effect, printed
from glabella.evidence.outcomes import Scale
from glabella.evidence.pooling.model import Model, Tau2, Test
from glabella.evidence.questions import Question, QuestionRows, Row
from glabella.evidence.row_effects import answer, row_effects
from glabella.evidence.synthesis import Choices, Synthesis, Weighting
from glabella.protocols.document import Language

WIDE, NARROW = 760, 336
ROOM = 0.35
"""The share of the axis that either side of "no effect" is given at least."""

FUNNEL_FROM = 10
"""Studies below which a funnel plot shows chance only: the usual advice."""

WEIGHTINGS = {"mh": Weighting.MANTEL_HAENSZEL, "peto": Weighting.PETO}
MEASURES = {
    Measure.MEAN_DIFFERENCE: gettext_lazy("Mean difference"),
    Measure.STANDARDISED_MEAN_DIFFERENCE: gettext_lazy(
        "Standardised mean difference (Hedges' g)"
    ),
    Measure.LOG_RISK_RATIO: gettext_lazy("Risk ratio"),
    Measure.LOG_ODDS_RATIO: gettext_lazy("Odds ratio"),
    Measure.RISK_DIFFERENCE: gettext_lazy("Risk difference"),
    Measure.PETO_LOG_ODDS_RATIO: gettext_lazy("Peto odds ratio"),
}


def pool(rows: QuestionRows, choice: Choice, say: Language) -> Answer | Refusal:
    """Return the answer of rows, or why the statistics refuse."""
    try:
        made = _made(rows, choice)
        plot = _plot(made, rows.question, say, studies=tuple(_studies(made)))
        return _answer(made, rows.question, plot, say)
    except InputError as error:
        return Refusal(str(error))


def pool_with(
    rows: QuestionRows, trial: Row, choice: Choice, say: Language
) -> Answer | Refusal:
    """Return the answer with a trial that nobody has done, drawn apart."""
    both = QuestionRows(rows.question, (*rows.rows, trial), (), include_recalled=True)
    try:
        made = _made(both, choice)
        *real, invented = _studies(made)
        before = None
        if rows.cannot_be_pooled is None:
            before = _summary(_made(rows, choice), _("Without it"))
        groups = (
            Subgroup(_("Studies"), tuple(real), before),
            Subgroup(_("Hypothetical: nobody has done this trial"), (invented,)),
        )
        plot = _plot(made, rows.question, say, subgroups=groups)
        return _answer(made, rows.question, plot, say)
    except InputError as error:
        return Refusal(str(error))


def effects_of(rows: QuestionRows) -> list[tuple[float, float]]:
    """Return effect as printed and standard error on the pooled scale of each row."""
    scale = rows.question.scale
    found = row_effects(rows.rows, scale, Choices().rule)
    errors = found.standard_errors.tolist()
    pairs = zip(found.estimates.tolist(), errors, strict=True)
    return [(printed(at, found.measure), error) for at, error in pairs]


def _made(rows: QuestionRows, choice: Choice) -> Synthesis:
    weighting = WEIGHTINGS.get(choice.model, Weighting.INVERSE_VARIANCE)
    is_random = choice.model not in {"ce", *WEIGHTINGS}
    tau2 = Tau2(choice.model.upper()) if is_random else Tau2.COMMON
    # A common effect has no other interval than the normal one.
    test = Test(choice.interval or "knha") if is_random else Test.NORMAL
    scale = Scale(choice.measure) if choice.measure else None
    return answer(rows, Choices(Model(tau2, test), weighting), scale=scale)


def _answer(
    made: Synthesis, question: Question, plot: ForestPlot, say: Language
) -> Answer:
    effect, shown, write = made.effect, made.shown, Numbers(say)
    ends = made.prediction
    return Answer(
        measure=_measure(made),
        studies=made.effects.k,
        estimate=write(shown(effect.estimate)),
        interval=write.interval(shown(effect.low), shown(effect.high)),
        level=round(100 * made.choices.model.level),
        p=write.p(effect.p),
        includes_none=effect.low <= 0 <= effect.high,
        prediction="" if ends is None else write.interval(*(shown(e) for e in ends)),
        model=_model(made),
        disagreement=_disagreement(made, write),
        tau2=_tau2(made, write),
        forest=_drawn(plot),
        funnel=_funnel(made, question, say),
    )


def _measure(made: Synthesis) -> str:
    return str(MEASURES[made.measure])


def _model(made: Synthesis) -> str:
    if made.choices.weighting is Weighting.MANTEL_HAENSZEL:
        return str(MODEL_WORDS["mh"])
    if made.choices.weighting is Weighting.PETO:
        return str(MODEL_WORDS["peto"])
    model = made.choices.model
    how = "ce" if model.tau2 is Tau2.COMMON else model.tau2.value.lower()
    return _("%(model)s; intervals: %(interval)s") % {
        "model": MODEL_WORDS[how],
        "interval": INTERVAL_WORDS[model.test.value],
    }


def _disagreement(made: Synthesis, write: Numbers) -> str:
    q = made.heterogeneity
    tenths = Numbers(write.say, 0)
    return (
        f"Q = {write(q.q)} (df {q.df}, p {write.p(q.p)}), "
        f"I² = {tenths(q.i2)} %, H² = {write(q.h2)}"
    )


def _tau2(made: Synthesis, write: Numbers) -> str:
    if made.tau2 is None:
        return ""
    ends = made.tau2_interval
    return write(made.tau2) + (f" {write.interval(*ends)}" if ends else "")


def _plot(
    made: Synthesis,
    question: Question,
    say: Language,
    *,
    studies: tuple[Study, ...] = (),
    subgroups: tuple[Subgroup, ...] = (),
) -> ForestPlot:
    return ForestPlot(
        title=say.of(question.text),
        measure=_measure(made),
        studies=studies,
        subgroups=subgroups,
        summaries=(_summary(made, _("Together")),),
        axis=_axis(made, question),
        notes=(_model(made), _disagreement(made, Numbers(say))),
        words=words_in(say.code),
    )


def _axis(made: Synthesis, question: Question) -> EffectAxis:
    toxin = pgettext("side of a plot", "toxin better")
    control = pgettext("side of a plot", "control better")
    is_worse = question.direction is Direction.HIGHER_IS_WORSE
    low, high = _ends(made)
    return EffectAxis(
        log=made.measure.is_log,
        null=no_effect(made.measure),
        low=low,
        high=high,
        favours=(toxin, control) if is_worse else (control, toxin),
        level=round(100 * made.choices.model.level),
    )


def _ends(made: Synthesis) -> tuple[float | None, float | None]:
    """Return ends that leave room for the words on both sides of "no effect".

    None where the intervals reach across it, so that the data say how far.
    """
    errors = made.effects.standard_errors.tolist()
    pairs = list(zip(made.effects.estimates.tolist(), errors, strict=True))
    lows = [made.effect.low, *(at - 2 * se for at, se in pairs)]
    highs = [made.effect.high, *(at + 2 * se for at, se in pairs)]
    room = ROOM * (max(*highs, 0.0) - min(*lows, 0.0))
    low = made.shown(-room) if min(lows) > -room else None
    high = made.shown(room) if max(highs) < room else None
    return low, high


def _studies(made: Synthesis) -> list[Study]:
    return [
        Study(line.label, Estimate(line.estimate, line.low, line.high), line.weight)
        for line in made.lines()
    ]


def _summary(made: Synthesis, label: str) -> Summary:
    effect, shown, ends = made.effect, made.shown, made.prediction
    at, low, high = (shown(each) for each in (effect.estimate, effect.low, effect.high))
    return Summary(
        label,
        Estimate(at, low, high),
        None if ends is None else Interval(shown(ends[0]), shown(ends[1])),
    )


def _funnel(made: Synthesis, question: Question, say: Language) -> Drawn | None:
    if made.effects.k < FUNNEL_FROM:
        return None
    points = (FunnelPoint(e.label, e.estimate, e.se) for e in made.lines())
    return _drawn(
        FunnelPlot(
            title=say.of(question.text),
            measure=_measure(made),
            points=tuple(points),
            centre=made.shown(made.effect.estimate),
            axis=_axis(made, question),
            words=words_in(say.code),
        )
    )


def _drawn(plot: ForestPlot | FunnelPlot) -> Drawn:
    return Drawn(
        wide=mark_safe(plot.svg(width=WIDE)),  # noqa: S308 drawn by our own room, every text escaped
        narrow=mark_safe(plot.svg(width=NARROW)),  # noqa: S308 as above
        table=plot.table(),
    )
