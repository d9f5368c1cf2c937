"""The words of the library: none is missing, and numbers are told as printed."""

from decimal import Decimal
from enum import Enum

import pytest

from glabella.core.instruments import Direction
from glabella.core.sources import Text
from glabella.evidence.bibliography import Extent, Publication
from glabella.evidence.certainty import Concern, Domain, Level
from glabella.evidence.claims import Verdict
from glabella.evidence.outcomes import Scale
from glabella.evidence.questions import Counts, Effect, Means, RowData, Topic
from glabella.evidence.result_words import told, told_row
from glabella.evidence.study import Design, Estimand, Estimate, Result, RiskLevel, Role
from glabella.evidence.time_courses import Quantity, Spread
from glabella.evidence.words import word
from tests.evidence.library import builders as b

LISTS: list[type[Enum]] = [
    Design,
    Role,
    RiskLevel,
    Estimand,
    Scale,
    Topic,
    Level,
    Domain,
    Concern,
    Verdict,
    Direction,
    Quantity,
    Spread,
]


@pytest.mark.parametrize("members", LISTS)
def test_every_member_has_words_of_its_own(members: type[Enum]) -> None:
    words = [word(member) for member in members]

    assert len({each.en for each in words}) == len(words)
    assert len({each.de for each in words}) == len(words)


@pytest.mark.parametrize(
    ("line", "en", "de"),
    [
        (b.arm_line("toxin", events=9, total=15), "9 of 15", "9 von 15"),
        (b.arm_line("toxin", events=9), "9 people", "9 Personen"),
        (
            b.arm_line("toxin", percent="52.5", n=33),
            "52.5 %, n = 33",
            "52,5 %, n = 33",
        ),
        (
            b.arm_line("toxin", mean="3.6", sd="2.4"),
            "mean 3.6 (SD 2.4)",
            "Mittelwert 3,6 (SD 2,4)",
        ),
        (
            b.arm_line("toxin", change="-9.2", low="-10", high="-8"),
            "mean change -9.2, [-10; -8]",
            "mittlere Änderung -9,2, [-10; -8]",
        ),
        (
            b.arm_line("toxin", percent_change="-47.1"),
            "change -47.1 %",
            "Änderung -47,1 %",
        ),
        (b.arm_line("toxin", median="66.5", low=1), "median 66.5", "median 66,5"),
        (b.effect_line(None), "", ""),
        (
            b.effect_line("-3.7", se="1.89"),
            "mean difference -3.7 (SE 1.89)",
            "Mittelwertunterschied -3,7 (SE 1,89)",
        ),
        (
            b.effect_line("8.3", scale=Scale.ODDS_RATIO, low="3", high="20"),
            "odds ratio 8.3 [3; 20]",
            "Odds-Ratio 8,3 [3; 20]",
        ),
        (
            b.effect_line("1.28", scale=Scale.STANDARDISED_DIFFERENCE, favours="toxin"),
            "d 1.28 (toxin)",
            "d 1,28 (toxin)",
        ),
        (
            b.effect_line("-0.8", scale=Scale.STANDARDISED_DIFFERENCE, corrected=True),
            "g -0.8",
            "g -0,8",
        ),
    ],
)
def test_a_line_is_told_as_printed(line: Result, en: str, de: str) -> None:
    assert told(line) == Text(en, de)


def test_what_stands_beside_the_numbers_is_told_too() -> None:
    line = Result(
        id="r",
        instrument="scale",
        measure="test",
        basis=b.SEEN,
        estimate=Estimate(Scale.MEAN_DIFFERENCE),
        p=Decimal("0.002"),
        also=(("F", Decimal("12.3")), ("df", [1, 28])),
    )

    assert told(line) == Text(
        "p = 0.002, F 12.3, df 1, 28", "p = 0,002, F 12,3, df 1, 28"
    )


D = Decimal


@pytest.mark.parametrize(
    ("data", "en"),
    [
        (Counts(17, 33, 6, 41), "17/33 against 6/41"),
        (
            Means(10, D("3.6"), D("2.4"), 9, D("4.7"), D("2.8")),
            "3.6 (SD 2.4, n 10) against 4.7 (SD 2.8, n 9)",
        ),
        (
            Effect(Scale.MEAN_DIFFERENCE, D("-1.4"), low=D("-2.4"), high=D("-0.4")),
            "mean difference -1.4 [-2.4; -0.4]",
        ),
        (
            Effect(Scale.MEAN_DIFFERENCE, D("-1.4"), se=D("0.5")),
            "mean difference -1.4 (SE 0.5)",
        ),
        (
            Effect(Scale.STANDARDISED_DIFFERENCE, D("-1.4"), toxin_n=9, control_n=8),
            "standardised mean difference -1.4 (n 9 + 8)",
        ),
        (Effect(Scale.MEAN_DIFFERENCE, D("-1.4")), "mean difference -1.4"),
    ],
)
def test_a_row_is_told_as_toxin_against_control(data: RowData, en: str) -> None:
    assert told_row(data).en == en


def test_german_rows_have_decimal_commas() -> None:
    means = Means(10, D("3.6"), D("2.4"), 9, D("4.7"), D("2.8"))

    assert told_row(means).de == "3,6 (SD 2,4, n 10) gegen 4,7 (SD 2,8, n 9)"


def test_a_publication_is_a_source_like_any_other() -> None:
    paper = Publication(
        id="PAPER",
        cite="Example A. 2020",
        tier="B",
        read=Extent.ABSTRACT,
        place="abstract",
        url="https://example.org",
        year=2020,
        read_on="2026-11-21",
    )

    source = paper.as_source()

    assert (source.id, source.tier, source.title) == ("PAPER", "B", "Example A. 2020")
    assert (source.place, source.read_on, source.year) == (
        "abstract",
        "2026-11-21",
        2020,
    )
