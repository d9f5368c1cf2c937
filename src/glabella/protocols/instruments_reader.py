"""One instrument's files to one value: items, scoring, bands, codes and wording.

The keys of a file are the names of the fields in `glabella.core.instruments`.
Mistakes of form are noted as findings here; mistakes of content, such as bands with a
gap, are found by `instruments_check`.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TypeVar

from glabella.core.instruments import (
    Algorithm,
    AskedIf,
    Band,
    BandSet,
    Benchmark,
    Category,
    Code,
    CodeStatus,
    Comparison,
    CutOff,
    Direction,
    Instrument,
    Interval,
    Item,
    Level,
    Measure,
    Note,
    Purpose,
    Recall,
    Subscale,
    SuicideRule,
    TotalRange,
    Wording,
)
from glabella.core.scoring_rules import (
    DomainMaximumRule,
    Form,
    GradedPainRule,
    GradeRule,
    MeanRule,
    PointStep,
    ProductRule,
    ProfileRule,
    RecordRule,
    ResultField,
    Rule,
    SubscoresRule,
    SumRule,
    TotalOnlyRule,
    TriageLevel,
    TriageRule,
)
from glabella.core.tables import Table

Value = TypeVar("Value")


def read_instrument(file: Table, *, wordings: tuple[Wording, ...] = ()) -> Instrument:
    """Return the instrument of a file; findings are noted in the table."""
    items = tuple(item for group in file.tables("items") for item in _items(group))
    scoring = _required(file, "scoring")
    total = _total_range(scoring)
    instrument = Instrument(
        id=file.string("id"),
        version=file.string("version"),
        name=file.text("name"),
        short_name=file.string("short_name"),
        direction=file.choice("direction", Direction, Direction.HIGHER_IS_WORSE),
        items=items,
        rule=_rule(scoring),
        total=total,
        scoring_basis=scoring.basis(),
        recall=_recall(_required(file, "recall")),
        interval=_interval(_required(file, "interval")),
        subscales=tuple(_subscale(table) for table in file.tables("subscales")),
        band_sets=tuple(_band_set(table) for table in file.tables("band_sets")),
        cut_offs=tuple(_cut_off(table) for table in file.tables("cut_offs")),
        mic=tuple(_benchmark(table) for table in file.tables("mic")),
        responses=tuple(_benchmark(table) for table in file.tables("responses")),
        suicide=_optional(file, "suicide", read=_suicide),
        algorithm=_optional(file, "algorithm", read=_algorithm),
        codes=tuple(code for table in file.tables("codes") for code in _codes(table)),
        notes=tuple(_note(table) for table in file.tables("notes")),
        wordings=wordings,
    )
    scoring.done()
    file.done()
    return instrument


def _required(file: Table, key: str) -> Table:
    """Return the table under a key; an empty one, with a finding, if it is absent."""
    table = file.table(key)
    if table is None:
        file.blame(f'lacks "{key}".', f"Add [{key}].")
    return table or Table({}, file=file.file, place=key, findings=[])


def _optional(file: Table, key: str, *, read: Callable[[Table], Value]) -> Value | None:
    table = file.table(key)
    return None if table is None else read(table)


def _items(group: Table) -> list[Item]:
    """Return the items of a group: rows that take the same answers."""
    opening = group.table("asked_if")
    asked_if = None
    if opening is not None:
        asked_if = AskedIf(opening.string("item"), opening.decimal("value"))
        opening.done()
    allowed = _decimals(group, "allowed")
    minimum = min(allowed) if allowed else group.decimal("minimum")
    maximum = max(allowed) if allowed else group.optional_decimal("maximum")
    ids = group.strings("ids")
    is_scored = group.flag("scored", default=True)
    is_whole = group.flag("whole", default=True)
    group.done()
    return [
        Item(item, minimum, maximum, allowed, is_scored, is_whole, asked_if)
        for item in ids
    ]


def _decimals(table: Table, key: str) -> tuple[Decimal, ...]:
    value = table.raw(key)
    if value is None:
        return ()
    if isinstance(value, list) and all(_is_number(item) for item in value):
        return tuple(Decimal(item) for item in value)
    table.blame(f'"{key}" is {value!r}, not a list of numbers.', "Write [1, 2].")
    return ()


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _total_range(scoring: Table) -> TotalRange | None:
    """Return the range of the total, or None for an instrument without one."""
    if not scoring.has("minimum"):
        return None
    return TotalRange(
        scoring.decimal("minimum"),
        scoring.optional_decimal("maximum"),
        is_capped=scoring.flag("capped", default=False),
    )


def _rule(scoring: Table) -> Rule:
    kind = scoring.string("rule")
    read = _RULES.get(kind)
    if read is None:
        names = ", ".join(_RULES)
        scoring.blame(f'"rule" is {kind!r}.', f"Use one of {names}.")
        return TotalOnlyRule()
    return read(scoring)


def _domain_rule(scoring: Table) -> Rule:
    domains = [table.strings("items") for table in scoring.tables("domains")]
    return DomainMaximumRule(tuple(domains))


def _graded_pain_rule(scoring: Table) -> Rule:
    return GradedPainRule(
        intensity=scoring.strings("intensity"),
        interference=scoring.strings("interference"),
        days=scoring.string("days"),
        interference_steps=_steps(scoring, "interference_steps"),
        day_steps=_steps(scoring, "day_steps"),
        intensity_cut=scoring.decimal("intensity_cut"),
        grade_three_from=scoring.integer("grade_three_from"),
        grade_four_from=scoring.integer("grade_four_from"),
    )


def _steps(scoring: Table, key: str) -> tuple[PointStep, ...]:
    steps = []
    for table in scoring.tables(key):
        steps.append(PointStep(table.decimal("at_least"), table.integer("points")))
        table.done()
    return tuple(steps)


def _subscores_rule(scoring: Table) -> Rule:
    forms = tuple(_form(table) for table in scoring.tables("forms"))
    return SubscoresRule(scoring.flag("adds_up", default=False), forms)


def _form(table: Table) -> Form:
    maxima = {
        name: Decimal(str(value))
        for name, value in table.values("maxima")
        if _is_number(value)
    }
    form = Form(table.string("id"), table.text("name"), maxima, table.basis())
    table.done()
    return form


def _triage_rule(scoring: Table) -> Rule:
    levels = []
    for table in scoring.tables("levels"):
        levels.append(TriageLevel(table.string("id"), table.strings("any_yes")))
        table.done()
    return TriageRule(tuple(levels))


def _record_rule(scoring: Table) -> Rule:
    fields = []
    for table in scoring.tables("fields"):
        fields.append(ResultField(table.string("id"), table.text("name")))
        table.done()
    return RecordRule(tuple(fields))


_RULES: Mapping[str, Callable[[Table], Rule]] = {
    "sum": lambda _: SumRule(),
    "mean": lambda t: MeanRule(t.integer("max_missing")),
    "domain_maximum": _domain_rule,
    "product": lambda t: ProductRule(t.strings("factors"), t.strings("addends")),
    "graded_pain": _graded_pain_rule,
    "total_only": lambda _: TotalOnlyRule(),
    "grade": lambda t: GradeRule(
        t.string("item"), t.strings("labels"), t.decimal("lowest")
    ),
    "subscores": _subscores_rule,
    "profile": lambda t: ProfileRule(t.strings("digits")),
    "triage": _triage_rule,
    "record": _record_rule,
}


def _recall(table: Table) -> Recall:
    recall = Recall(table.optional_integer("days"), table.text("name"), table.basis())
    table.done()
    return recall


def _interval(table: Table) -> Interval:
    weeks = tuple(int(week) for week in _decimals(table, "weeks"))
    interval = Interval(weeks, table.text("name"), table.basis())
    table.done()
    return interval


def _subscale(table: Table) -> Subscale:
    subscale = Subscale(table.string("id"), table.text("name"), table.strings("items"))
    table.done()
    return subscale


def _band_set(table: Table) -> BandSet:
    bands = tuple(_band(band) for band in table.tables("bands"))
    band_set = BandSet(
        id=table.string("id"),
        version=table.string("version"),
        name=table.text("name"),
        bands=bands,
        basis=table.basis(),
        by_rule=table.flag("by_rule", default=False),
    )
    table.done()
    return band_set


def _band(table: Table) -> Band:
    band = Band(
        id=table.string("id"),
        name=table.text("name"),
        low=table.optional_decimal("low"),
        high=table.optional_decimal("high"),
        basis=table.basis() if table.has("basis") else None,
    )
    table.done()
    return band


def _cut_off(table: Table) -> CutOff:
    cut_off = CutOff(
        id=table.string("id"),
        name=table.text("name"),
        purpose=table.choice("purpose", Purpose, Purpose.SCREENING),
        comparison=table.choice("comparison", Comparison, Comparison.AT_LEAST),
        value=table.decimal("value"),
        basis=table.basis(),
        subscale=table.optional_string("subscale"),
    )
    table.done()
    return cut_off


def _benchmark(table: Table) -> Benchmark:
    has_level = table.has("level")
    benchmark = Benchmark(
        id=table.string("id"),
        name=table.text("name"),
        measure=table.choice("measure", Measure, Measure.POINTS),
        value=table.decimal("value"),
        basis=table.basis(),
        level=table.choice("level", Level, Level.PERSON) if has_level else Level.PERSON,
        subscale=table.optional_string("subscale"),
    )
    table.done()
    return benchmark


def _suicide(table: Table) -> SuicideRule:
    rule = SuicideRule(
        table.strings("items"), table.decimal("positive_from"), table.basis()
    )
    table.done()
    return rule


def _algorithm(table: Table) -> Algorithm:
    lower = {name: int(str(value)) for name, value in table.values("lower_thresholds")}
    categories = []
    for row in table.tables("categories"):
        name, at_least = row.text("name"), row.integer("at_least")
        categories.append(Category(row.string("id"), name, at_least))
        row.done()
    algorithm = Algorithm(
        id=table.string("id"),
        items=table.strings("items"),
        core=table.strings("core"),
        threshold=table.integer("threshold"),
        lower_thresholds=lower,
        categories=tuple(categories),
        basis=table.basis(),
    )
    table.done()
    return algorithm


def _codes(table: Table) -> list[Code]:
    """Return the codes of a group: one system, one status, many targets."""
    system = table.string("system")
    status = table.choice("status", CodeStatus, CodeStatus.COPIED)
    basis = table.basis()
    targets = table.values("targets")
    table.done()
    return [Code(target, system, str(code), status, basis) for target, code in targets]


def _note(table: Table) -> Note:
    note = Note(table.text("text"), table.basis())
    table.done()
    return note


def read_wording(language: str, file: Table) -> Wording:
    """Return the holder's text of a file, exactly as it stands."""
    own = {line: _strings(options) for line, options in file.values("line_options")}
    wording = Wording(
        language=language,
        stem=file.string("stem"),
        options=_strings(file.raw("options")),
        line_options=own,
        lines=_strings(file.raw("lines")),
        sources=file.strings("sources"),
        read_on=file.string("read_on"),
    )
    file.done()
    return wording


def _strings(value: object) -> dict[str, str]:
    pairs = value.items() if isinstance(value, Mapping) else ()
    return {str(name): str(text) for name, text in pairs}
