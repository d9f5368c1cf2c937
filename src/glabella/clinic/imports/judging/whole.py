"""A whole run: read its file again, and judge every row."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from glabella.clinic.imports import files
from glabella.clinic.imports.judging import appointments, patients, stock, treatments
from glabella.clinic.imports.lines import Line, lines_of, rules_of
from glabella.clinic.imports.models import Run
from glabella.clinic.imports.reading.columns import is_known
from glabella.clinic.imports.reading.sheets import Sheet, read
from glabella.clinic.imports.values import Judged, Place, Rules, Settings
from glabella.clinic.practice.queries import today_at

Judge = Callable[[Iterable[Line], Place], list[Judged]]

JUDGES: Mapping[str, Judge] = MappingProxyType(
    {
        "patients": patients.judge,
        "treatments": treatments.judge,
        "appointments": appointments.judge,
        "stock": stock.judge,
    }
)


def sheet_of(run: Run) -> Sheet:
    """Return the table of a run's file.

    Raises:
        InputError: If it cannot be read as its settings say.
    """
    how = settings_of(run)
    content = files.fetch(run.id, files.FILE, sha256=run.sha256)
    return read(content, known=is_known, encoding=how.encoding, sheet=how.sheet)


def settings_of(run: Run) -> Settings:
    """Return how somebody said that the file is read."""
    return Settings(**run.settings)


def place_of(run: Run, *, outlets: frozenset[UUID] | None, at: datetime) -> Place:
    """Return where a run comes in, and when."""
    return Place(
        outlet=run.outlet,
        system=settings_of(run).system,
        on=today_at(run.outlet, at=at),
        at=at,
        outlets=outlets,
    )


def rules_for(run: Run, sheet: Sheet, *, place: Place) -> Rules:
    """Return how days and numbers of a run are read."""
    return rules_of(sheet, run.columns, settings_of(run), on=place.on)


def judge(run: Run, sheet: Sheet, *, place: Place) -> list[Judged]:
    """Return what each row would make, and why not."""
    rules = rules_for(run, sheet, place=place)
    fixed = settings_of(run).fixed
    lines = lines_of(sheet, run.columns, rules=rules, fixed=fixed)
    return JUDGES[run.kind](lines, place)
