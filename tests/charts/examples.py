"""One example of each chart, with plainly synthetic names and numbers."""

from datetime import date, timedelta
from decimal import Decimal

from glabella.charts.curves import CurveChart, CurvePoint, Mark, Series, Span
from glabella.charts.doses import DosesByMuscle, MuscleDose
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
from glabella.charts.ledger import Account, LedgerBars
from glabella.charts.scatter import BaujatPlot, BaujatPoint, LabbePlot, LabbePoint
from glabella.charts.sparkline import Sparkline
from glabella.charts.timeline import Timeline
from glabella.charts.timeline_parts import (
    Change,
    Injection,
    Panel,
    Reading,
    Threshold,
    Window,
    WindowKind,
)
from glabella.charts.words import ENGLISH, Words

FIRST = date(2026, 1, 1)
A_TOXIN, ANOTHER_TOXIN = "toxin A", "toxin B"
Chart = (
    Timeline
    | Sparkline
    | DosesByMuscle
    | LedgerBars
    | ForestPlot
    | CumulativeForest
    | FunnelPlot
    | BaujatPlot
    | LabbePlot
    | CurveChart
)


def day(number: int) -> date:
    """Return the day so many days after the first of the examples."""
    return FIRST + timedelta(days=number)


def months() -> tuple[Reading, ...]:
    """Return four months of columns; the third was not recorded."""
    starts = [date(2026, month, 1) for month in range(1, 6)]
    values = (12, 9, None, 6)
    return tuple(
        Reading(start, value, end)
        for start, value, end in zip(starts, values, starts[1:], strict=False)
    )


def timeline(words: Words = ENGLISH) -> Timeline:
    """Return a course with everything in it."""
    return Timeline(
        title="A course",
        start=FIRST,
        end=day(240),
        injections=(
            Injection(day(20), A_TOXIN, Decimal(155)),
            Injection(day(111), A_TOXIN, None),
        ),
        panels=(
            Panel("Days", months(), "a month", thresholds=(Threshold(10, "ten"),)),
            Panel(
                "Score",
                tuple(
                    Reading(day(n * 28), v) for n, v in enumerate((9, 7, None, 4, 5))
                ),
                high=27,
            ),
        ),
        windows=(
            Window(WindowKind.PEAK, "full effect", day(139), day(167)),
            Window(WindowKind.EARLIEST, "earliest", day(195), day(195)),
            Window(WindowKind.USUAL, "usual", day(190), day(210)),
        ),
        changes=(Change(day(60), "Another remedy begun"),),
        on=day(150),
        words=words,
    )


def sparkline(words: Words = ENGLISH) -> Sparkline:
    """Return a small curve with a gap and a lone day."""
    values = (9, 7, None, 4, None, 5, 3)
    readings = tuple(Reading(day(7 * n), value) for n, value in enumerate(values))
    return Sparkline(title="Score", readings=readings, threshold=5, words=words)


def doses(words: Words = ENGLISH) -> DosesByMuscle:
    """Return two muscles, two products, three sessions, one dose unknown."""
    return DosesByMuscle(
        title="Dose by muscle",
        doses=(
            MuscleDose(day(0), "Muscle one", A_TOXIN, Decimal(10)),
            MuscleDose(day(90), "Muscle two, left", A_TOXIN, Decimal("2.5")),
            MuscleDose(day(90), "Muscle one", A_TOXIN, None),
            MuscleDose(day(180), "Muscle one", ANOTHER_TOXIN, Decimal(40)),
        ),
        words=words,
    )


def ledger(words: Words = ENGLISH) -> LedgerBars:
    """Return one account of each kind."""
    return LedgerBars(
        title="Ledger",
        accounts=(
            Account("toxin A", Decimal(100), Decimal(155), Decimal(400), "limit"),
            Account("toxin B", Decimal(300), Decimal(155), Decimal(400), note="Note."),
            Account("toxin C", None, Decimal(50), Decimal(400)),
            Account("toxin D", Decimal(80), None),
            Account(
                "toxin E",
                Decimal(12),
                Decimal(-3),
                Decimal(4),
                unit="vials",
                is_floor=True,
            ),
        ),
        words=words,
    )


RATIOS = EffectAxis(log=True, null=1, favours=("favours A", "favours B"))


def forest(words: Words = ENGLISH) -> ForestPlot:
    """Return two subgroups, one of them not pooled, and two diamonds over all."""
    one = Study("Study one 2001", Estimate(0.5, 0.25, 1.0), 20, ("1/10",), ("low",))
    two = Study("Study two 2002", Estimate(0.8, 0.4, 1.6), 80, ("2/10",), ("high",))
    lost = Study("Study three 2003", None)
    wide = Study("Study four 2004", Estimate(0.7, 0.001, 900), 1)
    return ForestPlot(
        title="A forest",
        measure="Odds ratio",
        subgroups=(
            Subgroup("Group one", (one, two), Summary("Subtotal", two_thirds()), "I²"),
            Subgroup("Group two", (lost, wide), note="Cannot be pooled."),
        ),
        summaries=(
            Summary("Random effects", two_thirds(), Interval(0.3, 1.5), 100),
            Summary("Common effect", Estimate(0.7, 0.6, 0.8)),
        ),
        axis=RATIOS,
        left=("Events",),
        right=("Bias",),
        notes=("A note.",),
        words=words,
    )


def two_thirds() -> Estimate:
    """Return an effect that excludes no effect."""
    return Estimate(0.66, 0.5, 0.9)


def cumulative(words: Words = ENGLISH) -> CumulativeForest:
    """Return a pooled effect that settles."""
    steps = tuple(
        Study(f"+ Study {n}", Estimate(-1, -1 - 1 / n, -1 + 1 / n)) for n in (1, 2, 3)
    )
    return CumulativeForest(
        title="Cumulative",
        measure="Mean difference",
        steps=steps,
        axis=EffectAxis(null=0),
        words=words,
    )


def funnel(words: Words = ENGLISH) -> FunnelPlot:
    """Return four studies, one of them imputed."""
    return FunnelPlot(
        title="A funnel",
        measure="Odds ratio",
        points=(
            FunnelPoint("Study one", 0.5, 0.1),
            FunnelPoint("Study two", 0.9, 0.2),
            FunnelPoint("Study three", 0.4, 0.45),
            FunnelPoint("Study four", 1.2, 0.45, imputed=True),
        ),
        centre=0.6,
        axis=EffectAxis(log=True, null=1),
        words=words,
    )


def baujat(words: Words = ENGLISH) -> BaujatPlot:
    """Return three studies, the second unlike the others."""
    return BaujatPlot(
        title="Baujat",
        points=(
            BaujatPoint("Study one", 1, 0.1),
            BaujatPoint("Study two", 9, 0.8),
            BaujatPoint("Study three", 2, 0.3),
        ),
        words=words,
    )


def labbe(words: Words = ENGLISH) -> LabbePlot:
    """Return three studies and a pooled curve."""
    return LabbePlot(
        title="Labbe",
        arms=("placebo", "toxin"),
        points=(
            LabbePoint("Study one", 0.2, 0.4, 10),
            LabbePoint("Study two", 0.3, 0.5, 40),
            LabbePoint("Study three", 0.1, 0.1, 0.01),
        ),
        curve=tuple((n / 10, min(n / 8, 1)) for n in range(11)),
        curve_label="pooled",
        words=words,
    )


def curves(words: Words = ENGLISH) -> CurveChart:
    """Return a curve with whiskers and a gap, one with a band, a window, a mark."""
    return CurveChart(
        title="Curves",
        x_label="weeks",
        y_label="days",
        series=(
            Series(
                "this person",
                (
                    CurvePoint(0, 15, 13, 17),
                    CurvePoint(4, 8),
                    CurvePoint(8, None),
                    CurvePoint(12, 10, 9, 12),
                ),
            ),
            Series(
                "published",
                tuple(CurvePoint(n, 12 - n / 2, 10 - n / 2, 14) for n in (0, 6, 12)),
                as_band=True,
            ),
        ),
        windows=(Span(WindowKind.WEAR_OFF, "wear-off", 10, 12),),
        marks=(Mark(6, "Another remedy begun"),),
        thresholds=(Threshold(15, "15 days"),),
        words=words,
    )


EVERY = (
    timeline,
    sparkline,
    doses,
    ledger,
    forest,
    cumulative,
    funnel,
    baujat,
    labbe,
    curves,
)
