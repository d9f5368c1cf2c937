from glabella.charts.lettering import shortened, width_of, wrapped, write, write_over


def test_wider_words_are_wider() -> None:
    widths = [width_of(text, "label") for text in ("ill", "abc", "MWM", "漢字漢")]

    assert widths == sorted(widths)


def test_heavy_words_are_wider_than_light_ones() -> None:
    assert width_of("abc", "heading") > width_of("abc", "label")


def test_words_that_fit_are_not_cut() -> None:
    assert shortened("short", "label", 200) == "short"


def test_words_that_do_not_fit_end_in_an_ellipsis_and_then_fit() -> None:
    cut = shortened("a very long name of a study", "label", 80)

    assert cut == "a very long…"
    assert width_of(cut, "label") <= 80


def test_words_wrap_at_spaces() -> None:
    assert wrapped("one two three four", "label", 66, lines=3) == (
        "one two",
        "three four",
    )


def test_the_last_line_is_cut() -> None:
    assert wrapped("one two three four five", "label", 66, lines=2) == (
        "one two",
        "three fou…",
    )


def test_a_number_is_never_parted_from_its_unit() -> None:
    assert wrapped("takes 155\u202fU", "label", 55, lines=2) == ("takes", "155\u202fU")


def test_nothing_wraps_to_an_empty_line() -> None:
    assert wrapped("", "label", 60) == ("",)


def test_a_line_of_text_has_its_place_and_its_look() -> None:
    drawn = str(write("a", (1, 2), "quiet", anchor="end"))

    assert drawn == (
        '<text x="1" y="2" text-anchor="end" class="chart-quiet" font-size="11" '
        'fill="#55606c">a</text>'
    )


def test_text_over_lines_has_a_margin_of_paper() -> None:
    drawn = dict(write_over("a", (1, 2), "quiet").attributes)

    assert drawn["class"] == "chart-quiet chart-halo"
    assert drawn["stroke"] == "#ffffff"
    assert drawn["paint-order"] == "stroke"
