"""From course tables to windows, measures, side effects and codes."""

from glabella.core.fact_types import Catalogue
from glabella.core.protocol import Code, CourseWindow, Measure, SideEffect
from glabella.core.tables import Table
from glabella.protocols.criteria_reader import read_node

WINDOWS = ("onset", "full_effect", "review", "score", "wear_off")


def read_window(table: Table) -> CourseWindow:
    """Return a window of days after an injection."""
    window = CourseWindow(
        id=table.string("id"),
        from_day=table.integer("from_day"),
        to_day=table.integer("to_day"),
        basis=table.basis(),
        text=table.optional_text("text"),
        origin=table.origin(),
    )
    if window.id not in WINDOWS:
        table.blame(f'"{window.id}" is no window.', f"Use one of {', '.join(WINDOWS)}.")
    if window.from_day > window.to_day:
        table.blame("ends before it begins.", "Swap from_day and to_day.")
    return window


def read_measure(table: Table, catalogue: Catalogue) -> Measure:
    """Return what a course is judged by; its facts must exist."""
    remission = table.table("remission")
    return Measure(
        id=table.string("id"),
        text=table.text("text"),
        baseline=_fact(table, "baseline", catalogue),
        current=_fact(table, "current", catalogue),
        basis=table.basis(),
        recorded=_fact(table, "recorded", catalogue) if table.has("recorded") else None,
        recorded_minimum=table.optional_integer("recorded_minimum"),
        response_percent=table.optional_decimal("response_percent"),
        remission=read_node(remission, catalogue) if remission else None,
        window=table.optional_text("window"),
        origin=table.origin(),
    )


def _fact(table: Table, key: str, catalogue: Catalogue) -> str:
    name = table.string(key)
    if name not in catalogue:
        table.blame(f'there is no fact "{name}".', "Add it to facts/ or correct it.")
    return name


def read_side_effect(table: Table) -> SideEffect:
    """Return one published rate."""
    return SideEffect(
        id=table.string("id"),
        name=table.text("name"),
        study=table.string("study"),
        basis=table.basis(),
        percent=table.optional_decimal("percent"),
        control_percent=table.optional_string("control_percent"),
        muscles=table.strings("muscles"),
        origin=table.origin(),
    )


def read_code(table: Table) -> Code:
    """Return one code of a public code system."""
    return Code(
        system=table.string("system"),
        code=table.string("code"),
        basis=table.basis(),
        origin=table.origin(),
    )
