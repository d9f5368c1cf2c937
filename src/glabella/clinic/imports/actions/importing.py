"""The deed that imports a run: in one transaction, all of it or nothing."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

import attrs
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.imports import files
from glabella.clinic.imports.actions.making import MAKERS, Doer, Made
from glabella.clinic.imports.actions.runs import open_run
from glabella.clinic.imports.digests import digests_of
from glabella.clinic.imports.judging.whole import judge, place_of, sheet_of
from glabella.clinic.imports.models import Made as MadeRow
from glabella.clinic.imports.models import Run
from glabella.clinic.imports.report import (
    Report,
    RowReport,
    report_of,
    to_bytes,
    totals_of,
)
from glabella.clinic.imports.values import ANOTHER, SAME, SKIP, Judged, Place


@attrs.frozen
class Choices:
    """What was chosen for rows that may be on file.

    Args:
        by_line: "skip", "another", or "same:" and the id of a card.
        others: For every line that is not named: "skip" or "another".
    """

    by_line: Mapping[int, str] = attrs.field(factory=dict)
    others: str = SKIP

    def of(self, row: Judged | RowReport) -> str:
        """Return what was chosen for a row; what is no twin simply comes in."""
        if not row.twins:
            return ANOTHER
        others = self.others if row.may_be_another else SKIP
        return self.by_line.get(row.line, others)


def import_run(
    run: UUID,
    choices: Choices,
    *,
    outlets: frozenset[UUID] | None,
    by: Actor,
    at: datetime,
) -> Run:
    """Import the good rows of a run that was tried, and those that were chosen.

    Rows are judged once more; if they differ from the dry run, nothing is done.

    Raises:
        DeedRefusedError: If the run was never tried or is over, if something has
            changed since, or if a row is refused; then nothing at all was imported.
    """
    row = Run.objects.select_related("outlet").get(id=run)
    if not row.report:
        raise DeedRefusedError(
            _("there was no dry run."), where=row.file_name, mending=_("Try it first.")
        )
    sheet = sheet_of(row)
    place = place_of(row, outlets=outlets, at=at)
    judged = judge(row, sheet, place=place)
    _check_unchanged(row, judged)
    left = Report(
        sheet.header, tuple(_left_out(report_of(sheet, judged), choices=choices))
    )
    return _import(row.id, judged, choices, place=place, left=left, by=by)


def _check_unchanged(run: Run, judged: list[Judged]) -> None:
    now = totals_of(judged)
    if any(run.report[name] != now[name] for name in ("good", "bad", "twins")):
        raise DeedRefusedError(
            _("something has changed since the dry run; nothing was imported."),
            where=run.file_name,
            mending=_("Try it again and look at the report."),
        )


def _left_out(report: Report, *, choices: Choices) -> Iterator[RowReport]:
    for row in report.rows:
        if row.is_bad or choices.of(row) == SKIP:
            yield row


@transaction.atomic
def _import(  # noqa: PLR0913 one deed, prepared outside of its transaction
    run: UUID,
    judged: list[Judged],
    choices: Choices,
    *,
    place: Place,
    left: Report,
    by: Actor,
) -> Run:
    row = open_run(run)
    made = list(_make_all(row.kind, judged, choices, place=place, by=by))
    _remember(row, made)
    sha256 = files.keep(row.id, files.REPORT, to_bytes(left))
    lines = {line for line, _ in made}
    row.report = {**row.report, "sha256": sha256, "imported": len(lines)}
    row.imported_at, row.imported_by_id = place.at, by.account
    row.save()
    ids = [one.row for _, one in made]
    record("imports.import", by=by, at=place.at, about=[row.id, *ids])
    transaction.on_commit(lambda: files.drop(run, files.FILE))
    return row


def _make_all(
    kind: str,
    judged: Iterable[Judged],
    choices: Choices,
    *,
    place: Place,
    by: Actor,
) -> Iterator[tuple[int, Made]]:
    for one in judged:
        choice = choices.of(one)
        if one.plan is None or choice == SKIP:
            continue
        doer = Doer(by=by, at=place.at, same=_same(one, choice))
        try:
            for made in MAKERS[kind](one.plan, place, doer):
                yield one.line, made
        except DeedRefusedError as refusal:
            raise DeedRefusedError(
                _("line %(line)s was refused, so nothing was imported: %(what)s")
                % {"line": one.line, "what": refusal.what},
                where=refusal.where,
                mending=refusal.mending,
            ) from refusal
        except DatabaseError as error:
            raise DeedRefusedError(
                _("the database refused line %(line)s, so nothing was imported.")
                % {"line": one.line},
                where=_("import"),
                mending=_("Mend that line, or leave it out."),
            ) from error


def _same(one: Judged, choice: str) -> UUID | None:
    """Return the card that was chosen; only a twin that was found may be."""
    found = {f"{SAME}{twin.patient}": twin.patient for twin in one.twins}
    if choice in found and one.may_be_same:
        return found[choice]
    if choice != ANOTHER or not one.may_be_another:
        raise DeedRefusedError(
            _("line %(line)s: this cannot be chosen here.") % {"line": one.line},
            where=_("choice"),
            mending=_(
                "Choose to leave the row out, or one of the cards that are named."
            ),
        )
    return None


def _remember(run: Run, made: list[tuple[int, Made]]) -> None:
    """Note every row that was made, as the run leaves it."""
    digests: dict[UUID, str] = {}
    for table in sorted({one.table for _line, one in made}):
        digests |= digests_of(
            table, [one.row for _line, one in made if one.table == table]
        )
    MadeRow.objects.bulk_create(
        [
            MadeRow(
                run=run,
                line=line,
                table=one.table,
                row=one.row,
                digest=digests[one.row],
            )
            for line, one in made
        ],
        batch_size=500,
    )
