"""The code tables of this package, as values that can be asked.

The tables are the TOML files in `codes/`; they are read once and never change while the
program runs.

Vocabulary: a *meaning* is one fact that a code gives; a *substance* is a drug with its
groups; a *measure* is what an observation or a questionnaire item asks.
"""

import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import attrs

from glabella.interop.fhir.elements import Coding

Key = tuple[str, str]
Table = Mapping[str, Any]


@attrs.frozen
class Role:
    """How a fact that comes from a code is used."""

    opens: bool = False
    """Without it a protocol is not open; a doubtful code gives nothing."""
    lifelong: bool = False
    """Remission or rest does not end it."""
    protocol: str = ""
    """The condition that such a diagnosis names in an earlier session."""


@attrs.frozen
class Meaning:
    """One fact that a code of a finding gives; without a fact, it has no bearing."""

    fact: str
    value: bool | str = True
    moment: bool = False
    broader: bool = False
    verified: bool = True


@attrs.frozen
class Substance:
    """A drug that bears on a decision."""

    id: str
    groups: tuple[str, ...] = ()
    preventive: str = ""
    verified: bool = True


@attrs.frozen
class Group:
    """Drugs that answer the same questions, and how long a stopped one still counts."""

    facts: tuple[str, ...]
    washout_days: int = 0


@attrs.frozen
class Measure:
    """What an observation or an item asks: a fact, a part of one, or nothing."""

    fact: str = ""
    part_of: str = ""
    stops: bool = False

    @property
    def bears(self) -> bool:
        """Whether a value of it says anything here."""
        return bool(self.fact or self.part_of)


@attrs.frozen
class Answer:
    """What a coded answer says; None where the answer is "unknown"."""

    value: Decimal | bool | None


@attrs.frozen
class Product:
    """A botulinum toxin product and the words that name it."""

    id: str
    names: frozenset[str]
    colloquial: frozenset[str]


@attrs.frozen
class Codebook:
    """All tables, keyed by short system name and code."""

    systems: Mapping[str, str]
    styles: Mapping[str, str]
    wider: Mapping[str, str]
    roles: Mapping[str, Role]
    findings: Mapping[Key, tuple[Meaning, ...]]
    ambiguous: Mapping[Key, str]
    below: frozenset[Key]
    groups: Mapping[str, Group]
    branches: Mapping[str, Substance]
    substances: Mapping[str, Substance]
    numbers: Mapping[Key, Substance]
    no_drugs: frozenset[Key]
    outcomes: Mapping[Key, str]
    local_forms: frozenset[str]
    measures: Mapping[Key, Measure]
    answers: Mapping[Key, Answer]
    parts: Mapping[str, frozenset[str]]
    products: tuple[Product, ...]
    toxin_stems: tuple[str, ...]
    toxin_atc: str

    def key(self, coding: Coding) -> Key:
        """Return the short system name, or "", and the code as the tables write it."""
        system = self.systems.get(coding.system, "")
        if self.styles.get(system) == "icd":
            return system, _icd(coding.code)
        return system, coding.code

    def meanings(self, key: Key) -> tuple[Meaning, ...] | None:
        """Return the facts of a finding's code; None if no table knows the code."""
        return next(
            (self.findings[near] for near in self._keys(key) if near in self.findings),
            None,
        )

    def question(self, key: Key) -> str:
        """Return what to ask about an ambiguous code, or nothing."""
        return next(
            (
                self.ambiguous[near]
                for near in self._keys(key)
                if near in self.ambiguous
            ),
            "",
        )

    def _keys(self, key: Key) -> Iterable[Key]:
        """Yield the code, then the codes above it that include what is below them."""
        system, code = key
        for name in filter(None, (system, self.wider.get(system))):
            yield name, code
            if self.styles.get(name) == "icd":
                shorter = (code[:n].rstrip(".") for n in range(len(code) - 1, 2, -1))
                yield from ((name, c) for c in shorter if (name, c) in self.below)

    def branch(self, code: str) -> Substance | None:
        """Return the substance of an ATC code by its longest known branch."""
        stems = (code[:n] for n in range(len(code), 2, -1))
        return next((self.branches[s] for s in stems if s in self.branches), None)


def _icd(code: str) -> str:
    """Return an ICD code with its point and without the marks of the German index."""
    plain = code.strip().upper().rstrip("+*!-†.")
    has_point = "." in plain or len(plain) <= len("G43")
    return plain if has_point else f"{plain[:3]}.{plain[3:]}"


@cache
def codebook() -> Codebook:
    """Return the tables of this package."""
    systems, findings = _read("systems"), _read("findings")
    drugs, toxins = _read("drugs"), _read("toxins")
    observations = _read("observations")
    rows = findings["codes"] + findings["ambiguous"]
    return Codebook(
        systems=_by_uri(systems),
        styles={name: t.get("style", "") for name, t in systems.items()},
        wider={n: t["extends"] for n, t in systems.items() if "extends" in t},
        roles={name: _role(t) for name, t in findings["fact"].items()},
        findings=_findings(findings["codes"]),
        ambiguous={_key(row): row["question"] for row in findings["ambiguous"]},
        below=frozenset(_key(row) for row in rows if row.get("children")),
        groups={name: _group(t) for name, t in drugs["group"].items()},
        branches=_branches(drugs),
        substances=_by_word(drugs["substances"]["list"], "names"),
        numbers=_by_number(drugs["substances"]["list"]),
        no_drugs=frozenset(_key(row) for row in drugs["none"]["codes"]),
        outcomes={_key(row): row["outcome"] for row in drugs["outcome"]["codes"]},
        local_forms=frozenset(drugs["local_forms"]["words"]),
        measures={_key(row): _measure(row) for row in observations["codes"]},
        answers={_key(row): _answer(row) for row in observations["answers"]},
        parts=_parts(observations["codes"]),
        products=tuple(map(_product, toxins["product"])),
        toxin_stems=tuple(toxins["stems"]["words"]),
        toxin_atc=toxins["atc"]["code"],
    )


def _read(name: str) -> dict[str, Any]:
    path = files("glabella.interop.fhir") / "codes" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _key(row: Table) -> Key:
    return row["system"], row["code"]


def _role(table: Table) -> Role:
    return Role(
        opens=table["role"] == "opens",
        lifelong=table.get("lifelong", False),
        protocol=table.get("protocol", ""),
    )


def _findings(rows: list[Table]) -> dict[Key, tuple[Meaning, ...]]:
    table: dict[Key, tuple[Meaning, ...]] = {}
    for row in rows:
        meaning = Meaning(
            fact=row["fact"],
            value=row.get("value", True),
            moment=row.get("moment", False),
            broader=row.get("broader", False),
            verified=row["status"] == "SEEN",
        )
        table[_key(row)] = (*table.get(_key(row), ()), meaning)
    return {key: tuple(m for m in row if m.fact) for key, row in table.items()}


def _branches(drugs: Table) -> dict[str, Substance]:
    """Return the ATC branches, and single substances with a code of their own."""
    table = {
        row["code"]: Substance(
            id=row["display"],
            groups=(row["group"],) if row["group"] else (),
            verified=row["status"] == "SEEN",
        )
        for row in drugs["atc"]["codes"]
    }
    single = {
        row["atc"]: _substance(row)
        for row in drugs["substances"]["list"]
        if "atc" in row
    }
    return table | single


def _by_uri(systems: Table) -> dict[str, str]:
    table = {}
    for name, values in systems.items():
        table.update(dict.fromkeys(values["uris"], name))
    return table


def _by_word(rows: list[Table], field: str) -> dict[str, Substance]:
    """Return the substances by each word of a field."""
    table = {}
    for row in rows:
        table.update(dict.fromkeys(row.get(field, ()), _substance(row)))
    return table


def _by_number(rows: list[Table]) -> dict[Key, Substance]:
    """Return the substances by the RxNorm numbers that were read."""
    return {("rxnorm", n): drug for n, drug in _by_word(rows, "rxnorm").items()}


def _group(table: Table) -> Group:
    return Group(tuple(table["facts"]), table.get("washout_days", 0))


def _substance(row: Table) -> Substance:
    return Substance(row["id"], tuple(row["groups"]), row.get("preventive", ""))


def _measure(row: Table) -> Measure:
    return Measure(row.get("fact", ""), row.get("part_of", ""), row.get("stops", False))


def _answer(row: Table) -> Answer:
    value = row.get("value")
    if isinstance(value, int) and not isinstance(value, bool):
        return Answer(Decimal(value))
    return Answer(value)


def _parts(rows: list[Table]) -> dict[str, frozenset[str]]:
    """Return the codes of all items of each score that has no item facts."""
    names = {row["part_of"] for row in rows if "part_of" in row}
    return {
        name: frozenset(row["code"] for row in rows if row.get("part_of") == name)
        for name in names
    }


def _product(row: Table) -> Product:
    return Product(
        row["id"], frozenset(row["names"]), frozenset(row.get("colloquial", ()))
    )
