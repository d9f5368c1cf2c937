"""How a product keeps: read whole, and its mistakes found at their place."""

from decimal import Decimal
from pathlib import Path

import pytest

from glabella.core.errors import Finding
from glabella.core.keeping import AfterReconstitution, Storage
from glabella.core.sources import Basis, Status, Text
from glabella.protocols.loader import load
from tests.protocols import tiny

SEEN = Basis(Status.SEEN, ("LABEL",))

PRODUCT = "products/toxin.toml"

STORED = """
[storage_unopened]
text = { en = "cold", de = "kalt" }
low_c = 2
high_c = 8
basis = "SEEN"
sources = ["LABEL"]

[after_reconstitution]
text = { en = "a day", de = "ein Tag" }
hours = 24
basis = "SEEN"
sources = ["LABEL"]
"""


def stored(folder: Path, old: str = "", new: str = "") -> list[Finding]:
    """Say how the product keeps, with one change; return every finding."""
    assert old in STORED
    with (folder / PRODUCT).open("a", encoding="utf-8") as file:
        file.write(STORED.replace(old, new, 1))
    return tiny.findings(folder)


def test_how_a_product_keeps_is_read_whole(folder: Path) -> None:
    assert stored(folder) == []

    product = load(folder).products["toxin"]
    assert product.storage == Storage(
        Text("cold", "kalt"), SEEN, low_c=Decimal(2), high_c=Decimal(8)
    )
    assert product.after_reconstitution == AfterReconstitution(
        24, Text("a day", "ein Tag"), SEEN
    )


def test_a_product_may_be_kept_at_one_temperature(folder: Path) -> None:
    assert stored(folder, "low_c = 2", "low_c = 8") == []


def test_temperatures_the_wrong_way_round_are_found(folder: Path) -> None:
    place = "file.storage_unopened"

    assert stored(folder, "low_c = 2", "low_c = 9") == [
        Finding(
            PRODUCT, place, "low_c is 9, above high_c.", "Correct the temperatures."
        )
    ]


@pytest.mark.parametrize("hours", [0, -1])
def test_a_product_that_keeps_for_no_time_is_found(folder: Path, hours: int) -> None:
    place = "file.after_reconstitution"

    assert stored(folder, "hours = 24", f"hours = {hours}") == [
        Finding(PRODUCT, place, f"hours is {hours}.", "Nothing keeps for no time.")
    ]
