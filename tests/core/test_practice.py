"""What a practice has decided by name."""

import pytest

from glabella.core.practice import (
    NO_PRACTICE,
    Confirmation,
    LabelDecision,
    Practice,
    Signature,
)
from glabella.core.protocol import Label
from tests import build

WHO = "Dr. Test"

SIGNED = Signature("migraine", "2026-1", WHO, build.ON, "digest")

UNDIGESTED = Signature("migraine", "2026-1", WHO, build.ON)


@pytest.mark.parametrize(
    ("signature", "asked", "holds"),
    [
        (SIGNED, ("migraine", "2026-1", "digest"), True),
        (SIGNED, ("migraine", "2026-1", "other digest"), False),
        (SIGNED, ("migraine", "2026-2", "digest"), False),
        (SIGNED, ("depression", "2026-1", "digest"), False),
        (UNDIGESTED, ("migraine", "2026-1", "any digest"), True),
    ],
)
def test_a_signature_holds_for_one_version_and_text(
    signature: Signature, asked: tuple[str, str, str], *, holds: bool
) -> None:
    practice = Practice(signatures=(signature,))

    assert practice.signature(*asked) == (signature if holds else None)


def test_the_fitting_one_of_several_signatures_is_found() -> None:
    later = Signature("migraine", "2026-2", WHO, build.ON)
    practice = Practice(signatures=(SIGNED, later))

    assert practice.signature("migraine", "2026-2", "digest") == later


def test_a_confirmation_is_for_one_statement() -> None:
    item = Confirmation("migraine/rule", WHO, build.ON)
    practice = Practice(confirmations=(item,))

    assert practice.confirmation("migraine/rule") == item
    assert practice.confirmation("migraine/other") is None


DECISIONS = tuple(
    LabelDecision("migraine", product, profile, Label.OFF_LABEL, WHO, build.ON)
    for product, profile in (("ona", "US"), ("abo", "UK"), ("ona", "UK"))
)


def test_a_label_decision_is_for_one_product_in_one_country() -> None:
    practice = Practice(label_decisions=DECISIONS)

    found = practice.label_decision("migraine", product="ona", profile="UK")

    assert found == DECISIONS[2]


@pytest.mark.parametrize(
    "asked", [("depression", "ona", "UK"), ("migraine", "abo", "US")]
)
def test_without_a_decision_the_conflict_stays(asked: tuple[str, str, str]) -> None:
    protocol, product, profile = asked
    practice = Practice(label_decisions=DECISIONS)

    found = practice.label_decision(protocol, product=product, profile=profile)

    assert found is None


def test_without_a_practice_nothing_is_decided() -> None:
    assert Practice() == NO_PRACTICE
