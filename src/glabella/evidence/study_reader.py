"""From a study file to a study, with every mistake reported at its place."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

import attrs

from glabella.core.sources import Basis
from glabella.core.tables import Table
from glabella.evidence.outcomes import Scale
from glabella.evidence.study import (
    Arm,
    ArmNumbers,
    Contrast,
    Design,
    Estimand,
    Estimate,
    Figure,
    Gap,
    Result,
    RiskLevel,
    RiskOfBias,
    Role,
    Stated,
    Study,
)

NUMBERS = tuple(attrs.fields_dict(ArmNumbers))

RATIOS = frozenset({Scale.ODDS_RATIO, Scale.RISK_RATIO})


def read_study(table: Table) -> Study:
    """Return the study of one file."""
    weeks, weeks_basis = _weeks(table)
    study = Study(
        id=table.string("id"),
        label=table.string("label"),
        year=table.optional_integer("year"),
        condition=table.string("condition"),
        population=table.string("population"),
        design=table.choice("design", Design, Design.COHORT),
        design_as_printed=table.string("design_as_printed"),
        publications=table.strings("publications"),
        arms=tuple(_arm(part) for part in table.tables("arm")),
        contrasts=tuple(_contrast(part) for part in table.tables("contrast")),
        results=tuple(_result(part) for part in table.tables("result")),
        instruments=table.strings("instruments"),
        weeks=weeks,
        weeks_basis=weeks_basis,
        details=tuple(_detail(part) for part in table.tables("detail")),
        people=tuple(_people(part) for part in table.tables("people")),
        risks=tuple(_risk(part) for part in table.tables("risk")),
        gaps=tuple(_gap(part) for part in table.tables("gap")),
        parts=table.strings("parts"),
        cited_as=table.optional_text("cited_as"),
        note=table.optional_text("note"),
    )
    table.done()
    _check(study, table)
    return study


def _weeks(table: Table) -> tuple[tuple[Decimal, ...], Basis | None]:
    part = table.table("weeks")
    if part is None:
        return (), None
    weeks = part.decimals("list")
    basis = part.basis()
    part.raw("quote")
    part.done()
    return weeks, basis


def _arm(table: Table) -> Arm:
    arm = Arm(
        id=table.string("id"),
        role=table.choice("role", Role, Role.NOTHING),
        name=table.string("name"),
        n=_figure(table.table("n")),
        dose=_stated(table.table("dose")),
        units=_figure(table.table("units")),
    )
    table.done()
    return arm


def _figure(table: Table | None) -> Figure | None:
    if table is None:
        return None
    figure = Figure(
        value=table.decimal("value"),
        basis=table.basis(),
        quote=table.optional_string("quote"),
    )
    table.done()
    return figure


def _stated(table: Table | None) -> Stated | None:
    if table is None:
        return None
    stated = _told(table)
    table.done()
    return stated


def _told(table: Table) -> Stated:
    return Stated(
        text=table.string("text"),
        basis=table.basis(),
        quote=table.optional_string("quote"),
    )


def _detail(table: Table) -> tuple[str, Stated]:
    detail = table.string("key"), _told(table)
    table.done()
    return detail


def _people(table: Table) -> tuple[str, Figure]:
    figure = Figure(
        value=table.decimal("value"),
        basis=table.basis(),
        quote=table.optional_string("quote"),
    )
    people = table.string("key"), figure
    table.done()
    return people


def _contrast(table: Table) -> Contrast:
    contrast = Contrast(
        arm=table.string("arm"),
        against=table.string("against"),
        paired=table.flag("paired", default=False),
        note=table.optional_text("note"),
    )
    table.done()
    return contrast


def _risk(table: Table) -> RiskOfBias:
    risk = RiskOfBias(
        domain=table.string("domain"),
        level=table.choice("level", RiskLevel, RiskLevel.HIGH),
        basis=table.basis(),
    )
    table.done()
    return risk


def _gap(table: Table) -> Gap:
    gap = Gap(
        question=table.string("question"),
        reason=table.text("reason"),
        arm=table.optional_string("arm"),
    )
    table.done()
    return gap


def _result(table: Table) -> Result:
    numbers = {name: table.optional_decimal(name) for name in NUMBERS}
    result = Result(
        id=table.string("id"),
        instrument=table.string("instrument"),
        measure=table.string("measure"),
        basis=table.basis(),
        outcome=table.optional_string("outcome"),
        week=table.optional_decimal("week"),
        until=table.optional_decimal("until"),
        arm=table.optional_string("arm"),
        against=table.optional_string("against"),
        numbers=ArmNumbers(**numbers),
        estimate=_estimate(table.table("estimate")),
        p=table.optional_decimal("p"),
        also=table.values("also"),
        quote=table.optional_string("quote"),
        series=table.optional_string("series"),
    )
    table.done()
    _check_result(result, table)
    return result


def _estimate(table: Table | None) -> Estimate | None:
    if table is None:
        return None
    estimand = None
    if table.has("estimand"):
        estimand = table.choice("estimand", Estimand, Estimand.FINAL)
    estimate = Estimate(
        scale=table.choice("scale", Scale, Scale.MEAN_DIFFERENCE),
        value=table.optional_decimal("value"),
        se=table.optional_decimal("se"),
        low=table.optional_decimal("low"),
        high=table.optional_decimal("high"),
        favours=table.optional_string("favours"),
        estimand=estimand,
        corrected=table.flag("corrected", default=False),
    )
    table.done()
    return estimate


def _check_result(result: Result, table: Table) -> None:
    told = result.estimate
    if told is not None:
        _check_estimate(told, result, table)
    if result.is_recalled and result.basis.sources:
        table.blame("is RECALLED but names a source.", "Mark it SEEN if it was read.")
    events, total = result.numbers.events, result.numbers.total
    if events is not None and total is not None and not 0 <= events <= total:
        table.blame(f"has {events} events of {total}.", "Correct the counts.")


def _check_estimate(told: Estimate, result: Result, table: Table) -> None:
    if result.against is None:
        table.blame("has an estimate but no arm to compare with.", 'Add "against".')
    if told.scale in RATIOS and told.favours is not None:
        table.blame("has a ratio and says whom it favours.", 'Drop "favours".')
    if (told.low is None) != (told.high is None):
        table.blame("has one end of an interval.", "Give both ends, or none.")
    ends = (told.low, told.value, told.high)
    inside = [end for end in ends if end is not None]
    if inside != sorted(inside):
        table.blame("has an estimate outside its interval.", "Correct the numbers.")


def _check(study: Study, table: Table) -> None:
    """Check what the parts of a study say of each other."""
    if table.file.rpartition("/")[2] != f"{study.id}.toml":
        table.blame(f'is the file of "{study.id}".', f"Name it {study.id}.toml.")
    arms = [arm.id for arm in study.arms]
    named = [(each.arm, "a contrast") for each in study.contrasts]
    named += [(each.against, "a contrast") for each in study.contrasts]
    for line in study.results:
        named += [(name, f'"{line.id}"') for name in (line.arm, line.against) if name]
    for name, where in named:
        if name not in arms:
            table.blame(f'has no arm "{name}", which {where} names.', "Add the arm.")
    lines = [line.id for line in study.results]
    for name in {*_twice(lines), *_twice(arms), *_twice(k for k, _ in study.details)}:
        table.blame(f'has "{name}" twice.', "Keep one.")


def _twice(names: Iterable[str]) -> set[str]:
    return {name for name, count in Counter(names).items() if count > 1}
