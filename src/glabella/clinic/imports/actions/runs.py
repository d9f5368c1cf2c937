"""Deeds before an import: take a file in, name its columns, try it, close it."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import attrs
from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.imports import files
from glabella.clinic.imports.judging.whole import judge, place_of, sheet_of
from glabella.clinic.imports.models import Mapping as SavedMapping
from glabella.clinic.imports.models import Run
from glabella.clinic.imports.reading.columns import KINDS, guessed, is_known, lacking
from glabella.clinic.imports.reading.sheets import read
from glabella.clinic.imports.report import report_of, to_bytes, totals_of
from glabella.clinic.imports.values import NewRun, Settings
from glabella.clinic.imports.words import FIELDS
from glabella.clinic.people import laws
from glabella.core.errors import InputError

MOST_BYTES = 10 * 1024 * 1024


@transaction.atomic
def upload(content: bytes, new: NewRun, *, by: Actor, at: datetime) -> Run:
    """Take a file in, encrypted; nothing of it is imported yet.

    Raises:
        DeedRefusedError: If it cannot be read, is too large, or came before and was
            not undone.
    """
    laws.one_of(new.kind, KINDS, where=_("kind"))
    laws.words(new.system, where=_("other system"), mending=_("Name it."))
    if len(content) > MOST_BYTES:
        raise DeedRefusedError(
            _("the file is larger than 10 MB."),
            where=new.file_name,
            mending=_("Cut it into parts."),
        )
    sha256 = hashlib.sha256(content).hexdigest()
    _refuse_twice(sha256, outlet=new.outlet)
    try:
        sheet = read(content, known=is_known)
    except InputError as error:
        raise _refused(error) from error
    run = Run(
        outlet_id=new.outlet,
        kind=new.kind,
        file_name=new.file_name[:160],
        sha256=sha256,
        columns=guessed(new.kind, sheet.header),
        settings=attrs.asdict(Settings(system=new.system.strip())),
        rows_total=len(sheet.rows),
        uploaded_at=at,
        uploaded_by_id=by.account,
    )
    # The file first: a row never promises a file that is not there.
    files.keep(run.id, files.FILE, content)
    run.save(force_insert=True)
    record("imports.upload", by=by, at=at, about=run.id)
    return run


def _refused(error: InputError) -> DeedRefusedError:
    return DeedRefusedError(error.what, where=error.where, mending=error.mending)


def _refuse_twice(sha256: str, *, outlet: UUID) -> None:
    rows = Run.objects.filter(sha256=sha256, outlet_id=outlet, undone_at__isnull=True)
    # A run that was given up has imported nothing: its file may come again.
    earlier = rows.exclude(closed_at__isnull=False, imported_at__isnull=True).first()
    if earlier is not None:
        day = f"{earlier.uploaded_at:%Y-%m-%d %H:%M}"
        raise DeedRefusedError(
            _('this very file was uploaded on %(day)s UTC as "%(file_name)s".')
            % {"day": day, "file_name": earlier.file_name},
            where=_("file"),
            mending=_("Go on with that run, or undo it first."),
        )


def open_run(run: UUID) -> Run:
    """Return a run that is not imported and not closed, locked; refuse any other."""
    rows = Run.objects.filter(id=run).select_related("outlet")
    row: Run = laws.found(rows)
    if row.imported_at is not None or row.closed_at is not None:
        raise DeedRefusedError(
            _("this run is over."),
            where=row.file_name,
            mending=_("Look at its report."),
        )
    return row


@transaction.atomic
def set_columns(
    run: UUID,
    columns: Mapping[str, str],
    settings: Settings,
    *,
    by: Actor,
    at: datetime,
) -> Run:
    """Say what the columns mean and how the file is read.

    Raises:
        DeedRefusedError: If a meaning is given twice, what must be there is not, or
            the file cannot be read so.
    """
    row = open_run(run)
    chosen = {head: field for head, field in columns.items() if field}
    fixed = [field for field, value in settings.fixed.items() if value]
    _check_columns(row.kind, chosen, fixed)
    row.columns, row.settings, row.report = chosen, attrs.asdict(settings), {}
    try:
        row.rows_total = len(sheet_of(row).rows)
    except InputError as error:
        raise _refused(error) from error
    row.save()
    record("imports.set_columns", by=by, at=at, about=run)
    return row


def _check_columns(kind: str, columns: Mapping[str, str], fixed: list[str]) -> None:
    meanings = list(columns.values())
    twice = sorted({name for name in meanings if meanings.count(name) > 1})
    if twice:
        raise DeedRefusedError(
            _("two columns mean the same: %(columns)s.")
            % {"columns": ", ".join(str(FIELDS.get(name, name)) for name in twice)},
            where=_("columns"),
            mending=_("Leave one of them out."),
        )
    missing = lacking(kind, [*meanings, *fixed])
    if missing:
        names = "; ".join(map(_any_of, missing))
        raise DeedRefusedError(
            _("no column says: %(names)s.") % {"names": names},
            where=_("columns"),
            mending=_(
                "Choose one, or give a value for every row where that is offered."
            ),
        )


def _any_of(names: frozenset[str]) -> str:
    """Return fields of which any one would do, as the page names them."""
    return _(" or ").join(str(FIELDS.get(name, name)) for name in sorted(names))


@transaction.atomic
def save_mapping(
    name: str, kind: str, columns: Mapping[str, str], *, by: Actor, at: datetime
) -> SavedMapping:
    """Save what the columns mean under a name; the same name again replaces it."""
    values = {
        "kind": laws.one_of(kind, KINDS, where=_("kind")),
        "columns": {head: field for head, field in columns.items() if field},
        "saved_at": at,
        "saved_by_id": by.account,
    }
    row, _made = SavedMapping.objects.update_or_create(
        name=laws.words(name, where=_("name of the mapping"))[:80], defaults=values
    )
    record("imports.save_mapping", by=by, at=at, about=row.id)
    return row


@transaction.atomic
def try_run(
    run: UUID, *, outlets: frozenset[UUID] | None, by: Actor, at: datetime
) -> Run:
    """Judge every row and keep the report; nothing is imported.

    Args:
        outlets: Where cards of the same person are looked for; None for everywhere.

    Raises:
        DeedRefusedError: If the run is over, or its file cannot be read.
    """
    row = open_run(run)
    try:
        sheet = sheet_of(row)
    except InputError as error:
        raise _refused(error) from error
    place = place_of(row, outlets=outlets, at=at)
    judged = judge(row, sheet, place=place)
    content = to_bytes(report_of(sheet, judged))
    sha256 = files.keep(row.id, files.REPORT, content)
    row.report = {**totals_of(judged), "sha256": sha256, "at": at.isoformat()}
    row.save()
    record("imports.try", by=by, at=at, about=run)
    return row


@transaction.atomic
def close_run(run: UUID, *, by: Actor, at: datetime) -> None:
    """Remove the files of a run: it was given up, or its bad rows are dealt with.

    Raises:
        DeedRefusedError: If they are gone already.
    """
    rows = Run.objects.filter(id=run)
    laws.found(rows)
    laws.end(rows, "closed", by=by, at=at)
    record("imports.close", by=by, at=at, about=run)
    transaction.on_commit(lambda: files.drop(run, files.FILE, files.REPORT))
