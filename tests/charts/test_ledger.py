"""A ledger of 520 px: every bar has a scale of its own over the whole width."""

from decimal import Decimal

import pytest

from glabella.charts.ledger import Account, LedgerBars
from glabella.charts.words import GERMAN, Words
from tests.charts import drawing, examples

D = Decimal


def chart(*accounts: Account) -> LedgerBars:
    return LedgerBars(title="Ledger", accounts=accounts)


def bars(svg: str, look: str) -> list[tuple[float, float]]:
    """Return left end and width of the bars of a look, without the legend."""
    found = (shape.sides for shape in drawing.shapes(svg, look))
    return near(*((left, width) for left, _, width, height in found if height == 18))


def near(*pairs: tuple[float, float]) -> list[tuple[float, float]]:
    """Return pairs to a tenth of a px, finer than the hundredths that are written."""
    return [(round(left, 1), round(width, 1)) for left, width in pairs]


def test_what_a_plan_adds_stands_behind_what_there_is() -> None:
    svg = chart(Account("toxin A", D(100), D(155), D(400))).svg()

    scale = 520 / (400 * 1.08)
    assert bars(svg, "column-before") == near((0, 100 * scale))
    assert bars(svg, "column") == near((100 * scale, 155 * scale))
    (limit,) = drawing.shapes(svg, "limit")
    assert limit.ends[0] == pytest.approx(400 * scale, abs=0.01)
    assert drawing.words(svg, "number") == [
        "100\u202fU + 155\u202fU = 255\u202fU",
    ]
    assert drawing.words(svg, "label") == ["Limit 400\u202fU: 145\u202fU free"]


def test_what_lies_beyond_the_limit_looks_different_and_is_said() -> None:
    svg = chart(Account("toxin A", D(300), D(155), D(400), "12 weeks")).svg()

    scale = 520 / (455 * 1.08)
    assert bars(svg, "column-over") == near((400 * scale, 55 * scale))
    assert drawing.words(svg, "label") == [
        "12 weeks 400\u202fU: 55\u202fU over the limit"
    ]


def test_a_ledger_over_the_limit_before_the_plan_has_all_of_it_beyond() -> None:
    svg = chart(Account("toxin A", D(450), D(50), D(400))).svg()

    scale = 520 / (500 * 1.08)
    assert bars(svg, "column-over") == near((450 * scale, 50 * scale))
    assert bars(svg, "column") == near((450 * scale, 0))


def test_an_unknown_ledger_is_hatched_all_over_and_says_so() -> None:
    svg = chart(Account("toxin A", None, D(155), D(400))).svg()

    edges = bars(svg, "hatch-edge")
    assert edges == [(0, 520)]
    assert bars(svg, "column-before") == []
    assert drawing.words(svg, "number") == ["units unknown"]
    assert drawing.words(svg, "label") == ["Limit 400\u202fU: unknown"]
    assert "unknown" in drawing.words(svg, "quiet")


def test_an_unknown_change_is_hatched_behind_what_there_is() -> None:
    svg = chart(Account("toxin A", D(100), None)).svg()

    end = 520 / 1.4
    assert bars(svg, "column-before") == near((0, end))
    assert bars(svg, "hatch-edge") == near((end, 520 - end))


def test_what_leaves_a_stock_is_an_outline() -> None:
    stock = Account("vials A", D(12), D(-3), D(4), "least", "vials", is_floor=True)

    svg = chart(stock).svg()

    scale = 520 / (12 * 1.08)
    assert bars(svg, "column-before") == near((0, 9 * scale))
    assert bars(svg, "taken") == near((9 * scale, 3 * scale))
    assert drawing.words(svg, "number") == [
        "12\u202fvials \u2212 3\u202fvials = 9\u202fvials"
    ]
    assert drawing.words(svg, "label") == ["least 4\u202fvials: 5\u202fvials to spare"]


def test_a_stock_under_its_floor_says_so() -> None:
    stock = Account("vials A", D(5), D(-3), D(4), unit="vials", is_floor=True)

    table = chart(stock).table()

    assert table.rows[0][-1] == "2\u202fvials under the limit"


def test_a_stock_that_grows_has_a_bar_behind() -> None:
    stock = Account("vials A", D(2), D(1), D(4), unit="vials", is_floor=True)

    svg = chart(stock).svg()

    assert len(bars(svg, "column")) == 1
    assert bars(svg, "column-over") == []


def test_each_account_has_a_scale_of_its_own() -> None:
    svg = chart(
        Account("toxin A", D(100), D(0)), Account("toxin B", D(5000), D(0))
    ).svg()

    first, second = bars(svg, "column-before")
    assert first == second


def test_a_stock_that_is_unknown_is_no_unit_of_a_product() -> None:
    svg = chart(Account("vials A", None, D(0), unit="vials")).svg()

    assert drawing.words(svg, "number") == ["unknown"]


def test_an_empty_ledger_has_an_empty_bar() -> None:
    svg = chart(Account("toxin A", D(0), D(0))).svg()

    assert bars(svg, "column-before") == [(0, 0)]
    assert drawing.words(svg, "number") == ["0\u202fU + 0\u202fU = 0\u202fU"]


def test_a_narrow_sheet_has_the_sum_alone() -> None:
    account = Account("A product with a long name", D(100), D(155))

    assert drawing.words(chart(account).svg(width=300), "number") == ["255\u202fU"]


def test_a_note_stands_under_its_bar_and_pushes_the_next_one_down() -> None:
    plain = Account("toxin A", D(1), D(1))
    noted = Account("toxin A", D(1), D(1), note="A session elsewhere counts.")

    heights = [
        float(drawing.parsed(chart(one).svg()).attrib["height"])
        for one in (plain, noted)
    ]

    assert heights[1] - heights[0] == 15


@pytest.mark.parametrize(
    ("accounts", "names"),
    [
        ((Account("a", D(1), D(1)),), ["Before", "Added"]),
        ((Account("a", D(2), D(-1)),), ["Before", "Taken out"]),
        ((Account("a", D(1), D(0)),), ["Before"]),
        (
            (Account("a", D(1), D(2), D(2)), Account("b", None, D(1))),
            ["Before", "Added", "beyond the limit", "unknown"],
        ),
    ],
    ids=["added", "taken", "nothing", "all"],
)
def test_the_legend_names_what_is_there(
    accounts: tuple[Account, ...], names: list[str]
) -> None:
    assert drawing.words(chart(*accounts).svg(), "quiet") == names


def test_the_table_says_what_is_unknown() -> None:
    words: Words = GERMAN

    table = examples.ledger(words).table()

    assert table.header == (
        "Präparat",
        "Vorher",
        "Änderung",
        "Nachher",
        "Grenze",
        "Frei",
    )
    assert table.rows[2:4] == (
        (
            "toxin C",
            "Einheiten unbekannt",
            "50\u202fE",
            "Einheiten unbekannt",
            "400\u202fE",
            "unbekannt",
        ),
        ("toxin D", "80\u202fE", *("Einheiten unbekannt",) * 2, "", ""),
    )
