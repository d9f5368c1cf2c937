"""Limits, intervals: a number moved by one step must be noticed by a case."""

from collections.abc import Callable
from decimal import Decimal

import attrs
import pytest

from glabella.core.protocol import Interval, Limit, Protocol
from tests.protocols.case_runner import all_cases, answers, expected, library

# A limit that no scheme on file can pass: its far side cannot be shown by a plan.
STEP = Decimal("0.01")


def limits() -> list[tuple[Protocol, Limit]]:
    return [
        (protocol, limit)
        for protocol in library().protocols.values()
        for limit in protocol.limits
        if limit.scope != "window" and not limit.basis.is_recalled
    ]


def intervals() -> list[tuple[Protocol, Interval]]:
    return [
        (protocol, interval)
        for protocol in library().protocols.values()
        for interval in protocol.intervals
        if interval.kind == "minimum" and not interval.basis.is_recalled
    ]


def is_noticed(protocol: Protocol, wrong: Protocol) -> bool:
    return any(
        answers(case, wrong) != expected(case)
        for case in all_cases()
        if case.protocol == protocol.id
    )


def limit_name(pair: tuple[Protocol, Limit]) -> str:
    return f"{pair[0].id}-{pair[1].id}{''.join(pair[1].profiles)}"


def interval_name(pair: tuple[Protocol, Interval]) -> str:
    item = pair[1]
    return f"{pair[0].id}-{item.days}{item.product or ''}{''.join(item.profiles)}"


def with_limit(protocol: Protocol, old: Limit, units: Decimal) -> Protocol:
    new = attrs.evolve(old, units=units)
    swap: Callable[[Limit], Limit] = lambda one: new if one is old else one  # noqa: E731 - one expression
    return attrs.evolve(protocol, limits=tuple(map(swap, protocol.limits)))


@pytest.mark.parametrize("pair", limits(), ids=limit_name)
def test_a_limit_has_a_case_that_passes_it(pair: tuple[Protocol, Limit]) -> None:
    protocol, limit = pair

    assert is_noticed(protocol, with_limit(protocol, limit, limit.units * 1000))


@pytest.mark.parametrize("pair", limits(), ids=limit_name)
def test_a_limit_has_a_case_that_stays_inside(pair: tuple[Protocol, Limit]) -> None:
    protocol, limit = pair

    assert is_noticed(protocol, with_limit(protocol, limit, STEP))


@pytest.mark.parametrize("pair", intervals(), ids=interval_name)
@pytest.mark.parametrize("step", [-1, 1])
def test_an_interval_moved_by_a_day_is_noticed(
    pair: tuple[Protocol, Interval], step: int
) -> None:
    protocol, interval = pair
    moved = attrs.evolve(interval, days=interval.days + step)
    items = tuple(moved if item is interval else item for item in protocol.intervals)

    assert is_noticed(protocol, attrs.evolve(protocol, intervals=items))
