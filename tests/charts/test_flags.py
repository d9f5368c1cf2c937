"""No words on words, and no stem through words where that can be had."""

import pytest

from glabella.charts import flags
from glabella.charts.flags import Flag, FlagKind, placed
from tests.charts import drawing


def flag(x: float, words: str = "155 U", light: str = "") -> Flag:
    return Flag(x, FlagKind.INJECTION, words, light)


def svg_of(*parts: object) -> str:
    return "<svg>" + "".join(map(str, parts)) + "</svg>"


def test_flags_far_apart_share_a_lane() -> None:
    found = placed([flag(300), flag(10)], left=0, right=700)

    assert [(one.flag.x, one.left, one.lane) for one in found] == [
        (10, 15, 0),
        (300, 305, 0),
    ]


def test_a_flag_that_reaches_over_another_stem_is_lifted_above_it() -> None:
    found = placed([flag(10), flag(40), flag(70)], left=0, right=700)

    assert [one.lane for one in found] == [2, 1, 0]
    assert flags.lanes_of(found) == 3


def test_words_at_the_right_edge_stand_left_of_their_stem() -> None:
    one = flag(690)

    (found,) = placed([one], left=0, right=700)

    assert found.left == 690 - 5 - one.width
    assert found.right == 685


def test_a_chain_of_flags_turns_left_together_at_the_edge() -> None:
    found = placed([flag(650), flag(690)], left=0, right=700)

    assert [one.right <= one.flag.x for one in found] == [True, True]
    assert [one.lane for one in found] == [0, 1]
    assert flags.is_clear(found)


def test_words_that_meet_without_reaching_a_stem_stand_in_two_lanes() -> None:
    wide, one = flag(600), flag(690)
    between = flag(690 - 5 - one.width - wide.width + 20)

    found = placed([between, one], left=0, right=700)

    assert [one.lane for one in found] == [0, 1]


def test_two_flags_on_one_day_stand_above_each_other() -> None:
    found = placed([flag(10, "10 U"), flag(10, "20 U")], left=0, right=700)

    assert [(one.flag.strong, one.lane) for one in found] == [("10 U", 1), ("20 U", 0)]


def test_flags_that_cannot_all_be_clear_still_keep_words_apart() -> None:
    """On a phone, two wide labels each reach over the stem of the other."""
    wide = "A remedy with a long name begun"
    found = placed([flag(60, wide), flag(120, wide)], left=0, right=250)

    assert not flags.is_clear(found)
    assert sorted(one.lane for one in found) == [0, 1]


def test_a_dose_is_never_cut_but_other_words_are() -> None:
    words = "155 U of a product with a very long name indeed"
    change = Flag(10, FlagKind.CHANGE, "", words)

    dose, other = placed([flag(5, words), change], left=0, right=158)

    assert dose.flag.strong == words
    assert other.flag.light == "155 U of a product with…"


def test_short_words_are_centred_on_their_stems() -> None:
    found = flags.centred([flag(100), flag(115), flag(400)], left=0, right=700)

    assert [one.lane for one in found] == [0, 1, 0]
    middles = [(one.left + one.right) / 2 for one in found]
    assert middles == pytest.approx([100, 115, 400])


def test_centred_words_stay_on_the_sheet() -> None:
    one = flag(0)

    found = flags.centred([one, flag(700)], left=0, right=700)

    assert [one.left for one in found] == [0, 700 - one.width]


def test_a_stem_starts_beside_its_words_or_under_them() -> None:
    beside = placed([flag(10)], left=0, right=700)
    under = flags.centred([flag(300)], left=0, right=700)

    drawn = flags.stems([*beside, *under], top=100, bottom=200)

    assert [one.ends for one in drawing.shapes(svg_of(*drawn), "injection")] == [
        (10, 103, 10, 200),
        (300, 116, 300, 200),
    ]


def test_each_kind_has_its_own_stem_and_head() -> None:
    found = placed(
        [
            flag(10, "155 U", "toxin A"),
            Flag(200, FlagKind.CHANGE, "", "begun"),
            Flag(400, FlagKind.NOW, "", "today"),
        ],
        left=0,
        right=700,
    )

    svg = svg_of(*flags.stems(found, top=0, bottom=50), *flags.words(found, top=0))

    looks = ("injection", "injection-head", "change", "change-head", "now", "now-head")
    assert [len(drawing.shapes(svg, look)) for look in looks] == [1, 1, 1, 1, 1, 0]
    assert drawing.words(svg, "halo") == ["155 U\u00a0toxin A", "begun", "today"]


def test_no_flags_take_no_lanes() -> None:
    assert flags.lanes_of(placed([], left=0, right=700)) == 0
