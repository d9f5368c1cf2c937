"""Several protocols at once answer as each does alone."""

from decimal import Decimal

from glabella.core.criteria import DaysSince, Is
from glabella.core.eligibility import Assessment, Outcome, assess, assess_all
from glabella.core.facts import FactSet
from glabella.core.practice import Confirmation, Practice
from glabella.core.protocol import Criterion, Ending, Kind, Phase, Protocol
from tests import build

SHARED = build.criterion("danger", Kind.CONTRAINDICATION)
RECENT = build.criterion(
    "other_toxin",
    Kind.DEFERRAL,
    DaysSince("last_other_toxin_date", "<", Decimal(84)),
    ending=Ending(build.text("84 days"), days=84, after="last_other_toxin_date"),
)


def protocols(*rules: Criterion) -> tuple[Protocol, Protocol]:
    first = build.protocol(*rules, id="first", product="onabotulinumtoxinA")
    return first, build.protocol(*rules, id="second", product="abobotulinumtoxinA")


def together(rules: tuple[Criterion, ...], facts: FactSet) -> list[Assessment]:
    """Return all answers, after a look that each is what the protocol says alone."""
    asked, setting = protocols(*rules), build.setting()
    answers = list(assess_all(asked, facts, setting=setting))
    assert answers == [assess(each, facts, setting=setting) for each in asked]
    return answers


def session(product: str, days_ago: int) -> dict[str, object]:
    return {
        "date": build.days_before(days_ago),
        "product": product,
        "units": None,
        "condition": "first",
    }


def test_a_shared_rule_is_judged_once() -> None:
    first, second = together((SHARED,), build.fact_set(a=False))

    assert first.judgements[0] is second.judgements[0]


def test_a_rule_about_the_product_is_judged_for_each() -> None:
    sessions = (session("onabotulinumtoxinA", 30),)
    first, second = together(
        (SHARED, RECENT), build.fact_set(a=False, toxin_sessions=sessions)
    )

    outcomes = [each.judgements[1].outcome for each in (first, second)]
    assert outcomes == [Outcome.NEEDS_FACTS, Outcome.DEFERRED]
    assert first.judgements[0] is second.judgements[0]


def test_an_ending_that_depends_on_the_product_is_not_shared() -> None:
    """The rule asks for one fact, its ending counts from another."""
    pregnant = build.criterion("a", Kind.DEFERRAL, Is("a"), ending=RECENT.ending)
    sessions = (session("onabotulinumtoxinA", 30),)

    first, second = together(
        (pregnant,), build.fact_set(a=True, toxin_sessions=sessions)
    )

    assert [each.until and each.until.day for each in (first, second)] == [
        None,
        build.days_before(30 - 84),
    ]


def test_an_entry_rule_reads_the_baseline_of_its_own_course() -> None:
    entry = build.criterion("entry", entry=True)
    sessions = (session("onabotulinumtoxinA", 30),)
    facts = build.fact_set(
        build.fact("a", True, as_of=build.days_before(40)),
        a=False,
        toxin_sessions=sessions,
    )

    first, second = together((entry,), facts)

    assert [first.phase, second.phase] == [Phase.CONTINUE, Phase.START]
    assert [each.judgements[0].truth.value for each in (first, second)] == ["yes", "no"]


def test_a_confirmation_holds_for_its_protocol_alone() -> None:
    recalled = build.criterion("danger", Kind.CONTRAINDICATION, basis=build.RECALLED)
    vouched = Confirmation("first/danger", "Dr. Test", build.ON)
    setting = build.setting(practice=Practice(confirmations=(vouched,)))

    answers = assess_all(protocols(recalled), build.fact_set(a=True), setting=setting)

    outcomes = [each.judgements[0].outcome for each in answers]
    assert outcomes == [Outcome.BLOCKED, Outcome.NEEDS_FACTS]
