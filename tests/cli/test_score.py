"""`glabella score`: items in, a total with bands and changes out."""

import pytest

from tests.cli.conftest import Glabella

MILD = ("2", "2", "1", "1", "0", "1", "1", "0", "0")


def test_nine_items_make_a_total_with_its_band(glabella: Glabella) -> None:
    result = glabella("score", "phq9", *MILD, "--json")

    made = result.json
    assert (result.code, made["total"], made["complete"], made["band"]["id"]) == (
        0,
        8,
        True,
        "mild",
    )


def test_a_missing_item_is_never_zero(glabella: Glabella) -> None:
    result = glabella("score", "phq9", *MILD[:4], "-", *MILD[5:], "--json")
    page = glabella("score", "phq9", *MILD[:4], "-", *MILD[5:])

    made = result.json
    assert (result.code, made["total"], made["missing"], made["band"]) == (
        1,
        None,
        ["5"],
        None,
    )
    assert "  - not answered: 5" in page.out.splitlines()


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_positive_item_nine_alone_is_urgent(
    glabella: Glabella, language: str
) -> None:
    words = ("score", "phq9", "9=1")

    made = glabella(*words, "--json").json
    page = glabella(*words, "--language", language)

    first = page.out.splitlines()[2]
    assert (page.code, made["suicide_item"]["positive"]) == (1, "yes")
    assert first.split(":")[0] in {"URGENT", "DRINGEND"}


def test_a_zero_item_nine_says_that_it_excludes_nothing(glabella: Glabella) -> None:
    page = glabella("score", "phq9", *MILD).out

    assert "this does not exclude a risk" in " ".join(page.split())
    assert "no risk" not in page


def test_the_change_since_baseline_is_read_by_every_published_limit(
    glabella: Glabella,
) -> None:
    made = glabella("score", "phq9", *MILD, "--baseline", "16", "--json").json
    page = glabella("score", "phq9", *MILD, "--baseline", "16").out

    change = made["change"]
    mic = {one["id"]: one["truth"] for one in change["mic"]}
    assert (change["absolute"], change["percent"], change["response"]) == (
        -8,
        -50,
        "yes",
    )
    assert mic["loewe_2004"] == "yes"
    assert "16 to 8: -8 points, -50 %" in page


def test_a_total_may_be_entered_from_the_holders_form(glabella: Glabella) -> None:
    result = glabella("score", "hit6", "--total", "62", "--json")

    assert (result.code, result.json["total"], result.json["complete"]) == (0, 62, True)


def test_bands_may_be_chosen_and_parts_are_shown(glabella: Glabella) -> None:
    page = glabella("score", "phq9", *MILD, "--band-set", "kroenke_2001").out

    assert "  - band: mild (Severity after Kroenke 2001)" in page.splitlines()


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("phq9",), "neither items nor a total are given."),
        (("phq9", "4"), '"1" is 4, which is not 0 to 3.'),
        (("phq9", "-1"), '"-1" is no number that can be used.'),
        (("phq9", *["1"] * 11), "11 values are given for 10 items."),
        (("phq9", "1", "9=1"), "some values have the name of their item"),
        (("phq9", "9=1", "9=2"), 'item "9" is given twice.'),
        (("phq9", "12=1"), 'there is no item "12".'),
        (("phq9", "--total", "28"), '"total" is 28, which is not 0 to 27.'),
        (("phq9", "1", "--total", "5"), None),
        (("phq9", "--total", "5", "--band-set", "x"), 'there is no band set "x".'),
        (("phq10", "1"), 'there is no instrument "phq10".'),
    ],
)
def test_values_that_cannot_be_are_bad_input(
    glabella: Glabella, words: tuple[str, ...], what: str | None
) -> None:
    result = glabella("score", *words, "--json")

    (error,) = result.json["errors"]
    assert result.code == 2
    assert what is None or error["what"].startswith(what)


@pytest.mark.parametrize("name", ["mas", "gcps2", "cssrs_screener", "das"])
def test_other_shapes_of_instruments_print_a_page(
    glabella: Glabella, name: str
) -> None:
    result = glabella("score", name, "-", "--language", "de")

    assert (result.code, result.out.splitlines()[-1] != "") == (1, True)


def test_a_result_in_words_stands_on_the_page(glabella: Glabella) -> None:
    page = glabella("score", "eq5d5l", "1", "1", "2", "1", "3", "80").out

    assert "  - result: 11213" in page.splitlines()
