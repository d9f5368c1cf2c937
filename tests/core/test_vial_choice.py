"""The vials to open of those on the shelf: laws against every way there is."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glabella.core.quantity import QuantityError
from glabella.core.syringe import FillError
from glabella.core.vial_choice import Shelved, choose_vials

DAY = date(2027, 1, 31)


def lot(key: str, size: str, vials: int, *, days: int = 0) -> Shelved:
    return Shelved(key, Decimal(size), vials, DAY + timedelta(days=days))


def picked(needed: str, *shelf: Shelved) -> list[tuple[str, int]]:
    choice = choose_vials(Decimal(needed), shelf)
    return [(pick.shelved.key, pick.vials) for pick in choice.picks]


@pytest.mark.parametrize(
    ("needed", "shelf", "expected"),
    [
        ("0", [lot("a", "100", 2)], []),
        ("155", [lot("a", "100", 2), lot("b", "200", 1)], [("b", 1)]),
        ("150", [lot("a", "100", 2), lot("b", "50", 1)], [("a", 1), ("b", 1)]),
        ("100", [lot("a", "50", 2), lot("b", "100", 1)], [("b", 1)]),
        ("100", [lot("late", "100", 1, days=9), lot("a", "100", 1)], [("a", 1)]),
        # As much, in as many vials: the earlier expiry wins over the larger vial.
        (
            "200",
            [lot("a", "150", 1, days=9), lot("b", "50", 1, days=9), lot("c", "100", 2)],
            [("c", 2)],
        ),
        (
            "150",
            [lot("a", "100", 1), lot("b", "100", 3, days=1), lot("c", "100", 0)],
            [("a", 1), ("b", 1)],
        ),
    ],
)
def test_choice(
    needed: str, shelf: list[Shelved], expected: list[tuple[str, int]]
) -> None:
    assert picked(needed, *shelf) == expected


def test_shelf_that_holds_too_little_gives_all_and_says_what_lacks() -> None:
    choice = choose_vials(Decimal(250), [lot("a", "100", 2), lot("b", "0.5", 1)])

    assert (choice.short, choice.opened, choice.waste) == (
        Decimal("49.5"),
        Decimal("200.5"),
        Decimal(0),
    )
    assert choice.count == 3


def test_empty_shelf_lacks_everything() -> None:
    assert choose_vials(Decimal(5), []).short == Decimal(5)


def test_vial_that_holds_nothing_is_refused() -> None:
    with pytest.raises(FillError, match="holds nothing"):
        choose_vials(Decimal(5), [lot("a", "0", 1)])


def test_negative_dose_is_refused() -> None:
    with pytest.raises(QuantityError, match="below zero"):
        choose_vials(Decimal(-1), [lot("a", "100", 1)])


def test_search_is_bounded() -> None:
    shelf = [lot(str(size), str(size), 999) for size in (1, 2, 3)]

    with pytest.raises(FillError, match="too many ways"):
        choose_vials(Decimal(900), shelf)


shelves = st.lists(
    st.builds(
        lot,
        st.uuids().map(str),
        st.sampled_from(["50", "100", "125", "200"]),
        st.integers(0, 2),
        days=st.integers(0, 3),
    ),
    max_size=4,
)


@given(shelves, st.integers(0, 500))
def test_choice_is_the_best_of_all_there_are(shelf: list[Shelved], need: int) -> None:
    choice = choose_vials(Decimal(need), shelf)
    ways = product(*(range(each.vials + 1) for each in shelf))
    every = [
        (
            sum(
                (n * each.size for n, each in zip(way, shelf, strict=True)), Decimal(0)
            ),
            sum(way),
            sorted(
                each.expires_on
                for n, each in zip(way, shelf, strict=True)
                for _ in range(n)
            ),
        )
        for way in ways
    ]
    covering = [one for one in every if one[0] >= need]

    days = sorted(
        pick.shelved.expires_on for pick in choice.picks for _ in range(pick.vials)
    )
    if covering:
        assert (choice.opened, choice.count, days) == min(covering)
        assert (choice.short, choice.waste) == (Decimal(0), choice.opened - need)
    else:
        assert choice.opened == max(one[0] for one in every)
        assert choice.short == need - choice.opened
