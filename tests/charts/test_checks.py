from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from glabella.charts.checks import ChartError
from glabella.charts.curves import CurveChart, CurvePoint, Span
from glabella.charts.doses import MuscleDose
from glabella.charts.forest_parts import EffectAxis, Estimate, Interval, Study
from glabella.charts.funnel import FunnelPoint
from glabella.charts.ledger import Account
from glabella.charts.scatter import BaujatPoint, LabbePoint
from glabella.charts.sparkline import Sparkline
from glabella.charts.timeline import Timeline
from glabella.charts.timeline_parts import Panel, Reading, Window, WindowKind

ON, BEFORE = date(2026, 3, 2), date(2026, 3, 1)
NAN, INFINITE = float("nan"), float("inf")


def test_what_is_not_a_number_is_refused_with_its_place() -> None:
    with pytest.raises(ChartError) as caught:
        Reading(ON, NAN)

    assert str(caught.value) == (
        "reading of 2026-03-02: nan cannot be drawn. "
        "Give a finite number, or None for what is unknown."
    )


def test_ends_the_wrong_way_round_are_refused_with_their_place() -> None:
    with pytest.raises(ChartError) as caught:
        Interval(2, 1)

    assert str(caught.value) == (
        "interval: the low end 2 lies above the high end 1. "
        "Give the lower number first."
    )


def test_a_stretch_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ChartError) as caught:
        Window(WindowKind.PEAK, "full effect", ON, BEFORE)

    assert str(caught.value) == (
        'window "full effect": 2026-03-01 lies before 2026-03-02. '
        "Give the earlier day first."
    )


REFUSED: dict[str, Callable[[], object]] = {
    "reading ends before it begins": lambda: Reading(ON, 1, BEFORE),
    "panel upside down": lambda: Panel("a", (), low=2, high=1),
    "panel without end": lambda: Panel("a", (), high=INFINITE),
    "timeline backwards": lambda: Timeline(title="a", start=ON, end=BEFORE),
    "sparkline upside down": lambda: Sparkline(title="a", readings=(), low=2, high=1),
    "dose below zero": lambda: MuscleDose(ON, "a", "toxin A", Decimal(-1)),
    "ledger below zero": lambda: Account("a", Decimal(-1), None),
    "ledger after below zero": lambda: Account("a", Decimal(1), Decimal(-2)),
    "limit below zero": lambda: Account("a", Decimal(1), Decimal(1), Decimal(-1)),
    "estimate below its interval": lambda: Estimate(1, 2, 3),
    "estimate above its interval": lambda: Estimate(3, 1, 2),
    "interval without end": lambda: Estimate(1, -INFINITE, 2),
    "weight below zero": lambda: Study("a", None, weight=-1),
    "axis backwards": lambda: EffectAxis(low=2, high=1),
    "logarithm of zero": lambda: EffectAxis(log=True, null=0),
    "logarithm below zero": lambda: EffectAxis(log=True, low=-1),
    "error below zero": lambda: FunnelPoint("a", 1, -1),
    "effect that is no number": lambda: FunnelPoint("a", NAN, 1),
    "heterogeneity below zero": lambda: BaujatPoint("a", -1, 0),
    "influence below zero": lambda: BaujatPoint("a", 1, -1),
    "risk above one": lambda: LabbePoint("a", 0.5, 1.5),
    "risk below zero": lambda: LabbePoint("a", -0.5, 0.5),
    "area below zero": lambda: LabbePoint("a", 0.5, 0.5, -1),
    "point below its interval": lambda: CurvePoint(0, 1, 2, 3),
    "point above its interval": lambda: CurvePoint(0, 3, 1, 2),
    "point nowhere": lambda: CurvePoint(NAN, 1),
    "span backwards": lambda: Span(WindowKind.PEAK, "a", 2, 1),
    "curves upside down": lambda: CurveChart(
        title="a", x_label="x", y_label="y", series=(), low=2, high=1
    ),
}


@pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_drawn_truthfully_is_refused(
    make: Callable[[], object],
) -> None:
    with pytest.raises(ChartError):
        make()
