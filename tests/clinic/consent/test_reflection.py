"""The time to reflect: as a rule says, or as a physician judges by name."""

from datetime import timedelta

import pytest

from glabella.clinic.consent import actions
from glabella.clinic.consent.actions import talks
from glabella.clinic.consent.reflection import (
    read,
    reflection_for,
    reflections,
)
from glabella.clinic.practice.knowledge import library
from glabella.core.errors import FindingsError
from tests import world
from tests.clinic.consent import build
from tests.clinic.scene import Scene

RULES = """
[[rule]]
profile = "CH"
uses = ["therapeutic"]
text.en = "Two days, synthetic."
text.de = "Zwei Tage, synthetisch."
basis = "SEEN"
sources = ["X"]
days = 2
[[rule]]
profile = "*"
uses = ["therapeutic", "aesthetic"]
text.en = "Judged."
text.de = "Beurteilt."
basis = "RECALLED"
confidence = "high"
check = "X"
days = 1
"""


def test_rule_of_the_country_comes_first() -> None:
    found = reflection_for("CH", ["therapeutic"], rules=read(RULES))

    assert (found.days, found.is_judged) == (2, False)


def test_recalled_number_asks_for_judgement() -> None:
    found = reflection_for("DE", ["therapeutic"], rules=read(RULES))

    assert found.is_judged


def test_strictest_of_several_uses_counts() -> None:
    found = reflection_for("CH", ["therapeutic", "aesthetic"], rules=read(RULES))

    assert found.is_judged


def test_every_country_and_use_has_a_rule() -> None:
    uses = {protocol.use for protocol in library().protocols.values()}

    for profile in library().profiles:
        for use in uses:
            assert reflection_for(profile, [use]).text.en


def test_nobody_may_give_up_the_time_without_a_source() -> None:
    assert [rule for rule in reflections() if rule.may_waive] == []


def test_number_of_days_has_a_source_that_was_read() -> None:
    numbered = [rule for rule in reflections() if rule.days is not None]

    assert [rule for rule in numbered if rule.basis.is_recalled] == []


def test_mistake_in_the_rules_is_named() -> None:
    with pytest.raises(FindingsError):
        read('[[rule]]\nprofile = "CH"\nbasis = "DERIVED"\nsooner = 3\n')


@pytest.mark.django_db
def test_rule_with_days_needs_no_judgement(
    here: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = read(RULES)[0]
    monkeypatch.setattr(talks, "reflection_of", lambda _plan: rule)
    row = build.consent(here)
    new = build.new_talk(here, judgement="", judged_by="")

    talk = actions.hold_talk(row.id, new, by=here.by, at=build.AFTER)

    assert talk.may_sign_from == world.AT + timedelta(minutes=20, days=2)
    assert talk.reflection["by"] == "rule"
