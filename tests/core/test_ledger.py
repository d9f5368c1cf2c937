from datetime import date, timedelta
from decimal import Decimal

import attrs
import pytest

from glabella.core.administrations import Administration, LedgerOverride
from glabella.core.ledger import Booster, LedgerRule, ledger
from glabella.core.ledger_notes import LedgerNote, NoteKind
from glabella.core.quantity import Dose, QuantityError, UnlikeUnitsError
from glabella.core.sources import Basis, Status

ONABOT = "onabotulinumtoxinA"
ABOBOT = "abobotulinumtoxinA"
TREATED = date(2026, 1, 1)

RULE = LedgerRule(product=ONABOT, cap_units=Decimal(400))


def given_on(days: int, units: str | None = "155") -> Administration:
    """Return a session of onabotulinumtoxinA so many days after 1 January 2026."""
    amount = None if units is None else Decimal(units)
    return Administration(after(days), ONABOT, amount, id=f"day {days}")


def other(days: int, units: str | None = "500") -> Administration:
    amount = None if units is None else Decimal(units)
    return Administration(after(days), ABOBOT, amount, id=f"other {days}")


def after(days: int) -> date:
    return TREATED + timedelta(days=days)


def onabot(units: str) -> Dose:
    return Dose(Decimal(units), ONABOT)


def figures(*values: object) -> tuple[object, ...]:
    """Return values side by side, so that 400 may stand for Decimal(400)."""
    return values


def kinds(notes: tuple[LedgerNote, ...]) -> list[NoteKind]:
    return [note.kind for note in notes]


def test_first_session_has_the_whole_cap_and_may_be_today() -> None:
    book = ledger(TREATED, [], rule=RULE)

    assert figures(book.used, book.limit, book.remaining) == (0, 400, 400)
    assert (book.earliest, book.last, book.cautions) == (TREATED, None, ())
    assert book.is_interval_over


@pytest.mark.parametrize(
    ("day", "used", "remaining"), [(0, 155, 245), (83, 155, 245), (84, 0, 400)]
)
def test_day_83_is_inside_the_window_and_day_84_is_not(
    day: int, used: int, remaining: int
) -> None:
    is_over = day == 84

    book = ledger(after(day), [given_on(0)], rule=RULE)

    assert figures(book.used, book.remaining) == (used, remaining)
    assert book.is_interval_over is is_over
    assert book.earliest == after(84)
    assert book.allows(onabot("155")) is is_over


def test_every_condition_and_every_place_counts() -> None:
    sessions = [
        Administration(after(0), ONABOT, Decimal(155), condition="chronic_migraine"),
        Administration(
            after(2),
            ONABOT,
            Decimal(100),
            condition="axillary_hyperhidrosis",
            place="Elsewhere",
            external=True,
            certainty="patient's word",
        ),
    ]

    book = ledger(after(10), sessions, rule=RULE)

    assert figures(book.used, book.remaining) == (255, 145)
    external = next(x for x in book.cautions if x.kind is NoteKind.EXTERNAL)
    assert external.text.en == (
        "External session on 3 January 2026 (Elsewhere): 100 U, "
        "certainty: patient's word."
    )


@pytest.mark.parametrize("units", ["500", None])
def test_other_toxin_inside_the_window_makes_the_remainder_unknown(
    units: str | None,
) -> None:
    book = ledger(after(83), [other(0, units)], rule=RULE)

    assert figures(book.used, book.remaining, book.is_blocked) == (0, None, True)
    assert book.others == (other(0, units),)
    assert book.blocks[0].text.en == (
        "Other toxin on 1 January 2026, units not comparable."
    )
    assert book.earliest == after(84)


def test_other_toxin_leaves_after_84_days() -> None:
    book = ledger(after(84), [other(0)], rule=RULE)

    assert figures(book.remaining, book.is_blocked, book.others) == (400, False, ())


def test_override_by_name_lifts_the_block_and_not_the_ignorance() -> None:
    override = LedgerOverride("other 0", who="Dr Canary", why="dose was 10 U")

    book = ledger(
        after(70), [other(0)], rule=RULE.with_interval(70), overrides=[override]
    )

    assert (book.is_blocked, book.remaining) == (False, None)
    assert book.blocks[0].override == override
    assert book.earliest == after(70)


def test_override_names_one_administration_only() -> None:
    unnamed = attrs.evolve(other(0), id="")
    overrides = [
        LedgerOverride("", who="Dr Canary", why="-"),
        LedgerOverride("other 1", who="Dr Canary", why="-"),
    ]

    book = ledger(after(5), [unnamed, other(2)], rule=RULE, overrides=overrides)

    assert [block.is_open for block in book.blocks] == [True, True]


@pytest.mark.parametrize(
    ("session", "kind", "words"),
    [
        (
            Administration(TREATED),
            NoteKind.UNKNOWN_PRODUCT,
            "Unknown toxin on 1 January 2026, units not comparable.",
        ),
        (
            Administration(TREATED, None, Decimal(100)),
            NoteKind.UNKNOWN_PRODUCT,
            "Unknown toxin on 1 January 2026, units not comparable.",
        ),
        (
            Administration(TREATED, ONABOT),
            NoteKind.UNKNOWN_UNITS,
            "onabotulinumtoxinA on 1 January 2026, units not known.",
        ),
    ],
)
def test_unknown_product_or_units_make_the_remainder_unknown(
    session: Administration, kind: NoteKind, words: str
) -> None:
    inside = ledger(after(83), [session], rule=RULE)
    outside = ledger(after(84), [session], rule=RULE)

    assert figures(inside.remaining, outside.remaining) == (None, 400)
    assert [(block.kind, block.text.en) for block in inside.blocks] == [(kind, words)]


def test_interval_runs_from_the_last_injection_of_any_toxin() -> None:
    book = ledger(after(90), [given_on(0), other(40)], rule=RULE)

    assert book.last == after(40)
    assert book.earliest == after(124)


def test_shorter_interval_of_a_condition_wins_and_is_said() -> None:
    """Cervical dystonia, UK: 10 weeks."""
    rule = RULE.with_interval(70)

    early = ledger(after(69), [given_on(0)], rule=rule)
    due = ledger(after(70), [given_on(0)], rule=rule)

    assert (early.earliest, due.earliest) == (after(70), after(70))
    assert kinds(due.cautions) == [NoteKind.SHORT_INTERVAL]
    assert due.cautions[0].on == after(84)
    assert ledger(after(84), [given_on(0)], rule=rule).cautions == ()


def test_longer_interval_of_a_condition_wins() -> None:
    """Axillary hyperhidrosis, UK: 16 weeks."""
    book = ledger(after(84), [given_on(0, "100")], rule=RULE.with_interval(112))

    assert figures(book.earliest, book.remaining) == (after(112), 400)


def test_cap_of_the_product_holds_under_a_shorter_interval() -> None:
    book = ledger(after(70), [given_on(0, "300")], rule=RULE.with_interval(70))

    assert book.remaining == 100
    assert book.earliest_for(onabot("100")) == after(70)
    assert book.earliest_for(onabot("100.5")) == after(84)


def test_earliest_waits_until_older_sessions_leave_the_window() -> None:
    sessions = [given_on(0, "150"), given_on(30, "100"), given_on(60, "150")]
    rule = RULE.with_interval(14)

    book = ledger(after(75), sessions, rule=rule)

    assert figures(book.remaining, book.earliest) == (0, after(84))
    assert book.earliest_for(onabot("150")) == after(84)
    assert book.earliest_for(onabot("151")) == after(114)
    assert book.earliest_for(onabot("251")) == after(144)
    assert book.earliest_for(onabot("400")) == after(144)
    assert book.earliest_for(onabot("401")) is None


def test_dose_of_another_product_cannot_be_asked_for() -> None:
    with pytest.raises(UnlikeUnitsError, match="abobotulinumtoxinA"):
        ledger(TREATED, [], rule=RULE).earliest_for(Dose(5, ABOBOT))


def test_session_cap_limits_one_day_and_never_grows() -> None:
    """Relabotulinum toxin: 110 U a session, no cap of a window on file."""
    rule = attrs.evolve(RULE, cap_units=None, session_cap_units=Decimal(110))

    book = ledger(after(200), [given_on(0, "110")], rule=rule)

    assert figures(book.limit, book.remaining) == (None, 110)
    assert book.earliest_for(onabot("110")) == after(200)
    assert book.earliest_for(onabot("111")) is None


def test_session_cap_counts_what_was_given_the_same_day() -> None:
    rule = attrs.evolve(
        RULE, cap_units=None, session_cap_units=Decimal(110), min_interval_days=0
    )

    book = ledger(after(0), [given_on(0, "110")], rule=rule)

    assert figures(book.remaining, book.earliest) == (0, after(1))


def test_smaller_of_window_and_session_cap_remains() -> None:
    rule = attrs.evolve(RULE, session_cap_units=Decimal(300)).with_interval(0)

    assert ledger(after(1), [], rule=rule).remaining == 300
    assert ledger(after(1), [given_on(0, "200")], rule=rule).remaining == 200


def test_rule_of_one_condition_counts_that_condition_and_the_unknown() -> None:
    """Blepharospasm, US: 200 U in 30 days."""
    rule = attrs.evolve(
        RULE,
        cap_units=Decimal(200),
        window_days=30,
        conditions=("blepharospasm",),
        min_interval_days=0,
    )
    sessions = [
        Administration(after(0), ONABOT, Decimal(50), condition="blepharospasm"),
        Administration(after(1), ONABOT, Decimal(155), condition="chronic_migraine"),
        Administration(after(1), ONABOT, None, condition="chronic_migraine"),
        Administration(after(2), ONABOT, Decimal(20)),
    ]

    assert ledger(after(29), sessions, rule=rule).used == 70
    assert ledger(after(30), sessions, rule=rule).used == 20
    assert ledger(after(32), sessions, rule=rule).remaining == 200


def test_printed_months_that_end_later_are_a_caution_only() -> None:
    """84 days after 1 January is 26 March; three months after is 1 April."""
    rule = attrs.evolve(RULE, window_months=3)

    book = ledger(after(84), [given_on(0)], rule=rule)

    assert figures(book.earliest, book.remaining) == (after(84), 400)
    assert kinds(book.cautions) == [NoteKind.PRINTED_MONTHS]
    assert book.cautions[0].on == date(2026, 4, 1)
    assert book.cautions[0].text.en == (
        "The source prints 3 months: by the calendar, those since the session of "
        "1 January 2026 end on 1 April 2026."
    )
    assert ledger(date(2026, 4, 1), [given_on(0)], rule=rule).cautions == ()


def test_months_of_an_interval_run_from_any_toxin() -> None:
    rule = RULE.with_interval(84, months=3)

    book = ledger(after(86), [other(0)], rule=rule)

    assert kinds(book.cautions) == [NoteKind.PRINTED_MONTHS]


def test_months_that_end_sooner_than_the_days_are_not_said() -> None:
    rule = RULE.with_interval(112, months=3)

    assert NoteKind.PRINTED_MONTHS not in kinds(
        ledger(after(85), [given_on(0)], rule=rule).cautions
    )
    assert ledger(after(0), [], rule=rule).cautions == ()


def test_top_up_is_a_booster() -> None:
    book = ledger(after(110), [given_on(0), given_on(14, "10")], rule=RULE)

    assert book.boosters == (Booster(after(14), days_after=14),)
    assert kinds(book.cautions) == [NoteKind.BOOSTER]
    assert book.cautions[0].text.en == (
        "Session of 15 January 2026: 14 days after the one before, less than 84. "
        "Boosters raise the risk of antibodies."
    )


def test_two_records_of_one_day_are_one_session() -> None:
    book = ledger(after(90), [given_on(0), given_on(0, "10")], rule=RULE)

    assert book.boosters == ()


def test_session_wanted_too_soon_would_be_a_booster() -> None:
    book = ledger(after(14), [given_on(0)], rule=RULE)

    assert [note.on for note in book.cautions] == [after(14)]
    assert kinds(book.cautions) == [NoteKind.BOOSTER]


def test_sessions_of_the_future_are_ignored_and_counted() -> None:
    book = ledger(after(10), [given_on(11), other(40)], rule=RULE)

    assert figures(book.used, book.last, book.ignored_future) == (0, None, 2)
    assert kinds(book.cautions) == [NoteKind.FUTURE_IGNORED]


def test_product_without_a_cap_leaves_an_unknown_remainder() -> None:
    rule = LedgerRule(product=ONABOT)

    book = ledger(after(84), [given_on(0)], rule=rule)

    assert figures(book.used, book.limit, book.remaining) == (0, None, None)
    assert (book.is_blocked, book.earliest) == (False, after(84))
    assert kinds(book.cautions) == [NoteKind.NO_LIMIT_KNOWN]


def test_recalled_cap_gives_no_number() -> None:
    recalled = Basis(Status.RECALLED, confidence="high", check="SmPC 4.2")
    rule = attrs.evolve(RULE, basis=recalled, session_cap_units=Decimal(400))

    book = ledger(TREATED, [], rule=rule)

    assert (book.limit, book.remaining) == (None, None)
    assert kinds(book.cautions) == [NoteKind.RECALLED_LIMIT]


def test_window_over_its_cap_leaves_nothing_and_says_so() -> None:
    book = ledger(after(5), [given_on(0, "450")], rule=RULE)

    assert book.remaining == 0
    assert book.cautions[0].text.en == (
        "450 U inside the window exceed the limit of 400 U."
    )


def test_ledger_prints_exact_decimals_and_iso_dates() -> None:
    book = ledger(after(10), [given_on(0, "12.5"), other(1, None)], rule=RULE)

    assert book.as_json() == {
        "window_days": 84,
        "used": Decimal("12.5"),
        "limit": Decimal(400),
        "remaining": None,
        "earliest": "2026-03-27",
        "others": [
            {
                "on": "2026-01-02",
                "product": "abobotulinumtoxinA",
                "units": None,
                "place": None,
                "external": False,
                "certainty": "",
            }
        ],
    }


def test_blocked_for_ever_prints_no_date() -> None:
    rule = attrs.evolve(RULE, cap_units=Decimal(0))

    assert ledger(TREATED, [], rule=rule).as_json()["earliest"] is None


def test_negative_units_are_refused() -> None:
    with pytest.raises(QuantityError, match="A session is -1"):
        Administration(TREATED, ONABOT, Decimal(-1))
