"""One reader of overrides: eligibility and the ledger both ask it."""

import pytest

from glabella.core.fact_types import FactType
from glabella.core.overrides import Override, recorded_overrides
from tests import build

KNOWN = build.catalogue(
    build.definition(
        "overrides",
        FactType.RECORDS,
        fields=dict.fromkeys(("criterion", "who", "why"), FactType.TEXT),
    )
)
ROW = {"criterion": "a rule", "who": "Dr. Test", "why": "a small dose"}


def test_overrides_of_the_day_stand_in_their_order() -> None:
    rows = (ROW, {**ROW, "criterion": "another rule"})

    found = recorded_overrides(build.stated({"overrides": rows}, known=KNOWN))

    assert found == (
        Override("a rule", "Dr. Test", "a small dose"),
        Override("another rule", "Dr. Test", "a small dose"),
    )


@pytest.mark.parametrize("field", ROW)
def test_override_without_rule_name_or_reason_is_none(field: str) -> None:
    rows = ({**ROW, field: None},)

    assert recorded_overrides(build.stated({"overrides": rows}, known=KNOWN)) == ()


def test_without_a_record_there_is_none() -> None:
    assert recorded_overrides(build.fact_set(known=KNOWN)) == ()
