from datetime import date
from decimal import Decimal

import pytest

from glabella.core.administrations import Administration, administration_from_row
from glabella.core.errors import InputError
from glabella.core.quantity import QuantityError

ONABOT = "onabotulinumtoxinA"
TREATED = date(2026, 1, 1)


def test_negative_units_are_refused() -> None:
    with pytest.raises(QuantityError, match="A session is -1"):
        Administration(TREATED, ONABOT, Decimal(-1))


def test_row_of_the_facts_becomes_an_administration() -> None:
    row = {
        "date": TREATED,
        "product": " BOTOX ",
        "units": 155,
        "condition": "chronic_migraine",
        "place": "Elsewhere",
        "external": True,
        "certainty": "letter",
    }

    read = administration_from_row(row, names={"botox": ONABOT}, key="session 1")

    assert read == Administration(
        TREATED,
        ONABOT,
        Decimal(155),
        place="Elsewhere",
        external=True,
        certainty="letter",
        condition="chronic_migraine",
        id="session 1",
    )


@pytest.mark.parametrize("product", ["Wundertox", "", None])
def test_product_nobody_knows_stays_unknown(product: str | None) -> None:
    row = {"date": TREATED, "product": product, "units": None, "id": "x"}

    read = administration_from_row(row, names={"botox": ONABOT}, key="session 1")

    assert read == Administration(TREATED, id="x")


def test_row_without_a_date_is_refused() -> None:
    with pytest.raises(InputError, match=r"session 1: A toxin session has no date\."):
        administration_from_row({"product": "Botox"}, names={}, key="session 1")
