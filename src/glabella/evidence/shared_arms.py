"""Arms that two rows of one study share, so that nobody is counted twice.

A trial of two doses against one placebo group gives two contrasts with the same
control. The Cochrane Handbook (version 5.1, section 16.5.4) combines its arms, or
chooses one pair; both rows never count.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import chain

import attrs

from glabella.core.sources import Status, Text
from glabella.evidence.options import weakest
from glabella.evidence.questions import Counts, Means, Row, RowData, Unusable

Group = list[Row]


def counted_once(
    rows: Sequence[Row], labels: Mapping[str, str], *, combine: bool = False
) -> tuple[list[Row], list[Unusable]]:
    """Return rows in which no arm counts twice, and what is left out with its reason.

    Args:
        rows: One for each contrast.
        labels: The names of studies by their ids, for rows of combined arms.
        combine: Make one row of those that share a control, where their numbers allow
            it exactly; else, and by default, the first of them counts.
    """
    single: list[Row] = []
    sharing: list[Unusable] = []
    for group in _groups(rows):
        together = _combined(group, labels)
        if combine and together is not None:
            single.append(together)
        else:
            kept, left = _first_of_each_arm(group, can_combine=together is not None)
            single += kept
            sharing += left
    return single, sharing


def _groups(rows: Sequence[Row]) -> list[Group]:
    """Return the rows in groups that are tied by shared arms, in their order."""
    groups: list[Group] = []
    for row in rows:
        tied = [group for group in groups if _is_tied(row, group)]
        apart = [group for group in groups if not _is_tied(row, group)]
        groups = [*apart, [*(each for group in tied for each in group), row]]
    return sorted(groups, key=lambda group: rows.index(group[0]))


def _is_tied(row: Row, group: Group) -> bool:
    mine = set(_arms(row))
    return any(arm in mine for each in group for arm in _arms(each))


def _arms(row: Row) -> tuple[tuple[str, str], ...]:
    return (row.study, row.contrast.arm), (row.study, row.contrast.against)


def _first_of_each_arm(
    group: Group, *, can_combine: bool
) -> tuple[Group, list[Unusable]]:
    first: dict[tuple[str, str], Row] = {}
    single, sharing = [], []
    for row in group:
        earlier = next((first[arm] for arm in _arms(row) if arm in first), None)
        if earlier is None:
            single.append(row)
            first |= dict.fromkeys(_arms(row), row)
        else:
            reason = _reason(earlier, can_combine=can_combine)
            sharing.append(Unusable(row.study, row.label, reason))
    return single, sharing


def _reason(earlier: Row, *, can_combine: bool) -> Text:
    en = f"It shares an arm with {earlier.label}, which counts"
    de = f"Sie teilt einen Arm mit {earlier.label}; jene zählt"
    if can_combine:
        return Text(
            en=f"{en}; `glabella pool --arms combine` takes both as one arm.",
            de=f"{de}; `glabella pool --arms combine` nimmt beide als einen Arm.",
        )
    return Text(en=f"{en}.", de=f"{de}.")


def _combined(group: Group, labels: Mapping[str, str]) -> Row | None:
    """Return one row of several treated arms against their one control, or None."""
    head = group[0]
    alike = {_kind(row) for row in group}
    treated = {row.contrast.arm for row in group}
    if len(group) == 1 or len(alike) > 1 or len(treated) < len(group):
        return None
    data = _added([row.data for row in group])
    if data is None or head.contrast.paired:
        return None
    return attrs.evolve(
        head,
        label=labels[head.study],
        contrast=attrs.evolve(
            head.contrast, arm="+".join(row.contrast.arm for row in group)
        ),
        data=data,
        status=weakest(Status.DERIVED, *(row.status for row in group)),
        results=_each(row.results for row in group),
        places=_each(row.places for row in group),
        publications=_each(row.publications for row in group),
    )


def _kind(row: Row) -> tuple[object, ...]:
    """Return what rows must agree on before their arms are combined."""
    return (
        row.contrast.against,
        row.contrast.paired,
        row.outcome,
        row.week,
        row.estimand,
    )


def _each(names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(names)))


def _added(every: Sequence[RowData]) -> RowData | None:
    """Return the treated arms together, or None if that is not exact.

    The control must be printed alike in all of them.
    """
    counts = [each for each in every if isinstance(each, Counts)]
    if len(counts) == len(every):
        controls = {(each.control_events, each.control_total) for each in counts}
        return reduce(_add_counts, counts) if len(controls) == 1 else None
    means = [each for each in every if isinstance(each, Means)]
    if len(means) == len(every):
        groups = {(x.control_n, x.control_mean, x.control_sd) for x in means}
        return reduce(_add_means, means) if len(groups) == 1 else None
    return None


def _add_counts(one: Counts, other: Counts) -> Counts:
    return attrs.evolve(
        one,
        toxin_events=one.toxin_events + other.toxin_events,
        toxin_total=one.toxin_total + other.toxin_total,
    )


def _add_means(one: Means, other: Means) -> Means:
    """Return both groups as if they had been one: its mean, its standard deviation."""
    n1, n2 = one.toxin_n, other.toxin_n
    n = n1 + n2
    away = one.toxin_mean - other.toxin_mean
    within = (n1 - 1) * one.toxin_sd**2 + (n2 - 1) * other.toxin_sd**2
    squares = within + away**2 * n1 * n2 / n
    return attrs.evolve(
        one,
        toxin_n=n,
        toxin_mean=(n1 * one.toxin_mean + n2 * other.toxin_mean) / n,
        toxin_sd=(squares / (n - 1)).sqrt(),
    )
