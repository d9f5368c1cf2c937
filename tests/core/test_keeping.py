"""How a product keeps: limits of temperature and hours once dissolved."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from glabella.core.keeping import AfterReconstitution, Storage
from glabella.core.sources import Basis, Status, Text

WORDS = Text(en="2 to 8", de="2 bis 8")
SEEN, RECALLED = Basis(Status.SEEN), Basis(Status.RECALLED)


@pytest.mark.parametrize(
    ("low", "high", "coldest", "warmest", "left"),
    [
        (2, 8, 2, 8, False),
        (2, 8, 1, 8, True),
        (2, 8, 2, 9, True),
        (None, 25, -40, 25, False),
        (None, 25, 5, 26, True),
        (2, None, 2, 90, False),
        (None, None, -90, 90, False),
    ],
)
def test_temperature_is_left(
    low: int | None, high: int | None, coldest: int, warmest: int, *, left: bool
) -> None:
    storage = Storage(
        WORDS,
        SEEN,
        low_c=None if low is None else Decimal(low),
        high_c=None if high is None else Decimal(high),
    )

    found = storage.is_left(coldest=Decimal(coldest), warmest=Decimal(warmest))

    assert (found, storage.is_known) == (left, (low, high) != (None, None))


def test_only_what_was_read_is_proposed() -> None:
    assert Storage(WORDS, SEEN).may_be_proposed
    assert not Storage(WORDS, RECALLED).may_be_proposed
    assert AfterReconstitution(24, WORDS, SEEN).may_be_proposed
    assert not AfterReconstitution(24, WORDS, RECALLED).may_be_proposed


def test_clock_runs_from_dissolving() -> None:
    start = datetime(2026, 11, 2, 9, tzinfo=UTC)

    assert AfterReconstitution(24, WORDS, SEEN).discard_at(start) == datetime(
        2026, 11, 3, 9, tzinfo=UTC
    )
