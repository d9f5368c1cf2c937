from decimal import Decimal

import pytest

from glabella.charts.doses import DosesByMuscle, MuscleDose
from glabella.charts.words import GERMAN
from tests.charts import drawing, examples
from tests.charts.examples import A_TOXIN, ANOTHER_TOXIN, day


def dose(
    units: str | None, *, on: int = 0, muscle: str = "one", product: str = A_TOXIN
) -> MuscleDose:
    number = None if units is None else Decimal(units)
    return MuscleDose(day(on), muscle, product, number)


def chart(*doses: MuscleDose) -> DosesByMuscle:
    return DosesByMuscle(title="Doses", doses=doses)


def test_bars_of_one_product_share_an_axis() -> None:
    svg = chart(dose("10"), dose("2.5", on=90), dose("5", muscle="two")).svg()

    heights = [bar.number("height") for bar in drawing.shapes(svg, "column")]

    assert heights == [26, 6.5, 13]


def test_two_products_never_share_an_axis() -> None:
    """Ten units of one and forty of the other are both the most of their product."""
    svg = chart(dose("10"), dose("40", product=ANOTHER_TOXIN)).svg()

    bars = drawing.shapes(svg, "column")

    assert [bar.number("height") for bar in bars] == [26, 26]
    assert drawing.words(svg, "heading") == ["toxin A, U", "toxin B, U"]


def test_a_dose_that_nobody_knows_is_hatched_and_said() -> None:
    svg = chart(dose(None)).svg()

    assert drawing.shapes(svg, "column") == []
    assert len(drawing.shapes(svg, "unrecorded")) == 2
    assert drawing.words(svg, "quiet") == ["units unknown"]


def test_a_muscle_without_a_dose_has_no_bar() -> None:
    svg = chart(dose("10"), dose("10", on=90), dose("10", on=90, muscle="two")).svg()

    assert len(drawing.shapes(svg, "column")) == 3
    assert drawing.shapes(svg, "unrecorded") == []


def test_a_session_is_a_column_with_its_day() -> None:
    svg = chart(dose("1", on=90), dose("2"), dose("3", on=90, muscle="two")).svg()

    late, early, late_too = drawing.shapes(svg, "column")

    assert late.number("x") == late_too.number("x")
    assert late.number("x") - early.number("x") == pytest.approx(84)
    assert drawing.words(svg, "tick") == ["1 Jan", "2026", "1 Apr", "2026"]


def test_muscles_stand_in_the_order_that_was_asked_for() -> None:
    doses = (dose("1", muscle="two"), dose("1", muscle="one"), dose("1", muscle="x"))

    svg = DosesByMuscle(title="Doses", doses=doses, muscles=("one",)).svg()

    assert drawing.words(svg, "label") == ["one", "two", "x"]


def test_a_phone_has_muscles_above_their_bars() -> None:
    svg = chart(dose("1")).svg(width=360)

    (bar,) = drawing.shapes(svg, "column")
    (name,) = drawing.shapes(svg, "label")
    assert bar.number("x") == name.number("x") == 0
    assert name.number("y") < bar.number("y")


def test_a_long_name_of_a_muscle_wraps() -> None:
    name = "Levator labii superioris alaeque nasi and its neighbours, left"

    svg = chart(dose("1", muscle=name)).svg(width=520)

    first, second = drawing.shapes(svg, "label")
    assert first.words == "Levator labii"
    assert second.number("y") == first.number("y") + 14


def test_many_sessions_leave_out_days_rather_than_write_over_them() -> None:
    doses = tuple(dose("1", on=90 * n) for n in range(14))

    svg = chart(*doses).svg(width=360)

    days = drawing.words(svg, "tick")[0::2]
    assert len(days) == 7


def test_numbers_that_do_not_fit_side_by_side_are_left_to_the_table() -> None:
    doses = tuple(dose("12.5", on=90 * n) for n in range(30))

    svg = chart(*doses).svg(width=360)

    bars = drawing.shapes(svg, "column")
    assert len(bars) == 30
    assert max(bar.sides[0] + bar.sides[2] for bar in bars) <= 360
    assert drawing.words(svg, "number") == []


def test_only_zeros_are_drawn_as_nothing() -> None:
    (bar,) = drawing.shapes(chart(dose("0")).svg(), "column")

    assert bar.number("height") == 0


def test_no_dose_draws_no_block() -> None:
    assert drawing.words(chart().svg(), "heading") == []


def test_the_table_has_the_product_in_every_row() -> None:
    table = DosesByMuscle(
        title="Doses", doses=examples.doses().doses, words=GERMAN
    ).table()

    assert table.header == ("Sitzung", "Muskel", "Dosis", "Präparat")
    assert table.rows == (
        ("01.01.2026", "Muscle one", "10\u202fE", "toxin A"),
        ("01.04.2026", "Muscle two, left", "2,5\u202fE", "toxin A"),
        ("01.04.2026", "Muscle one", "Einheiten unbekannt", "toxin A"),
        ("30.06.2026", "Muscle one", "40\u202fE", "toxin B"),
    )


@pytest.mark.parametrize("width", [360, 760])
def test_nothing_is_wider_than_the_sheet(width: float) -> None:
    doses = tuple(dose("1", on=90 * n) for n in range(8))

    bars = drawing.shapes(chart(*doses).svg(width=width), "column")

    assert max(bar.sides[0] + bar.sides[2] for bar in bars) <= width
