"""The instruments that ship: golden vectors, band edges, and the known traps."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glabella.core.errors import InputError, UnknownNameError
from glabella.core.instruments import Instrument, Item
from glabella.core.score_change import change
from glabella.core.scores import Score
from glabella.core.scoring import score
from glabella.core.scoring_rules import TotalOnlyRule
from glabella.core.sources import Status
from glabella.core.truth import Truth
from glabella.protocols.instruments_check import bases
from glabella.protocols.instruments_loader import load_instruments

LIBRARY = load_instruments()
INSTRUMENTS = LIBRARY.instruments

DEPRESSION = [
    "bdi2",
    "cssrs_screener",
    "hamd17",
    "hdrs21",
    "madrs",
    "phq9",
    "qids_sr16",
]
SHORT_FORMS = ["gad7", "phq2", "phq4"]
HEADACHE = ["hit6", "midas", "msq21"]
JAW = ["bruxscreen", "gcps2", "jfls8", "nrs_pain", "obc21", "stab", "tmd_pain_screener"]
MOVEMENT = ["das", "gas", "mas", "tsui", "twstrs", "twstrs2"]
OTHERS = ["clinic_grade", "dlqi", "eq5d5l", "hdss", "iciq_oab", "oab_v8"]
GLOBAL = ["cgi_i", "cgi_s", "pgic"]
IDS = sorted([*DEPRESSION, *SHORT_FORMS, *HEADACHE, *JAW, *MOVEMENT, *OTHERS, *GLOBAL])


def get(name: str) -> Instrument:
    return LIBRARY.instrument(name)


def everywhere(name: str, value: int) -> dict[str, int]:
    """Return the same answer to every scored item."""
    return {item.id: value for item in get(name).items if item.is_scored}


def lowest(name: str) -> dict[str, Decimal]:
    return {item.id: item.minimum for item in get(name).items if item.is_scored}


def highest(name: str) -> dict[str, Decimal]:
    return {
        item.id: item.maximum or Decimal(0)
        for item in get(name).items
        if item.is_scored
    }


def band(found: Score) -> str | None:
    return found.band.id if found.band else None


def truths(found: Score) -> dict[str, str]:
    return {reading.id: str(reading.truth) for reading in found.cut_offs}


def test_the_library_is_complete() -> None:
    assert sorted(INSTRUMENTS) == IDS


def test_an_unknown_instrument_is_refused() -> None:
    with pytest.raises(UnknownNameError, match='no instrument "phq99"'):
        get("phq99")


@pytest.mark.parametrize("name", IDS)
def test_every_name_is_german_too(name: str) -> None:
    instrument = get(name)
    texts = [
        instrument.name,
        *(part.name for part in instrument.subscales),
        *(band.name for bands in instrument.band_sets for band in bands.bands),
        *(cut.name for cut in instrument.cut_offs),
        *(mark.name for mark in (*instrument.mic, *instrument.responses)),
    ]

    assert all(text.en and text.de for text in texts)


@pytest.mark.parametrize("name", IDS)
def test_every_figure_says_where_it_comes_from(name: str) -> None:
    for place, basis in bases(get(name)).items():
        is_read = basis.status is Status.SEEN
        assert bool(basis.sources) or not is_read, place
        if basis.is_recalled:
            assert basis.check, place


# --- ranges and bands -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "least", "greatest"),
    [
        ("phq9", 0, 27),
        ("phq2", 0, 6),
        ("phq4", 0, 12),
        ("gad7", 0, 21),
        ("hamd17", 0, 52),
        ("madrs", 0, 60),
        ("qids_sr16", 0, 27),
        ("hit6", 36, 78),
        ("tmd_pain_screener", 0, 7),
        ("gcps2", 0, 100),
        ("jfls8", 0, 10),
        ("obc21", 0, 84),
        ("hdss", 1, 4),
        ("mas", 0, 5),
        ("tsui", 0, 25),
        ("oab_v8", 0, 40),
        ("cgi_s", 1, 7),
        ("cgi_i", 1, 7),
        ("pgic", 1, 7),
        ("nrs_pain", 0, 10),
    ],
)
def test_least_and_greatest_answers_give_the_printed_range(
    name: str, least: int, greatest: int
) -> None:
    assert score(get(name), lowest(name)).total == least
    assert score(get(name), highest(name)).total == greatest


@pytest.mark.parametrize(
    ("name", "maximum"),
    [("bdi2", 63), ("hdrs21", 64), ("dlqi", 30), ("iciq_oab", 16), ("midas", 270)],
)
def test_an_entered_total_stays_in_its_range(name: str, maximum: int) -> None:
    assert score(get(name), {}, total=maximum).total == maximum
    with pytest.raises(InputError, match=f"not 0 to {maximum}"):
        score(get(name), {}, total=maximum + 1)


BANDS = {
    ("phq9", None): "0 minimal 5 mild 10 moderate 15 moderately_severe 20 severe 27",
    ("phq4", None): "0 none 3 mild 6 moderate 9 severe 12",
    ("gad7", None): "0 minimal 5 mild 10 moderate 15 severe 21",
    ("hamd17", None): "0 none 8 mild 14 moderate 19 severe 23 very_severe 52",
    ("hamd17", "ids_qids"): "0 none 8 mild 14 moderate 20 severe 26 very_severe 52",
    ("hdrs21", None): "0 none 9 mild 16 moderate 23 severe 29 very_severe 64",
    ("madrs", None): "0 none 7 mild 20 moderate 35 severe 60",
    ("madrs", "mueller_2003"): "0 not_severe 31 severe 60",
    ("bdi2", None): "0 minimal 14 mild 20 moderate 29 severe 63",
    ("qids_sr16", None): "0 none 6 mild 11 moderate 16 severe 21 very_severe 27",
    ("hit6", None): "36 little 50 some 56 substantial 60 severe 78",
    ("midas", None): "0 grade_1 6 grade_2 11 grade_3 21 grade_4 270",
    ("midas", "grades_4a_4b"): "0 grade_1 6 grade_2 11 grade_3 21 grade_4a 41 grade_4b",
    ("obc21", None): "0 usual 17 raised 25 high 84",
    ("hdss", None): "1 not_severe 3 severe 4",
    ("dlqi", None): "0 none 2 small 6 moderate 11 very_large 21 extremely_large 30",
}


@pytest.mark.parametrize(("key", "edges"), BANDS.items(), ids=str)
def test_each_band_begins_where_it_is_printed(
    key: tuple[str, str | None], edges: str
) -> None:
    name, band_set = key
    words = edges.split()
    for first, expected in zip(words[::2], words[1::2], strict=False):
        at = score(get(name), {}, total=int(first), band_set=band_set)
        assert band(at) == expected
    for first, before in zip(words[2::2], words[1::2], strict=False):
        below = int(first) - (0 if first == words[-1] else 1)
        assert band(score(get(name), {}, total=below, band_set=band_set)) == before


def test_the_split_of_midas_grade_four_is_recalled_and_says_so() -> None:
    found = score(get("midas"), {}, total=50, band_set="grades_4a_4b")

    assert found.band_basis is not None
    assert found.band_basis.is_recalled
    assert "unverified" in found.notices[0].en


# --- laws for every instrument --------------------------------------------------------

ADDED_UP = [
    name
    for name in IDS
    if get(name).total and not isinstance(get(name).rule, TotalOnlyRule)
]


def values_of(item: Item) -> list[Decimal]:
    if item.allowed:
        return list(item.allowed)
    top = int(item.maximum or 0)
    return [Decimal(value) for value in range(int(item.minimum), min(top, 40) + 1)]


@pytest.mark.parametrize("name", ADDED_UP)
@given(data=st.data())
def test_a_worse_answer_never_lowers_a_total(name: str, data: st.DataObject) -> None:
    instrument = get(name)
    form = instrument.forms[0].id if instrument.forms else None
    scored = [item for item in instrument.items if item.is_scored]
    limits = instrument.forms[0].maxima if instrument.forms else {}
    choices = {
        item.id: [v for v in values_of(item) if v <= limits.get(item.id, v)]
        for item in scored
    }
    answers = {
        item: data.draw(st.sampled_from(values)) for item, values in choices.items()
    }
    chosen = data.draw(st.sampled_from(sorted(choices)))
    worse = [value for value in choices[chosen] if value >= answers[chosen]]
    after = {**answers, chosen: data.draw(st.sampled_from(worse))}

    first = score(instrument, answers, form=form).total
    second = score(instrument, after, form=form).total

    assert first is not None
    assert second is not None
    assert second >= first


@pytest.mark.parametrize("name", [name for name in ADDED_UP if name != "jfls8"])
def test_one_missing_answer_leaves_no_total(name: str) -> None:
    answers = lowest(name)
    needed = "pain_now" if name == "gcps2" else next(iter(answers))
    answers.pop(needed)

    found = score(get(name), answers)

    assert found.total is None
    assert needed in found.missing
    assert not found.complete


@pytest.mark.parametrize("name", IDS)
def test_no_answer_at_all_gives_nothing(name: str) -> None:
    found = score(get(name), {})

    assert (found.total, found.band, found.complete) == (None, None, False)
    assert {str(reading.truth) for reading in found.cut_offs} <= {"unknown"}


# --- some changes ---------------------------------------------------------------------


def test_a_pgic_of_two_is_a_response_without_looking_at_the_baseline() -> None:
    pgic = get("pgic")
    first, second = score(pgic, {"grade": 4}), score(pgic, {"grade": 2})

    assert change(pgic, baseline=first, current=second).response is Truth.YES


def test_madrs_ten_is_remission_by_one_definition_of_four() -> None:
    madrs = get("madrs")
    found = change(
        madrs,
        baseline=score(madrs, {}, total=30),
        current=score(madrs, {}, total=10),
    )

    assert {reading.id: str(reading.truth) for reading in found.remission} == {
        "hawley_2002": "no",
        "zimmerman_2004_narrow": "no",
        "zimmerman_2004_broad": "no",
        "finzi_2014": "yes",
    }


def test_a_small_fall_of_the_phq9_divides_the_definitions() -> None:
    phq9 = get("phq9")
    found = change(
        phq9, baseline=score(phq9, {}, total=12), current=score(phq9, {}, total=9)
    )

    assert {reading.id: str(reading.truth) for reading in found.mic} == {
        "loewe_2004": "no",
        "uk_cohort_percent": "yes",
        "uk_cohort_points": "yes",
    }


def test_recalled_definitions_of_response_leave_it_open() -> None:
    gad7 = get("gad7")
    found = change(
        gad7, baseline=score(gad7, {}, total=20), current=score(gad7, {}, total=4)
    )

    assert found.responses[0].truth is Truth.YES
    assert found.response is Truth.UNKNOWN
