"""What a consent covers, and each way in which it no longer does."""

from datetime import date
from decimal import Decimal

import attrs
import pytest

from glabella.clinic.consent import queries
from glabella.clinic.consent.differences import differences
from glabella.clinic.consent.models import Consent
from glabella.clinic.consent.standing import effect_word, is_outdated
from glabella.clinic.consent.values import Scope
from glabella.clinic.planning.models import Plan
from tests import world
from tests.clinic.consent import build
from tests.clinic.scene import Scene

pytestmark = pytest.mark.django_db


def reasons(here: Scene, plan: Plan, on: date = world.TODAY) -> tuple[str, ...]:
    return queries.standing(here.who, plan, on=on).reasons


def test_nothing_is_there(here: Scene) -> None:
    stands = queries.standing(here.who, build.plan(here), on=world.TODAY)

    assert stands.consent is None
    assert stands.reasons == ("there is no consent yet.",)


def test_prepared_is_not_signed(here: Scene) -> None:
    row = build.consent(here)

    assert reasons(here, row.plan) == ("the consent is not signed yet.",)


def test_first_session_is_covered_without_a_further_word(here: Scene) -> None:
    row = build.signed(here)
    stands = queries.standing(here.who, row.plan, on=world.TODAY)

    assert (stands.consent, stands.may_start, stands.reasons) == (row, True, ())


def test_other_product_needs_a_new_consent(here: Scene) -> None:
    build.signed(here)
    plan = build.plan(here, product="incobotulinumtoxinA")

    assert reasons(here, plan) == ("another product: incobotulinumtoxinA.",)


def test_other_muscles_need_a_new_consent(here: Scene) -> None:
    build.signed(here)
    found = reasons(here, build.plan(here, build.NECK))

    assert found[0] == "another muscle group: shoulders."
    assert found[1].startswith("a risk that the consent does not name: ")


def test_other_condition_needs_a_new_consent(here: Scene) -> None:
    build.signed(here)
    plan = build.plan(here, protocols=("chronic_migraine", "glabellar_lines"))

    assert reasons(here, plan) == ("another condition: Glabellar lines.",)


def test_more_units_need_a_new_consent(here: Scene) -> None:
    build.signed(here)
    more = dict.fromkeys(build.BROW, 6)

    assert reasons(here, build.plan(here, more)) == (
        "more units for forehead and brow: 12 instead of 10.",
        "more units in all: 12 instead of 10.",
    )


def test_units_of_a_course_may_grow_as_far_as_agreed(here: Scene) -> None:
    build.signed(here, up_to=Decimal(12))
    more = dict.fromkeys(build.BROW, 6)

    assert reasons(here, build.plan(here, more)) == ()


def test_twelve_months_need_a_new_consent(here: Scene) -> None:
    row = build.signed(here)

    assert reasons(here, row.plan, date(2027, 11, 1)) == ()
    assert reasons(here, row.plan, date(2027, 11, 2)) == (
        "the consent is 12 months old or older.",
    )


def test_leap_day_ends_on_the_first_of_march() -> None:
    place = world.outlet()
    signed = world.AT.replace(year=2028, month=2, day=29)
    row = Consent(outlet=place, signed_at=signed)

    assert not is_outdated(row, on=date(2029, 2, 28))
    assert is_outdated(row, on=date(2029, 3, 1))
    assert not is_outdated(Consent(outlet=place), on=date(2029, 3, 1))


def test_older_consent_that_covers_more_still_counts(here: Scene) -> None:
    wide = build.signed(here, up_to=Decimal(20))
    build.signed(here)
    more = dict.fromkeys(build.BROW, 6)
    stands = queries.standing(here.who, build.plan(here, more), on=world.TODAY)

    assert stands.consent == wide


def test_differences_name_what_is_new() -> None:
    before = Scope(
        ("chronic_migraine",), build.ONA, {"forehead": Decimal(10)}, Decimal(10), ()
    )
    after = attrs.evolve(
        before,
        groups={"neck": Decimal(5)},
        total_units=Decimal(5),
        risks=("neck_pain",),
    )

    assert [row["label"] for row in differences(before, after)] == [
        "forehead and brow",
        "neck",
        "In all",
        "Side effects named",
    ]
    assert differences(before, before) == []


def test_effects_have_words() -> None:
    assert effect_word("neck_pain") == "Neck pain"
    assert effect_word("bronchitis") == "Bronchitis"
    assert effect_word("nothing_known") == "nothing_known"


def test_last_scope_is_that_of_the_signed_one_before(here: Scene) -> None:
    first = build.signed(here)
    second = build.consent(here, at=build.AFTER)

    assert queries.last_scope(here.who, before=second) == Scope.of_json(first.scope)
    assert queries.last_scope(here.who, before=first) is None
    assert queries.consents(here.who) == [second, first]
