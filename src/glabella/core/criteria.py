"""Criteria: small typed trees over facts that answer yes, no or unknown.

A tree can be read without Python: each node is one sentence ("age is at least 18").
The same tree is what other doors compile to columns or publish for other systems, so a
node holds only names of facts, an operator, a number, other nodes.

Each node answers two questions: `answer` gives the truth with the facts used and, if
the truth is unknown, the facts whose knowledge could settle it; `names` gives the facts
it speaks of.
"""

import operator
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal

import attrs

from glabella.core.facts import Evaluation, Fact, FactSet, Missing
from glabella.core.truth import Truth, all_of, any_of, at_least

COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}

ENDLESS = Decimal("Infinity")

OPPOSITE = {"<": ">=", "<=": ">", "==": "!=", "!=": "==", ">=": "<", ">": "<="}


@attrs.frozen
class Is:
    """A yes-or-no fact is yes."""

    fact: str

    def answer(self, facts: FactSet) -> Evaluation:
        """Return the fact's own answer."""
        found = facts.lookup(self.fact)
        if isinstance(found, Missing):
            return _unknown(found)
        return Evaluation(Truth.of(found.value is True), (found,))

    def names(self) -> tuple[str, ...]:
        """Return the fact."""
        return (self.fact,)


@attrs.frozen
class Compare:
    """A number stands in a relation to a fixed number."""

    fact: str
    op: str
    value: Decimal

    def answer(self, facts: FactSet) -> Evaluation:
        """Return the comparison."""
        found = facts.lookup(self.fact)
        if isinstance(found, Missing):
            return _unknown(found)
        return Evaluation(_compared(_number(found), self.op, self.value), (found,))

    def names(self) -> tuple[str, ...]:
        """Return the fact."""
        return (self.fact,)


@attrs.frozen
class OneOf:
    """A choice is among the named ones; a list of choices has one of them."""

    fact: str
    choices: tuple[str, ...]

    def answer(self, facts: FactSet) -> Evaluation:
        """Return whether the choice is among the named ones."""
        found = facts.lookup(self.fact)
        if isinstance(found, Missing):
            return _unknown(found)
        value = found.value
        given = value if isinstance(value, tuple) else (value,)
        hit = any(item in self.choices for item in given)
        return Evaluation(Truth.of(hit), (found,))

    def names(self) -> tuple[str, ...]:
        """Return the fact."""
        return (self.fact,)


@attrs.frozen
class Known:
    """A fact is recorded and current; this is never unknown."""

    fact: str

    def answer(self, facts: FactSet) -> Evaluation:
        """Return whether there is a current value."""
        found = facts.lookup(self.fact)
        if isinstance(found, Missing):
            return Evaluation(Truth.NO, (), (found,))
        return Evaluation(Truth.YES, (found,))

    def names(self) -> tuple[str, ...]:
        """Return the fact."""
        return (self.fact,)


@attrs.frozen
class Months:
    """Each ("every") or some ("any") of the last months fits a number.

    A month nobody counted is unknown, not zero.
    """

    fact: str
    quantifier: str
    last: int
    op: str
    value: Decimal

    def answer(self, facts: FactSet) -> Evaluation:
        """Return the answer over the newest `last` months."""
        found = facts.lookup(self.fact)
        if isinstance(found, Missing):
            return _unknown(found)
        months = found.value if isinstance(found.value, tuple) else (found.value,)
        newest = [*([None] * self.last), *months][-self.last :]
        truths = [self._month(month) for month in newest]
        truth = all_of(truths) if self.quantifier == "every" else any_of(truths)
        return Evaluation(truth, (found,), _incomplete(truth, found))

    def _month(self, month: object) -> Truth:
        if month is None:
            return Truth.UNKNOWN
        return _compared(Decimal(str(month)), self.op, self.value)

    def names(self) -> tuple[str, ...]:
        """Return the fact."""
        return (self.fact,)


@attrs.frozen
class Count:
    """The number of rows that fit stands in a relation to a number.

    A row whose deciding field is empty may or may not fit; a list that may be
    incomplete may hold any number of further rows.
    """

    fact: str
    where: tuple[tuple[str, tuple[str, ...]], ...]
    op: str
    value: Decimal

    def answer(self, facts: FactSet) -> Evaluation:
        """Return whether the count is certain to fit, certain not to, or open."""
        found = facts.lookup(self.fact)
        if isinstance(found, Missing):
            return _unknown(found)
        rows = found.value if isinstance(found.value, tuple) else ()
        fits = [self._fits(row) for row in rows]
        least = fits.count(Truth.YES)
        most = least + fits.count(Truth.UNKNOWN)
        truths = {
            _compared(Decimal(n), self.op, self.value) for n in range(least, most + 1)
        }
        if found.may_be_incomplete:
            edge = max(Decimal(least), self.value)
            truths |= {_compared(n, self.op, self.value) for n in (edge, ENDLESS)}
        truth = truths.pop() if len(truths) == 1 else Truth.UNKNOWN
        return Evaluation(truth, (found,), _incomplete(truth, found))

    def _fits(self, row: object) -> Truth:
        cells = row if isinstance(row, dict) else {}
        return all_of(
            Truth.of(None if cells.get(field) is None else cells[field] in wanted)
            for field, wanted in self.where
        )

    def names(self) -> tuple[str, ...]:
        """Return the fact."""
        return (self.fact,)


@attrs.frozen
class DaysSince:
    """The days from a date to the day of the decision, in a relation to a number.

    The last date of a list that may be incomplete is the earliest it can be: the true
    one lies between it and today.
    """

    fact: str
    op: str
    value: Decimal

    def answer(self, facts: FactSet) -> Evaluation:
        """Return the comparison of whole days."""
        found = facts.lookup(self.fact)
        if isinstance(found, Missing):
            return _unknown(found)
        if not isinstance(found.value, date):
            raise TypeError(f'"{self.fact}" is no date')
        days = Decimal((facts.on - found.value).days)
        truth = _compared(days, self.op, self.value)
        if found.may_be_incomplete and truth is not self._today():
            truth = Truth.UNKNOWN
        return Evaluation(truth, (found,), _incomplete(truth, found))

    def _today(self) -> Truth:
        return _compared(Decimal(0), self.op, self.value)

    def names(self) -> tuple[str, ...]:
        """Return the fact."""
        return (self.fact,)


@attrs.frozen
class Arithmetic:
    """A number made of several facts, in a relation to a fixed number.

    `form` is "sum", "difference" (first minus second) or "percent_fall" (how far the
    second lies below the first, in percent of the first).
    """

    form: str
    facts: tuple[str, ...]
    op: str
    value: Decimal

    def answer(self, facts: FactSet) -> Evaluation:
        """Return the comparison; a fall from zero is unknown."""
        found = [facts.lookup(name) for name in self.facts]
        absent = tuple(item for item in found if isinstance(item, Missing))
        used = tuple(item for item in found if isinstance(item, Fact))
        if absent:
            return Evaluation(Truth.UNKNOWN, used, absent)
        number = arithmetic(self.form, [_number(fact) for fact in used])
        if number is None:
            return Evaluation(Truth.UNKNOWN, used)
        return Evaluation(_compared(number, self.op, self.value), used)

    def names(self) -> tuple[str, ...]:
        """Return the facts."""
        return self.facts


def arithmetic(form: str, numbers: list[Decimal]) -> Decimal | None:
    """Return the sum, difference or percent fall; None for a fall from zero."""
    if form == "sum":
        return sum(numbers, Decimal(0))
    first, second = numbers
    if form == "difference":
        return first - second
    return None if first == 0 else (first - second) * 100 / first


@attrs.frozen
class All:
    """All parts hold."""

    parts: tuple["Node", ...]

    def answer(self, facts: FactSet) -> Evaluation:
        """Return *and* over the parts."""
        inner = [part.answer(facts) for part in self.parts]
        return _merged(all_of(part.truth for part in inner), inner)

    def names(self) -> tuple[str, ...]:
        """Return the facts of all parts."""
        return _names(self.parts)


@attrs.frozen
class AnyOf:
    """At least one part holds."""

    parts: tuple["Node", ...]

    def answer(self, facts: FactSet) -> Evaluation:
        """Return *or* over the parts."""
        inner = [part.answer(facts) for part in self.parts]
        return _merged(any_of(part.truth for part in inner), inner)

    def names(self) -> tuple[str, ...]:
        """Return the facts of all parts."""
        return _names(self.parts)


@attrs.frozen
class AtLeast:
    """At least `least` parts hold."""

    least: int
    parts: tuple["Node", ...]

    def answer(self, facts: FactSet) -> Evaluation:
        """Return whether enough parts hold."""
        inner = [part.answer(facts) for part in self.parts]
        return _merged(at_least(self.least, (part.truth for part in inner)), inner)

    def names(self) -> tuple[str, ...]:
        """Return the facts of all parts."""
        return _names(self.parts)


@attrs.frozen
class Not:
    """The part does not hold."""

    part: "Node"

    def answer(self, facts: FactSet) -> Evaluation:
        """Return the opposite; the unknown stays unknown."""
        inner = self.part.answer(facts)
        return Evaluation(~inner.truth, inner.used, inner.missing)

    def names(self) -> tuple[str, ...]:
        """Return the facts of the part."""
        return self.part.names()


Leaf = Is | Compare | OneOf | Known | Months | Count | DaysSince | Arithmetic
Node = Leaf | All | AnyOf | AtLeast | Not


def leaves(node: Node) -> Iterator[Leaf]:
    """Yield the leaves of a tree from left to right."""
    if isinstance(node, All | AnyOf | AtLeast):
        for part in node.parts:
            yield from leaves(part)
    elif isinstance(node, Not):
        yield from leaves(node.part)
    else:
        yield node


def _unknown(missing: Missing) -> Evaluation:
    return Evaluation(Truth.UNKNOWN, (), (missing,))


def _incomplete(truth: Truth, fact: Fact) -> tuple[Missing, ...]:
    """Name a fact whose own gaps leave the answer open."""
    return (Missing.gaps(fact),) if truth is Truth.UNKNOWN else ()


def _number(fact: Fact) -> Decimal:
    if isinstance(fact.value, int | Decimal):
        return Decimal(fact.value)
    raise TypeError(f'"{fact.id}" is no number')


def _compared(number: Decimal, op: str, value: Decimal) -> Truth:
    return Truth.YES if COMPARE[op](number, value) else Truth.NO


def _merged(truth: Truth, inner: list[Evaluation]) -> Evaluation:
    """Join the facts of the parts; only open parts of an open answer miss facts."""
    used = {fact.id: fact for part in inner for fact in part.used}
    if truth is not Truth.UNKNOWN:
        return Evaluation(truth, tuple(used.values()))
    missing = {absent.id: absent for part in inner for absent in part.missing}
    return Evaluation(truth, tuple(used.values()), tuple(missing.values()))


def _names(parts: Iterable["Node"]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in parts for name in part.names()))
