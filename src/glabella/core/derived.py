"""Facts that follow from other facts: age from a birth date, a total from its items.

A derived fact names its origin in `source` and is never older than its inputs.
A fact stated by a person stands before one that could be derived.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from glabella.core.facts import Fact, FactSet, Missing
from glabella.core.suicidality import suicidality_facts


def with_derived(facts: FactSet) -> FactSet:
    """Return the set with every fact that follows from it."""
    new = [
        fact for rule in _RULES for fact in rule(facts) if fact.id in facts.catalogue
    ]
    stated = [fact for fact in new if not facts.history(fact.id)]
    return facts.with_facts(stated) if stated else facts


def derived_afresh(facts: FactSet, names: Iterable[str]) -> FactSet:
    """Return the set with these facts derived again; what a person stated stays."""
    stale = {
        name for name in names if all(fact.is_derived for fact in facts.history(name))
    }
    return with_derived(facts.without(stale))


def _age(facts: FactSet) -> Iterator[Fact]:
    born = facts.lookup("birth_date")
    if isinstance(born, Missing) or not isinstance(born.value, date):
        return
    years = full_years(born.value, facts.on)
    if years >= 0:
        yield Fact("age", years, facts.on, "derived from birth_date", born.certainty)


def full_years(born: date, on: date) -> int:
    """Return completed years; someone born on 29 February turns on 1 March."""
    had_birthday = (on.month, on.day) >= (born.month, born.day)
    return on.year - born.year - (0 if had_birthday else 1)


def _deceased(facts: FactSet) -> Iterator[Fact]:
    died = facts.lookup("death_date")
    if isinstance(died, Missing) or not isinstance(died.value, date):
        return
    yield Fact("deceased", died.value <= facts.on, facts.on, "derived from death_date")


def _last_toxin(facts: FactSet) -> Iterator[Fact]:
    found = facts.lookup("toxin_sessions")
    if isinstance(found, Missing):
        return
    source = "derived from toxin_sessions"
    days = [row.get("date") for row in facts.rows("toxin_sessions")]
    past = [day for day in days if isinstance(day, date) and day <= facts.on]
    if past:
        yield Fact("last_toxin_date", max(past), found.as_of, source, found.certainty)
    if past or not found.may_be_incomplete:
        had = bool(past)
        yield Fact("prior_botulinum_toxin", had, found.as_of, source, found.certainty)


def _phq9_total(facts: FactSet) -> Iterator[Fact]:
    """Add up the nine items; a missing item gives no total."""
    items = [facts.lookup(f"phq9_item{number}") for number in range(1, 10)]
    scored = [item for item in items if isinstance(item, Fact)]
    if len(scored) < len(items) or len({item.as_of for item in scored}) != 1:
        return
    total = sum(item.value for item in scored if isinstance(item.value, int))
    yield Fact("phq9_total", total, scored[0].as_of, "derived from phq9_item1 to 9")


_RULES: tuple[Callable[[FactSet], Iterator[Fact]], ...] = (
    _age,
    _deceased,
    _last_toxin,
    _phq9_total,
    suicidality_facts,
)
