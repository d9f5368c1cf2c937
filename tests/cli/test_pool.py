"""`glabella pool`: from a file or a question to one number, or to a reason."""

import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from tests.cli.conftest import Glabella

# Three trials of response in depression; the zero-cell rule alone moves the answer.
COUNTS = """\
study,events1,n1,events2,n2
Wollmer,9,15,2,15
Finzi,17,33,6,41
Magid,6,11,0,19
"""


@pytest.fixture
def counts(tmp_path: Path) -> Path:
    path = tmp_path / "counts.csv"
    path.write_text(COUNTS, "utf-8")
    return path


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--model", "dl", "--interval", "z"), "8.272"),
        (("--model", "dl", "--interval", "z", "--zero-cells", "all"), "7.454"),
        (("--model", "mh"), "9.274"),
        (("--model", "peto"), "7.598"),
    ],
)
def test_the_choice_of_method_is_the_reader_s(
    glabella: Glabella, counts: Path, words: tuple[str, ...], expected: str
) -> None:
    run = glabella("pool", counts, *words, "--json")

    printed = run.json["result"]["printed"]["estimate"]
    assert (run.code, f"{printed:.3f}") == (0, expected)


def test_the_page_shows_studies_effect_and_disagreement(
    glabella: Glabella, counts: Path
) -> None:
    run = glabella("pool", counts, "--model", "dl", "--interval", "z")

    assert run.out.partition("\n")[2] == (
        f"{'=' * min(len(str(counts)), 80)}\n"
        "  study    Odds ratio [95 %]        weight\n"
        "  Wollmer  9.750 [1.592, 59.695]    24.6 %\n"
        "  Finzi    6.198 [2.057, 18.671]    66.5 %\n"
        "  Magid    46.091 [2.231, 952.138]  8.8 %\n"
        "\n"
        "Together\n"
        "  - Odds ratio: 8.272 [3.365, 20.336], p < 0.001\n"
        "  - a new study is expected at [3.365, 20.336]\n"
        "  - model: random effects (DL), normal intervals\n"
        "  - disagreement: Q = 1.531 (df 2, p = 0.465), I2 = 0 %\n"
        "  - tau2: 0.000 [0.000, 42.074]\n"
    )


def test_a_page_in_german_has_decimal_commas(glabella: Glabella, counts: Path) -> None:
    run = glabella("pool", counts, "--model", "ce", "--language", "de")

    assert "  - Odds Ratio: 8,272 [3,365; 20,336], p < 0,001\n" in run.out
    assert "  - Modell: gemeinsamer Effekt, Normalintervalle\n" in run.out


def test_a_question_with_too_few_studies_says_so_and_ends_with_1(
    glabella: Glabella,
) -> None:
    run = glabella("pool", "bruxism_pain", "--json")

    assert (run.code, run.json["pooled"], run.json["result"]) == (1, False, None)
    assert run.json["question"]["cannot_be_pooled"].startswith("Cannot be pooled, beca")
    page = glabella("pool", "bruxism_pain", "--language", "de")
    assert "Kann nicht zusammengefasst werden" in page.out


def test_a_question_of_the_library_is_pooled(glabella: Glabella) -> None:
    run = glabella("pool", "depression_response", "--include-recalled", "--json")

    labels = [row["label"] for row in run.json["studies"]]
    assert (run.code, labels) == (0, ["Finzi 2014", "Magid 2014", "Wollmer 2012"])
    page = glabella("pool", "depression_response", "--measure", "RR")
    assert "Risk ratio" in page.out
    assert "Some numbers were computed or recalled" in page.out


def test_a_plot_is_written_as_svg(
    glabella: Glabella, counts: Path, tmp_path: Path
) -> None:
    plot = tmp_path / "forest.svg"

    run = glabella("pool", counts, "--model", "mh", "--plot", plot)

    assert run.code == 0
    assert plot.read_text("utf-8").startswith("<svg ")


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_plot_is_set_as_a_pdf_of_one_page(
    glabella: Glabella, counts: Path, tmp_path: Path, language: str
) -> None:
    plot = tmp_path / "forest.PDF"

    run = glabella("pool", counts, "--plot", plot, "--language", language)

    pdf = plot.read_bytes()
    assert (run.code, pdf[:5]) == (0, b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


@pytest.mark.parametrize("chart", ["forest", "funnel", "baujat", "cumulative", "labbe"])
@pytest.mark.parametrize("measure", ["OR", "RR", "RD"])
def test_every_chart_is_drawn_from_counts(
    glabella: Glabella, counts: Path, tmp_path: Path, chart: str, measure: str
) -> None:
    plot = tmp_path / "chart.svg"
    words = ("--measure", measure, "--chart", chart, "--plot", plot)

    run = glabella("pool", counts, *words, "--language", "de")

    drawn = plot.read_text("utf-8")
    assert run.code == 0
    assert drawn.startswith("<svg ")
    assert "counts.csv" in drawn


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--chart", "baujat", "--model", "mh"), "weighs studies by their variances"),
        (("--chart", "cumulative", "--model", "peto"), "weighs studies by their var"),
    ],
)
def test_a_chart_that_needs_variances_says_so(
    glabella: Glabella, counts: Path, words: tuple[str, ...], what: str
) -> None:
    run = glabella("pool", counts, *words, "--plot", counts.parent / "x.svg")

    assert (run.code, what in run.err) == (2, True)


GROUPS = """\
study,group,effect,se
A,young,0.4,0.2
B,old,0.9,0.2
C,young,0.5,0.3
D,old,1.2,0.3
"""


def test_a_column_of_groups_makes_subgroups(glabella: Glabella, tmp_path: Path) -> None:
    path, plot = tmp_path / "groups.csv", tmp_path / "forest.svg"
    path.write_text(GROUPS, "utf-8")
    words = ("--model", "dl", "--interval", "z", "--plot", plot)

    page, document = glabella("pool", path, *words), glabella("pool", path, "--json")

    assert page.out.partition("By group\n")[2] == (
        "  - young: 0.431 [0.105, 0.757], 2 studies, I2 = 0 %\n"
        "  - old: 0.992 [0.666, 1.318], 2 studies, I2 = 0 %\n"
        "between groups: Q = 5.693 (df 1, p = 0.017)\n"
    )
    assert [each["studies"] for each in document.json["groups"]["groups"]] == [
        ["A", "C"],
        ["B", "D"],
    ]
    assert document.json["groups"]["between"]["df"] == 1
    assert "young" in plot.read_text("utf-8")


def test_a_group_of_one_is_shown_and_not_pooled(
    glabella: Glabella, tmp_path: Path
) -> None:
    path, plot = tmp_path / "groups.csv", tmp_path / "forest.svg"
    path.write_text(GROUPS + "E,unknown,0.1,0.4\n", "utf-8")

    page = glabella("pool", path, "--language", "de", "--plot", plot)

    assert "  - unknown: kann nicht zusammengefasst werden (k = 1)\n" in page.out
    assert "zwischen den Gruppen" not in page.out
    assert "kann nicht zusammengefasst werden" in plot.read_text("utf-8")
    groups = glabella("pool", path, "--json").json["groups"]
    assert groups["between"] is None
    assert groups["groups"][2]["cannot_be_pooled"].startswith("Cannot be pooled")


def test_risks_are_drawn_from_counts_only(glabella: Glabella, tmp_path: Path) -> None:
    path = tmp_path / "effects.csv"
    path.write_text("effect,se\n1,1\n2,1\n", "utf-8")

    run = glabella("pool", path, "--chart", "labbe", "--plot", tmp_path / "x.svg")

    assert run.code == 2
    assert "these studies give no counts" in run.err


def test_a_prediction_interval_is_drawn(glabella: Glabella, tmp_path: Path) -> None:
    plot = tmp_path / "forest.svg"

    run = glabella("pool", "depression_response", "--model", "sj", "--plot", plot)

    assert run.code == 0
    assert "Do more people with depression respond" in plot.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("nothing.csv",), "there is neither a file nor a question"),
        (("bruxism_pain", "--plot", "x.svg"), "there is no pooled effect, and so no p"),
        (("{counts}", "--digits", "99"), "99 decimals cannot be printed"),
        (("{counts}", "--level", "100"), "1.0 is no coverage of an interval"),
        (("{counts}", "--add", "3"), "3.0 added to each cell is no continuity"),
        (("{counts}", "--model", "mh", "--measure", "MD"), "does not pool MD"),
        (("{counts}", "--model", "ce", "--interval", "knha"), "Knapp-Hartung is made"),
        (("{counts}", "--plot", "{folder}/none/x.svg"), "the plot cannot be written"),
        (("{counts}", "--plot", "x.png"), 'SVG or PDF, and the name has ".png"'),
        (("{counts}", "--plot", "forest"), "SVG or PDF, and the name has no ending"),
        (("{counts}", "--estimand", "change"), "a file holds the numbers that it"),
        (("{counts}", "--include-recalled"), "a file holds the numbers that it holds"),
        (("depression_response", "--measure", "PETO"), "PETO is no scale of a quest"),
        (("{latin}",), "the file cannot be read"),
        (("{large}",), "the file is too large"),
    ],
)
def test_bad_input_is_refused_in_words(
    glabella: Glabella, counts: Path, words: tuple[str, ...], what: str
) -> None:
    folder = counts.parent
    latin, large = folder / "latin.csv", folder / "large.csv"
    latin.write_bytes(b"study,effect,se\nM\xfcller,1,1\n")
    large.write_bytes(b" " * 20_000_001)
    places = {"counts": counts, "folder": folder, "latin": latin, "large": large}

    run = glabella("pool", *(word.format(**places) for word in words))

    assert (run.code, run.out) == (2, "")
    assert what in run.err


def test_without_the_typesetter_a_pdf_says_what_to_install(
    counts: Path, tmp_path: Path
) -> None:
    plot = tmp_path / "forest.pdf"
    code = (
        "import sys; sys.modules['typst'] = None\n"
        "from glabella.cli.main import main\n"
        "sys.exit(main(['pool', *sys.argv[1:]]))"
    )
    words = [sys.executable, "-c", code, str(counts), "--plot", str(plot)]

    run = subprocess.run(  # noqa: S603 the interpreter that runs this test
        words, capture_output=True, text=True, check=False
    )

    assert (run.returncode, plot.exists()) == (2, False)
    assert "set by typst, which is not installed" in run.stderr
    assert "with the extra `evidence`" in " ".join(run.stderr.split())


def test_without_numpy_the_verb_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['numpy'] = None\n"
        "from glabella.cli.main import main\n"
        "sys.exit(main(['pool', 'depression_response']))"
    )

    run = subprocess.run(  # noqa: S603 the interpreter that runs this test
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )

    assert run.returncode == 2
    assert "numpy, which is not installed" in run.stderr


def test_numbers_stand_with_all_their_digits(glabella: Glabella, counts: Path) -> None:
    run = glabella("pool", counts, "--model", "dl", "--interval", "z", "--json")

    assert abs(run.json["result"]["estimate"] - Decimal("2.1128986715073")) < Decimal(
        "1e-12"
    )


THREE_ARMS = COUNTS + "Dose,4,20,2,19\nDose,8,21,2,19\n"


def test_a_control_that_stands_twice_is_refused_or_its_arms_are_combined(
    glabella: Glabella, tmp_path: Path
) -> None:
    path = tmp_path / "three.csv"
    path.write_text(THREE_ARMS, "utf-8")

    refused = glabella("pool", path)
    combined = glabella("pool", path, "--arms", "combine", "--json")

    assert (refused.code, refused.out) == (2, "")
    assert "2 rows of Dose share one control group" in refused.err
    labels = [row["label"] for row in combined.json["studies"]]
    assert labels == ["Wollmer", "Finzi", "Magid", "Dose"]
    risk = combined.json["studies"][3]["printed"]["estimate"]
    assert float(risk) == pytest.approx((12 / 29) / (2 / 17), abs=1e-12)
