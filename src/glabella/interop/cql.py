"""Criteria as CQL text, for systems that speak HL7's Clinical Quality Language.

Each criterion becomes one definition. What is unknown here is `null` there, and the
tables of *and*, *or*, *not* are the same in both languages.

How a library comes to its facts is not said by a criterion: a `FactAccess` declares it,
for example as one parameter, or as definitions that search the record. Beside a list
or a date stands whether it may be incomplete: a record can show that something was
tried, never that nothing else was.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain

import attrs

from glabella.core.criteria import (
    COMPARE,
    All,
    AnyOf,
    Arithmetic,
    AtLeast,
    Compare,
    Count,
    DaysSince,
    Is,
    Known,
    Leaf,
    Months,
    Node,
    Not,
    OneOf,
)
from glabella.core.errors import InputError
from glabella.core.fact_types import Catalogue, FactDefinition, FactType
from glabella.core.protocol import Criterion

# Source: CQL 1.5.3, section 2.3, "Decimal": at most eight digits after the point.
_MOST_DECIMALS = 8

_UNKNOWN = "(null as Boolean)"

# The engine cql-execution fails on the length of no list, so that case stands apart;
# and it drops equal rows of a query without `return all`.
_FUNCTIONS = """\
// The count of a month, 1 for the newest; null if nobody counted.
define function "Month"(counts List<Decimal>, back Integer):
  if counts is null then null else counts[Length(counts) - back]

// Whether at least so many hold: the open ones may still turn out either way.
define function "AtLeast"(least Integer, truths List<Boolean>):
  Count(truths T where T is true return all T) >= least
    or (Length(truths) - Count(truths T where T is false return all T) >= least
      and (null as Boolean))
"""


@attrs.frozen
class FactAccess:
    """How a library comes to its facts.

    `declarations` stand at its head and make each fact available under its own name,
    perhaps as a part of something else: then `prefix` stands before the name. A list
    that is counted, and a date from which days are counted, has a companion of yes or
    no: the name of the fact, then "may be incomplete".
    """

    declarations: str
    prefix: str = ""

    def name(self, fact_id: str) -> str:
        """Return how an expression names a fact."""
        return f'{self.prefix}"{fact_id}"'

    def may_be_incomplete(self, fact_id: str) -> str:
        """Return the test whether there may be more than is recorded."""
        return f"{self.name(companion(fact_id))} is true"


def companion(fact_id: str) -> str:
    """Return the name of what says whether a list or a date may be incomplete."""
    return f"{fact_id} may be incomplete"


def facts_as_parameter(names: Iterable[str], catalogue: Catalogue) -> FactAccess:
    """Return the access through one parameter: a tuple with a field for each fact."""
    fields = chain.from_iterable(_fields(catalogue[name]) for name in names)
    tuple_type = "Tuple {\n" + ",\n".join(fields) + "\n}"
    text = f'parameter "Facts" {tuple_type}\n\ncontext Unfiltered'
    return FactAccess(text, prefix='"Facts".')


def cql_library(
    name: str,
    criteria: Mapping[str, Criterion],
    *,
    access: FactAccess,
    catalogue: Catalogue,
    version: str = "1",
) -> str:
    """Return a CQL library with one definition for each criterion.

    Args:
        name: The name of the library.
        criteria: The criteria by the names of their definitions, which must differ from
            those of the facts.
        access: How the library comes to its facts.
        catalogue: The types of the facts.
        version: The version of the library.

    Raises:
        InputError: If a criterion cannot be said in CQL.
    """
    parts = [
        f"library \"{name}\" version '{version}'",
        'parameter "On" Date',
        access.declarations.strip(),
        _FUNCTIONS.strip(),
    ]
    parts += [
        f"{_comment(criterion)}\ndefine {_quoted(title)}:\n"
        f"  {expression(criterion.when, catalogue, access=access)}"
        for title, criterion in criteria.items()
    ]
    return "\n\n".join(parts) + "\n"


def expression(node: Node, catalogue: Catalogue, *, access: FactAccess) -> str:
    """Return the CQL expression of a criterion tree."""
    return _Writer(catalogue, access).tree(node)


@attrs.frozen
class _Writer:
    """Writes one node after another; only a leaf of a choice needs its fact's type."""

    catalogue: Catalogue
    access: FactAccess

    def tree(self, node: Node) -> str:
        match node:
            case All(parts=parts):
                return self._joined("and", parts, empty="true")
            case AnyOf(parts=parts):
                return self._joined("or", parts, empty="false")
            case AtLeast(least=least, parts=parts):
                truths = ", ".join(self.tree(part) for part in parts)
                return f'"AtLeast"({least}, {{ {truths} }})'
            case Not(part=part):
                return f"not ({self.tree(part)})"
            case _:
                return self._leaf(node)

    def _joined(self, word: str, parts: tuple[Node, ...], *, empty: str) -> str:
        return f" {word} ".join(f"({self.tree(part)})" for part in parts) or empty

    def _leaf(self, leaf: Leaf) -> str:
        match leaf:
            case Is():
                return self.access.name(leaf.fact)
            case Known():
                return f"{self.access.name(leaf.fact)} is not null"
            case OneOf():
                return self._one_of(leaf)
            case Count():
                return self._count(leaf)
            case Months():
                return self._months(leaf)
            case DaysSince():
                return self._days_since(leaf)
            case _:
                return f"{self._number(leaf)} {_ending(leaf)}"

    def _number(self, leaf: Compare | Arithmetic) -> str:
        names = [self.access.name(fact) for fact in leaf.names()]
        match leaf:
            case Compare():
                return names[0]
            case Arithmetic(form="sum"):
                return f"({' + '.join(names)})"
            case Arithmetic(form="difference"):
                return f"({names[0]} - {names[1]})"
            case _:
                # A division by zero is null: a fall from zero is unknown here too.
                return f"(({names[0]} - {names[1]}) * 100 / {names[0]})"

    def _days_since(self, leaf: DaysSince) -> str:
        """Compare the days; the last date of an open list may lie nearer today."""
        days = f'difference in days between {self.access.name(leaf.fact)} and "On"'
        compared = f"{days} {_ending(leaf)}"
        perhaps_later = self.access.may_be_incomplete(leaf.fact)
        if COMPARE[leaf.op](Decimal(0), leaf.value):
            return f"({compared}) or ({perhaps_later} and {_UNKNOWN})"
        return f"({compared}) and (not ({perhaps_later}) or {_UNKNOWN})"

    def _one_of(self, leaf: OneOf) -> str:
        name = self.access.name(leaf.fact)
        if self.catalogue[leaf.fact].type is FactType.CHOICES:
            hit = _equals_one("C", leaf.choices)
            return _unless_null(name, f"exists ({name} C where {hit})")
        return _equals_one(name, leaf.choices)

    def _months(self, leaf: Months) -> str:
        word = "and" if leaf.quantifier == "every" else "or"
        name = self.access.name(leaf.fact)
        counts = (f'"Month"({name}, {back})' for back in range(1, leaf.last + 1))
        return f" {word} ".join(f"({count} {_ending(leaf)})" for count in counts)

    def _count(self, leaf: Count) -> str:
        name = self.access.name(leaf.fact)
        cells = [
            f"({_equals_one(self._field(leaf.fact, field), wanted)})"
            for field, wanted in leaf.where
        ]
        fits = " and ".join(cells) or "true"
        tally = _Tally(
            certain=f"Count({name} R where ({fits}) is true return all R)",
            possible=f"Count({name} R where ({fits}) is not false return all R)",
            may_be_more=self.access.may_be_incomplete(leaf.fact),
            value=_literal(leaf.value),
        )
        return _unless_null(name, tally.compared(leaf.op))

    def _field(self, fact_id: str, field: str) -> str:
        if self.catalogue[fact_id].fields.get(field) is not FactType.TEXT:
            raise InputError(
                f'the field "{field}" is no text.',
                where=f'count of "{fact_id}"',
                mending="Count rows by a text field.",
            )
        return f'R."{field}"'


@attrs.frozen
class _Tally:
    """The number of rows that fit for certain, of those that may fit, and a number.

    `may_be_more` is the test whether rows that nobody recorded may fit as well.
    """

    certain: str
    possible: str
    may_be_more: str
    value: str

    def compared(self, op: str) -> str:
        """Return whether the number of rows that fit stands in a relation."""
        fewest = f"{self.certain} {op} {self.value}"
        most = f"{self.possible} {op} {self.value}"
        if op in {">=", ">"}:
            return f"{fewest} or (({most} or {self.may_be_more}) and {_UNKNOWN})"
        if op in {"<=", "<"}:
            none_more = f"not ({self.may_be_more})"
            return f"({most} and {none_more}) or ({fewest} and {_UNKNOWN})"
        return self._equal(_operator(op))

    def _equal(self, op: str) -> str:
        """Say "open as long as the number may still be reached"."""
        passed = f"{self.certain} > {self.value}"
        is_final = f"not ({self.may_be_more})"
        settled = f"{self.certain} = {self.possible} or {self.possible} < {self.value}"
        return (
            f"if {passed} or ({is_final} and ({settled})) "
            f"then {self.certain} {op} {self.value} else {_UNKNOWN}"
        )


_TYPES = {
    FactType.BOOLEAN: "Boolean",
    FactType.INTEGER: "Integer",
    FactType.DECIMAL: "Decimal",
    FactType.DATE: "Date",
    FactType.TEXT: "String",
    FactType.CHOICE: "String",
    FactType.CHOICES: "List<String>",
    FactType.MONTHLY: "List<Decimal>",
}


def _fields(definition: FactDefinition) -> Iterator[str]:
    yield f'  "{definition.id}" {_type(definition)}'
    if definition.type in {FactType.RECORDS, FactType.DATE}:
        yield f'  "{companion(definition.id)}" Boolean'


def _type(definition: FactDefinition) -> str:
    if definition.type is not FactType.RECORDS:
        return _TYPES[definition.type]
    cells = (f'"{name}" {_TYPES[kind]}' for name, kind in definition.fields.items())
    return f"List<Tuple {{ {', '.join(cells)} }}>"


def _unless_null(name: str, text: str) -> str:
    return f"if {name} is null then {_UNKNOWN} else ({text})"


def _equals_one(name: str, choices: tuple[str, ...]) -> str:
    return " or ".join(f"{name} = {_string(choice)}" for choice in choices) or "false"


def _ending(leaf: Compare | DaysSince | Arithmetic | Months) -> str:
    return f"{_operator(leaf.op)} {_literal(leaf.value)}"


def _operator(op: str) -> str:
    return "=" if op == "==" else op


def _literal(value: Decimal) -> str:
    """Return a number as CQL writes it; raise InputError if CQL cannot hold it."""
    text = format(value, "f")
    if len(text.partition(".")[2]) > _MOST_DECIMALS:
        raise InputError(
            f"{text} has more digits than CQL can hold.",
            mending=f"Write at most {_MOST_DECIMALS} digits after the point.",
        )
    return text


def _string(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _quoted(name: str) -> str:
    return f'"{name}"'


def _comment(criterion: Criterion) -> str:
    basis = ", ".join((criterion.basis.status.value, *criterion.basis.sources))
    return f"// {' '.join(criterion.text.en.split())}\n// {basis}"
