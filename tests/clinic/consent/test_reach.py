"""What a consent does not cover: another day, another country, what it did not say."""

from datetime import date
from decimal import Decimal

import pytest

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.consent import queries
from glabella.clinic.planning.models import Plan
from glabella.clinic.practice import actions as practice
from glabella.clinic.practice.models import Staff
from glabella.clinic.practice.values import NewLabelDecision
from tests import world
from tests.clinic.consent import build
from tests.clinic.scene import Scene

pytestmark = pytest.mark.django_db


def reasons(here: Scene, plan: Plan, on: date = world.TODAY) -> tuple[str, ...]:
    return queries.standing(here.who, plan, on=on).reasons


def decide_label(here: Scene, status: str) -> None:
    new = NewLabelDecision(
        protocol="chronic_migraine",
        product=build.ONA,
        profile="CH",
        status=status,
        basis="read by a synthetic lead",
        name="Lead Synthetic",
    )
    practice.decide_label(new, by=here.by, at=world.AT)


def test_signature_covers_nothing_that_was_before_it(here: Scene) -> None:
    row = build.signed(here)

    assert reasons(here, row.plan, date(2026, 11, 1)) == (
        "the consent was signed on a later day.",
    )


def test_other_country_needs_a_new_consent(here: Scene) -> None:
    build.signed(here)
    plan = build.plan(here, profile="DE")

    assert "the consent was given in another country." in reasons(here, plan)


def test_use_that_is_no_longer_authorised_needs_a_new_consent(here: Scene) -> None:
    decide_label(here, "on_label")
    row = build.signed(here)
    assert reasons(here, row.plan) == ()

    decide_label(here, "off_label")
    found = reasons(here, row.plan)

    assert found == (
        "it says that this use is authorised, which no longer holds: Chronic migraine.",
    )


def test_paper_says_how_far_later_sessions_may_go(here: Scene) -> None:
    row = build.consent(here, up_to=Decimal("12.5"))
    course = {
        language: [
            line
            for section in row.content[language]["sections"]
            if section["id"] == "course"
            for block in section["blocks"]
            for line in block["text"]
        ]
        for language in ("en", "de")
    }

    assert any("12.5" in line for line in course["en"])
    assert any("12,5" in line for line in course["de"])


def test_paper_without_a_wider_range_says_none(here: Scene) -> None:
    plain, same = build.consent(here), build.consent(here, up_to=Decimal(10))

    assert plain.content == same.content


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.ASSISTANT])
def test_talk_of_somebody_who_cannot_explain_it_is_refused(
    here: Scene, role: Role
) -> None:
    row = build.consent(here)
    other = Staff.objects.get(user=world.member(role, here.outlet))

    with pytest.raises(DeedRefusedError, match="only a physician of this outlet"):
        build.talk(here, row, explained_by=other.id)
