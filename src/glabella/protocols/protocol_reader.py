"""From a protocol file to a `Protocol`, with every mistake reported at its place."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from glabella.core.criteria import Node
from glabella.core.fact_types import Catalogue
from glabella.core.protocol import (
    Criterion,
    Ending,
    Kind,
    Label,
    LabelStatus,
    Phase,
    Protocol,
    Remark,
)
from glabella.core.sources import Basis, Status
from glabella.core.tables import Table
from glabella.protocols.course_reader import (
    read_code,
    read_measure,
    read_side_effect,
    read_window,
)
from glabella.protocols.criteria_reader import NOTHING, read_node
from glabella.protocols.dosing_reader import (
    read_interval,
    read_limit,
    read_option,
    read_scheme,
)

Item = TypeVar("Item")

UNSAID = Basis(Status.RECALLED)

ENTRY_KINDS = {Kind.INCLUSION, Kind.EXCLUSION, Kind.TRIAL_POPULATION}


def read_protocol(
    table: Table,
    *,
    catalogue: Catalogue,
    shared: Mapping[str, Criterion],
    digest: str,
) -> Protocol:
    """Return the protocol of a file.

    Args:
        table: The whole file.
        catalogue: The facts its criteria may speak of.
        shared: Safety rules of all protocols, by id; the file lists those it uses.
        digest: SHA-256 of the file, by which a signed version is known.
    """
    start = table.table("new_start")
    if not table.has("new_start"):
        table.blame('lacks "new_start".', "Say after how many days a course is new.")
    protocol = Protocol(
        id=table.string("id"),
        version=table.string("version"),
        name=table.text("name"),
        use=table.string("use"),
        product=table.string("product"),
        minimum_age=table.integer("minimum_age"),
        new_start_after_days=start.integer("after_days") if start else 0,
        new_start_basis=start.basis() if start else UNSAID,
        criteria=_shared(table, shared) + _criteria(table, catalogue),
        labels=_each(table, "label", _label),
        schemes=_each(table, "scheme", read_scheme),
        options=_each(table, "option", read_option),
        limits=_each(table, "limit", read_limit),
        intervals=_each(table, "interval", read_interval),
        windows=_each(table, "window", read_window),
        measures=_each(table, "measure", lambda part: read_measure(part, catalogue)),
        side_effects=_each(table, "side_effect", read_side_effect),
        codes=_each(table, "code", read_code),
        remarks=_each(table, "remark", read_remark),
        consent=table.strings("consent"),
        merges_with=table.strings("merges_with"),
        never_merges_with=table.strings("never_merges_with"),
        studied_with=table.strings("studied_with"),
        digest=digest,
    )
    if start:
        start.done()
    table.done()
    return protocol


def _each(table: Table, key: str, read: Callable[[Table], Item]) -> tuple[Item, ...]:
    items = []
    for part in table.tables(key):
        items.append(read(part))
        part.done()
    return tuple(items)


def _shared(table: Table, shared: Mapping[str, Criterion]) -> tuple[Criterion, ...]:
    chosen = []
    for name in table.strings("shared_rules"):
        if name in shared:
            chosen.append(shared[name])
        else:
            table.blame(f'there is no shared rule "{name}".', "Add it to rules/.")
    return tuple(chosen)


def _criteria(table: Table, catalogue: Catalogue) -> tuple[Criterion, ...]:
    return _each(table, "criterion", lambda part: read_criterion(part, catalogue))


def read_criterion(table: Table, catalogue: Catalogue) -> Criterion:
    """Return one criterion; inclusion, exclusion and population are entry rules."""
    kind = table.choice("kind", Kind, Kind.CAUTION)
    phases = _phases(table)
    criterion = Criterion(
        id=table.string("id"),
        kind=kind,
        when=_when(table, catalogue),
        text=table.text("text"),
        basis=table.basis(),
        phases=phases,
        profiles=table.strings("profiles"),
        products=table.strings("products"),
        entry=table.flag("entry", default=kind in ENTRY_KINDS),
        ending=_ending(table),
        override_profiles=table.strings("override_profiles"),
        advice=table.optional_string("advice"),
        guideline=table.optional_string("guideline"),
        origin=table.origin(),
    )
    _check_criterion(criterion, table)
    return criterion


def _check_criterion(criterion: Criterion, table: Table) -> None:
    if criterion.kind is Kind.DEFERRAL and criterion.ending is None:
        table.blame("defers without an end.", "Add [criterion.ending] with an event.")
    if criterion.kind is Kind.STOP and criterion.advice is None:
        table.blame("stops without advice.", 'Add advice = "consider_pause".')


def _phases(table: Table) -> tuple[Phase, ...]:
    """Return the phases named; a misspelt one must not silence a rule."""
    known = {phase.value: phase for phase in Phase}
    names = table.strings("phases") if table.has("phases") else tuple(known)
    for name in names:
        if name not in known:
            table.blame(f'"{name}" is no phase.', f"Use one of {', '.join(known)}.")
    if not names:
        table.blame("speaks in no phase.", 'Use phases = ["start"] or leave it out.')
    return tuple(known[name] for name in known if name in names)


def _when(table: Table, catalogue: Catalogue) -> Node:
    inner = table.table("when")
    if not table.has("when"):
        table.blame('lacks "when".', "Say which facts decide.")
    return read_node(inner, catalogue) if inner else NOTHING


def _ending(table: Table) -> Ending | None:
    inner = table.table("ending")
    if inner is None:
        return None
    ending = Ending(
        event=inner.text("event"),
        days=inner.optional_integer("days"),
        after=inner.optional_string("after"),
    )
    inner.done()
    return ending


def _label(table: Table) -> LabelStatus:
    return LabelStatus(
        profile=table.string("profile"),
        product=table.string("product"),
        status=table.choice("status", Label, Label.UNVERIFIED),
        basis=table.basis(),
        label=table.optional_string("label"),
        label_date=table.optional_string("label_date"),
        restriction=table.optional_text("restriction"),
        origin=table.origin(),
    )


def read_remark(table: Table) -> Remark:
    """Return a remark with its printed values."""
    return Remark(
        id=table.string("id"),
        section=table.string("section"),
        text=table.text("text"),
        basis=table.basis(),
        values=table.values("values"),
        origin=table.origin(),
    )
