"""Deeds of an import: take a file in, say what it means, try, import, undo, close."""

from glabella.clinic.imports.actions.importing import import_run
from glabella.clinic.imports.actions.runs import (
    close_run,
    save_mapping,
    set_columns,
    try_run,
    upload,
)
from glabella.clinic.imports.actions.undoing import undo_run

__all__ = [
    "close_run",
    "import_run",
    "save_mapping",
    "set_columns",
    "try_run",
    "undo_run",
    "upload",
]
