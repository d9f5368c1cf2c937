"""Reads of imports: runs, saved mappings, reports, and the rows to be mended."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from glabella.clinic.imports import files
from glabella.clinic.imports.models import Mapping as SavedMapping
from glabella.clinic.imports.models import Run
from glabella.clinic.imports.report import Report, RowReport, from_bytes
from glabella.clinic.people.models import Patient

_CALCULATING = ("=", "+", "-", "@", "\t", "\r")


def runs_at(outlet: UUID) -> list[Run]:
    """Return the runs of an outlet, newest first."""
    rows = Run.objects.filter(outlet_id=outlet).order_by("-uploaded_at")
    return list(rows.select_related("uploaded_by", "imported_by", "undone_by"))


def mappings_of(kind: str) -> list[SavedMapping]:
    """Return the saved mappings of a kind, by name."""
    return list(SavedMapping.objects.filter(kind=kind).order_by("name"))


def report_of(run: Run) -> Report | None:
    """Return the report of a run's last dry run, or of what its import left out.

    None before the first dry run and after the files of the run are gone.
    """
    is_gone = run.closed_at is not None or run.undone_at is not None
    if "sha256" not in run.report or is_gone:
        return None
    return from_bytes(files.fetch(run.id, files.REPORT, sha256=run.report["sha256"]))


def cards_named(rows: Iterable[RowReport]) -> Mapping[UUID, Patient]:
    """Return the cards that rows may be the same as."""
    ids = {twin.patient for row in rows for twin in row.twins if twin.patient}
    return Patient.objects.in_bulk(list(ids))


def csv_of(report: Report, *, words: Callable[[RowReport], str], heading: str) -> bytes:
    """Return rows as CSV with one column more, to be mended and uploaded again.

    Args:
        words: Says of a row what is to be mended.
        heading: Of that column.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow([*map(_guarded, report.header), heading])
    for row in report.rows:
        width = len(report.header)
        cells = [*row.cells[:width]]
        writer.writerow([*map(_guarded, cells), words(row)])
    return out.getvalue().encode("utf-8-sig")


def _guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; reading takes it off."""
    return f"'{cell}" if cell.startswith(_CALCULATING) else cell
