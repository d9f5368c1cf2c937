"""Reading a data file of this app whole: every mistake at once, or the values."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from glabella.core.errors import Finding, FindingsError
from glabella.core.tables import Table

DATA = Path(__file__).parent.parent / "data"
Value = TypeVar("Value")


def read(file: Path, reader: Callable[[Table], Value]) -> Value:
    """Return what a reader makes of a file.

    Raises:
        FindingsError: With every mistake in the file.
    """
    findings: list[Finding] = []
    values = tomllib.loads(file.read_text("utf-8"))
    table = Table(values, file=file.name, place="file", findings=findings)
    found = reader(table)
    table.done()
    if findings:
        raise FindingsError(tuple(findings))
    return found
