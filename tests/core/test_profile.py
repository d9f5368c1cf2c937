"""What holds in a country: who may do what, and the rules of its ledger."""

from decimal import Decimal

import attrs
import pytest

from glabella.core.ledger import LedgerRule
from glabella.core.profile import Profile, Role, ledger_rules
from glabella.core.protocol import Interval, Protocol
from tests import build

ONA, ABO = "onabotulinumtoxinA", "abobotulinumtoxinA"


def profile(*rules: LedgerRule, roles: tuple[Role, ...] = ()) -> Profile:
    return Profile("UK", build.text(), "NICE", (), rules, roles)


def rules_for(country: Profile, *protocols: Protocol) -> tuple[LedgerRule, ...]:
    return ledger_rules(country, protocols, product=ONA)


# ---- who may ------------------------------------------------------------------------


def test_a_role_speaks_where_it_is_not_narrowed() -> None:
    anybody, here, cosmetic, both = roles = (
        Role("inject", build.text("anybody"), build.SEEN),
        Role("inject", build.text("here"), build.SEEN, conditions=("condition",)),
        Role("inject", build.text("cosmetic"), build.SEEN, uses=("aesthetic",)),
        Role(
            "inject",
            build.text("both"),
            build.SEEN,
            conditions=("condition",),
            uses=("aesthetic",),
        ),
    )
    country = profile(roles=roles)

    assert country.roles_for(build.protocol()) == (anybody, here)
    assert country.roles_for(build.protocol(use="aesthetic")) == roles
    assert country.roles_for(build.protocol(id="x", use="aesthetic")) == (
        anybody,
        cosmetic,
    )
    assert country.roles_for(build.protocol(id="x")) == (anybody,)
    assert both not in country.roles_for(build.protocol())


# ---- the ledger's rules -------------------------------------------------------------

GENERAL = LedgerRule(product=ONA, cap_units=Decimal(400))

NARROW = LedgerRule(product=ONA, cap_units=Decimal(100), conditions=("condition",))

ELSEWHERE = LedgerRule(product=ONA, cap_units=Decimal(50), conditions=("other",))


def test_the_rule_of_the_product_stands_before_a_narrower_one() -> None:
    country = profile(NARROW, ELSEWHERE, GENERAL)

    assert rules_for(country, build.protocol()) == (GENERAL, NARROW)
    assert rules_for(country, build.protocol(id="other")) == (GENERAL, ELSEWHERE)
    assert rules_for(country, build.protocol(id="third")) == (GENERAL,)


@pytest.mark.parametrize("country", [profile(), profile(LedgerRule(product=ABO))])
def test_without_a_rule_the_default_of_the_project_holds(country: Profile) -> None:
    assert rules_for(country, build.protocol()) == (LedgerRule(product=ONA),)


def every(days: int, **others: object) -> Protocol:
    """Return a protocol that prints so many days as its least interval."""
    minimum = Interval("minimum", days, build.SEEN)
    interval = attrs.evolve(minimum, **others)  # type: ignore[arg-type]  # by name
    return build.protocol(intervals=(interval,))


def test_the_interval_of_a_condition_stands_before_that_of_the_product() -> None:
    country = profile(GENERAL, NARROW)

    assert rules_for(country, every(70)) == (
        GENERAL.with_interval(70),
        NARROW.with_interval(70),
    )


def test_of_several_intervals_the_longest_holds() -> None:
    short, long = every(70), every(112)

    assert [
        rules_for(profile(GENERAL), *protocols)
        for protocols in ((short, long), (long, short), (build.protocol(), short))
    ] == [
        (GENERAL.with_interval(112),),
        (GENERAL.with_interval(112),),
        (GENERAL.with_interval(70),),
    ]


def test_the_months_that_a_condition_prints_are_kept() -> None:
    """The days decide; the later date of the months is shown as a caution."""
    assert rules_for(profile(GENERAL), every(84, months=3)) == (
        GENERAL.with_interval(84, months=3),
    )


@pytest.mark.parametrize("elsewhere", [{"profiles": ("US",)}, {"product": ABO}])
def test_an_interval_of_elsewhere_is_silent(elsewhere: dict[str, object]) -> None:
    assert rules_for(profile(GENERAL), every(70, **elsewhere)) == (GENERAL,)
