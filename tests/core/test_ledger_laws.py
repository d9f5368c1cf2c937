"""Laws of the ledger, over sessions that nobody thought of."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from glabella.core.administrations import Administration
from glabella.core.ledger import LedgerRule, ledger
from glabella.core.quantity import Dose

ONABOT = "onabotulinumtoxinA"
ABOBOT = "abobotulinumtoxinA"
TREATED = date(2026, 1, 1)

RULE = LedgerRule(product=ONABOT, cap_units=Decimal(400))


def after(days: int) -> date:
    return TREATED + timedelta(days=days)


def onabot(units: int) -> Dose:
    return Dose(units, ONABOT)


SESSIONS = st.lists(
    st.builds(
        Administration,
        st.dates(min_value=after(-200), max_value=after(20)),
        st.sampled_from([ONABOT, ONABOT, ONABOT, ABOBOT, None]),
        st.none() | st.integers(0, 300).map(Decimal),
    ),
    max_size=6,
)


@given(sessions=SESSIONS, wanted=st.integers(1, 450), interval=st.sampled_from([0, 84]))
def test_earliest_is_the_first_day_that_a_daily_walk_allows(
    sessions: list[Administration], wanted: int, interval: int
) -> None:
    """The reference asks anew each day, as if that day were today."""
    rule = RULE.with_interval(interval)
    past = [one for one in sessions if one.on <= TREATED]
    dose = onabot(wanted)

    def is_fine(day: int) -> bool:
        book = ledger(after(day), past, rule=rule)
        enough = book.remaining is not None and book.remaining >= wanted
        return enough and book.is_interval_over and not book.is_blocked

    walked = next((after(day) for day in range(100) if is_fine(day)), None)
    assert ledger(TREATED, sessions, rule=rule).earliest_for(dose) == walked


@given(sessions=SESSIONS, more=SESSIONS)
def test_one_more_session_never_leaves_more(
    sessions: list[Administration], more: list[Administration]
) -> None:
    few = ledger(TREATED, sessions, rule=RULE)
    many = ledger(TREATED, sessions + more, rule=RULE)

    assert many.used >= few.used
    if many.remaining is not None:
        assert few.remaining is not None
        assert many.remaining <= few.remaining
    assert many.earliest is not None
    assert few.earliest is not None
    assert many.earliest >= few.earliest


@given(sessions=SESSIONS, small=st.integers(0, 450), more=st.integers(0, 100))
def test_larger_dose_is_never_allowed_earlier(
    sessions: list[Administration], small: int, more: int
) -> None:
    book = ledger(TREATED, sessions, rule=RULE)

    first = book.earliest_for(onabot(small))
    later = book.earliest_for(onabot(small + more))

    assert later is None or (first is not None and first <= later)


@given(sessions=SESSIONS, days=st.integers(1, 300))
def test_waiting_only_frees_units(sessions: list[Administration], days: int) -> None:
    past = [one for one in sessions if one.on <= TREATED]

    now = ledger(TREATED, past, rule=RULE)
    then = ledger(after(days), past, rule=RULE)

    assert then.used <= now.used
    assert len(then.blocks) <= len(now.blocks)
