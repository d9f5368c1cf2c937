"""Charts with more in them than they can comfortably hold, all of it synthetic."""

from datetime import timedelta
from decimal import Decimal

import attrs

from glabella.charts.forest_parts import Estimate, Study, Subgroup, Summary
from glabella.charts.timeline_parts import (
    Change,
    Injection,
    Panel,
    Reading,
    Threshold,
    Window,
    WindowKind,
)
from glabella.charts.words import GERMAN
from tests.charts import examples
from tests.charts.examples import Chart, day

NAMES = (
    "Alpha 1999",
    "Beta & Gamma 2004",
    "The Delta Prevention Trial of a very long name, part two 2011",
    "Epsilon et al. 2016",
)
KINDS = (
    (WindowKind.ONSET, "Wirkeintritt", 7, 14),
    (WindowKind.PEAK, "volle Wirkung", 28, 56),
    (WindowKind.WEAR_OFF, "Nachlassen der Wirkung", 70, 84),
    (WindowKind.EARLIEST, "frühestens", 84, 84),
    (WindowKind.USUAL, "üblich", 84, 98),
)


def long_course(sessions: int, *, products: int) -> Chart:
    """Return two years of sessions of one or two products, with all their windows."""
    days = [day(30 + 91 * n) for n in range(sessions)]
    readings = tuple(
        Reading(day(28 * n), None if n % 5 == 3 else 18 - n % 7)
        for n in range(sessions * 3)
    )
    return attrs.evolve(
        examples.timeline(GERMAN),
        end=days[-1] + timedelta(days=120),
        injections=tuple(
            Injection(on, f"Botulinumtoxin {n % products}", Decimal("162.5"))
            for n, on in enumerate(days)
        ),
        panels=(
            Panel(
                "Punkte", readings, "0 bis 27", thresholds=(Threshold(12, "Remission"),)
            ),
            *examples.timeline().panels,
        ),
        windows=tuple(
            Window(kind, label, on + timedelta(days=a), on + timedelta(days=b))
            for on in days
            for kind, label, a, b in KINDS
        ),
        changes=(
            Change(day(50), "Ein anderes Mittel begonnen"),
            Change(day(80), "Ein anderes Mittel abgesetzt, ein drittes begonnen"),
        ),
        on=day(100),
    )


def large_forest(studies: int) -> Chart:
    """Return a forest of many studies with long names and columns on both sides."""
    rows = tuple(
        Study(
            f"{NAMES[n % 4]}, {n}",
            Estimate(0.3 + n % 5 / 4, 0.1 + n % 3 / 50, 2.5 + n % 7),
            100 / studies,
            (f"{n}/{90 + n}", f"{2 * n}/{91 + n}"),
            (("niedrig", "hoch", "einige Bedenken")[n % 3],),
        )
        for n in range(studies)
    )
    summary = Summary("Zufällige Effekte (REML)", Estimate(0.66, 0.5, 0.9))
    return attrs.evolve(
        examples.forest(GERMAN),
        subgroups=(Subgroup("Gruppe", rows[::2], summary, "τ² = 0,39"),),
        studies=rows[1::2],
        left=("Verum", "Placebo"),
        right=("Verzerrungsrisiko",),
    )


def many_doses(sessions: int) -> Chart:
    """Return many sessions of one muscle with a long name."""
    name = "Musculus levator labii superioris alaeque nasi, links"
    dose = examples.doses().doses[0]
    doses = tuple(
        attrs.evolve(dose, on=day(90 * n), muscle=name, units=Decimal("12.5"))
        for n in range(sessions)
    )
    return attrs.evolve(examples.doses(GERMAN), doses=doses)


EVERY = (
    *(make(GERMAN) for make in examples.EVERY),
    long_course(3, products=1),
    long_course(8, products=1),
    long_course(8, products=2),
    large_forest(1),
    large_forest(40),
    many_doses(14),
)
