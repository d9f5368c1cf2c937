"""Builders: plain functions that make a value with readable defaults.

A test names only what it is about; everything else is one of the defaults below.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from glabella.core.criteria import Is, Node
from glabella.core.derived import with_derived
from glabella.core.eligibility import Setting
from glabella.core.fact_types import (
    Catalogue,
    FactDefinition,
    FactType,
    FactValue,
    Validity,
)
from glabella.core.facts import Fact, FactSet
from glabella.core.practice import NO_PRACTICE, Practice
from glabella.core.protocol import (
    Criterion,
    Kind,
    Label,
    LabelStatus,
    Protocol,
    Scheme,
    SitePattern,
)
from glabella.core.sources import Basis, Source, Status, Text

ON = date(2026, 3, 2)
"""The day on which most tests look at a patient: a Monday, no change of the clock."""

CANARY_NAMES = ("Kanarienvogel", "Testperson-Canary")
"""Family names of all invented patients; none may ever appear in a log."""

FOR_LIFE = Validity("for_life", None)
SAME_DAY = Validity("same_day", 0)

SOURCES = {
    "LABEL": Source("LABEL", "A", "A label"),
    "PAPER": Source("PAPER", "B", "A paper"),
    "COPY": Source("COPY", "C", "A copy of a label"),
}

SEEN = Basis(Status.SEEN, ("LABEL",))
SEEN_IN_COPY = Basis(Status.SEEN, ("COPY",))
DERIVED = Basis(Status.DERIVED)
RECALLED = Basis(Status.RECALLED, confidence="high", check="the label")


def days_before(days: int, on: date = ON) -> date:
    """Return the day that lies so many days before `on`."""
    return on - timedelta(days=days)


def text(words: str = "words") -> Text:
    """Return a text that is the same in both languages."""
    return Text(words, words)


def fact(
    name: str, value: FactValue, *, as_of: date = ON, certainty: str = "recorded"
) -> Fact:
    """Return one statement about a patient."""
    return Fact(name, value, as_of, certainty=certainty)


def definition(
    name: str, kind: FactType = FactType.BOOLEAN, **others: object
) -> FactDefinition:
    """Return the meaning of a fact; yes-or-no and for life unless said otherwise."""
    values: dict[str, object] = {"question": text(f"{name}?"), "validity": FOR_LIFE}
    return FactDefinition(id=name, type=kind, **{**values, **others})  # type: ignore[arg-type]  # defaults by name


def catalogue(*definitions: FactDefinition) -> Catalogue:
    """Return a catalogue of these facts and of the usual yes-or-no facts a to f."""
    usual = [definition(name) for name in "abcdef"]
    sessions = definition(
        "toxin_sessions",
        FactType.RECORDS,
        fields={
            "date": FactType.DATE,
            "product": FactType.TEXT,
            "units": FactType.DECIMAL,
            "condition": FactType.TEXT,
        },
    )
    overrides = definition(
        "overrides",
        FactType.RECORDS,
        fields={"criterion": FactType.TEXT, "who": FactType.TEXT, "why": FactType.TEXT},
    )
    others = [
        definition("prior_botulinum_toxin"),
        definition("other_botulinum_toxin"),
        definition("last_toxin_date", FactType.DATE),
        definition("last_other_toxin_date", FactType.DATE),
        definition("cycles_completed", FactType.INTEGER),
    ]
    every = [*usual, sessions, overrides, *others, *definitions]
    return Catalogue({item.id: item for item in every})


def fact_set(
    *facts: Fact, on: date = ON, known: Catalogue | None = None, **values: FactValue
) -> FactSet:
    """Return the facts of a person; keyword values are stated on the day itself."""
    return stated(values, *facts, on=on, known=known)


def stated(
    values: Mapping[str, FactValue],
    *facts: Fact,
    on: date = ON,
    known: Catalogue | None = None,
) -> FactSet:
    """Return these facts and values, the values stated on the day itself."""
    today = [Fact(name, value, on) for name, value in values.items()]
    return FactSet(known or catalogue(), on=on, facts=[*facts, *today])


def derived_set(*facts: Fact, known: Catalogue, on: date = ON) -> FactSet:
    """Return the facts with all that follows from them."""
    return with_derived(FactSet(known, on=on, facts=facts))


def criterion(
    name: str = "rule",
    kind: Kind = Kind.INCLUSION,
    when: Node | None = None,
    **others: object,
) -> Criterion:
    """Return a rule that asks for the fact `a` and was read in a label."""
    values: dict[str, object] = {"text": text(name), "basis": SEEN, **others}
    return Criterion(id=name, kind=kind, when=when or Is("a"), **values)  # type: ignore[arg-type]  # defaults by name


def protocol(*criteria: Criterion, **others: object) -> Protocol:
    """Return a protocol with these rules, on label in the UK."""
    values: dict[str, object] = {
        "id": "condition",
        "version": "2026-1",
        "name": text("Condition"),
        "use": "therapeutic",
        "product": "onabotulinumtoxinA",
        "minimum_age": 18,
        "new_start_after_days": 182,
        "new_start_basis": DERIVED,
        "labels": (label(),),
        "digest": "digest",
    }
    return Protocol(criteria=criteria, **{**values, **others})  # type: ignore[arg-type]  # defaults by name


def label(
    status: Label = Label.ON_LABEL,
    *,
    profile: str = "UK",
    date_of_label: str | None = "2023-06-01",
    basis: Basis = SEEN,
) -> LabelStatus:
    """Return a statement about a label of onabotulinumtoxinA."""
    product = "onabotulinumtoxinA"
    return LabelStatus(profile, product, status, basis, label_date=date_of_label)


def setting(
    profile: str = "UK",
    *,
    practice: Practice = NO_PRACTICE,
    sources: Mapping[str, Source] = SOURCES,
) -> Setting:
    """Return where and by whom a decision is made."""
    return Setting(profile, sources, practice)


def site(muscle: str, side: str = "bilateral", **others: object) -> SitePattern:
    """Return one point of 5 U on each side of a muscle."""
    values: dict[str, object] = {"points": 1, "units_per_point": Decimal(5), **others}
    return SitePattern(muscle=muscle, side=side, **values)  # type: ignore[arg-type]  # defaults by name


def scheme(name: str = "scheme", *sites: SitePattern, **others: object) -> Scheme:
    """Return a default scheme of onabotulinumtoxinA, read in a label."""
    values: dict[str, object] = {
        "product": "onabotulinumtoxinA",
        "name": text(name),
        "choice": "default",
        "basis": SEEN,
        "sites": sites,
        **others,
    }
    return Scheme(id=name, **values)  # type: ignore[arg-type]  # defaults by name
