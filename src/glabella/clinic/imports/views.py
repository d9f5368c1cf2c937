"""The pages of an import: runs, a file, its columns, its report, import and undo."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.request import StaffRequest, shown
from glabella.clinic.accounts.roles import CARE_TEAM
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.imports import actions, queries, shows, words
from glabella.clinic.imports.actions.importing import Choices
from glabella.clinic.imports.forms import ColumnsForm, NothingForm, UploadForm
from glabella.clinic.imports.judging.whole import settings_of, sheet_of
from glabella.clinic.imports.models import Run
from glabella.clinic.imports.obstacles import obstacles_of
from glabella.clinic.imports.offers import offers
from glabella.clinic.imports.reading.columns import applied, is_known, kind_of
from glabella.clinic.imports.reading.sheets import Sheet, read
from glabella.clinic.imports.values import ANOTHER, SKIP, NewRun
from glabella.core.errors import InputError

PAGE_SIZE = 25
CHOICE = "choice_"


def runs(request: StaffRequest) -> HttpResponse:
    """Show the runs of this outlet."""
    rows = queries.runs_at(request.outlet) if request.outlet else []
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    shown_rows = [(shows.state_of(row), words.KINDS[row.kind], row) for row in page]
    return render(request, "imports/runs.html", {"page": page, "rows": shown_rows})


def upload(request: StaffRequest) -> HttpResponse:
    """Take a file in; nothing is imported yet."""
    form = UploadForm(sent(request), request.FILES or None)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            run = _upload(request, form.cleaned_data)
        except InputError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("imports:map", run=run.id)
    if form.errors:
        status = 422
    context = {"form": form, "back": reverse("imports:runs")}
    return render(request, "imports/upload.html", context, status=status)


def _upload(request: StaffRequest, data: Mapping[str, Any]) -> Run:
    if request.outlet is None:
        raise DeedRefusedError(_("you work at no outlet."))
    content, name = data["file"].read(), data["file"].name
    kind = data["kind"] or kind_of(name, read(content, known=is_known).header)
    if not kind:
        raise DeedRefusedError(
            _("neither its name nor its columns tell what is in it."),
            mending=_("Choose it from the list."),
        )
    new = NewRun(request.outlet, name, kind, data["system"])
    return actions.upload(content, new, by=request.actor, at=request.at)


def map_columns(request: StaffRequest, run: UUID) -> HttpResponse:
    """Ask what each column means, then try the run."""
    row = _run(request, run)
    if row.imported_at is not None or row.closed_at is not None:
        return redirect("imports:run", run=row.id)
    sheet = sheet_of(row)
    form = _columns_form(request, row, sheet)
    if form.is_bound and form.is_valid():
        try:
            _set_columns(request, row, form)
        except DeedRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("imports:run", run=row.id)
    context = {"form": form, "run": row, **shows.columns_page(row, sheet)}
    status = 422 if form.errors else 200
    return render(request, "imports/columns.html", context, status=status)


def _columns_form(request: StaffRequest, row: Run, sheet: Sheet) -> ColumnsForm:
    columns = dict(row.columns)
    for saved in queries.mappings_of(row.kind):
        if str(saved.id) == request.GET.get("mapping"):
            columns = applied(saved.columns, row.kind, sheet.header)
    return ColumnsForm(
        sent(request),
        sheet=sheet,
        kind=row.kind,
        columns=columns,
        settings=settings_of(row),
        known=offers(row.outlet_id),
    )


def _set_columns(request: StaffRequest, row: Run, form: ColumnsForm) -> None:
    who: dict[str, Any] = {"by": request.actor, "at": request.at}
    columns = form.chosen_columns()
    actions.set_columns(row.id, columns, form.chosen_settings(), **who)
    name = form.cleaned_data["save_as"]
    if name:
        actions.save_mapping(name, row.kind, columns, **who)
    actions.try_run(row.id, outlets=_outlets(request), **who)


def _outlets(request: StaffRequest) -> frozenset[UUID] | None:
    """Return where patients may be looked for; administering opens no record."""
    return request.standing.reach(CARE_TEAM)


def run(request: StaffRequest, run: UUID) -> HttpResponse:
    """Show where a run stands: its dry run, or its import."""
    row = _run(request, run)
    report = queries.report_of(row)
    context = shows.run_page(row, report, page=request.GET.get("page"))
    shown(request, context["cards"])
    return render(request, "imports/run.html", {"run": row, **context})


@require_POST
def try_again(request: StaffRequest, run: UUID) -> HttpResponse:
    """Judge every row once more."""
    row = _run(request, run)
    try:
        actions.try_run(
            row.id, outlets=_outlets(request), by=request.actor, at=request.at
        )
    except DeedRefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("imports:run", run=row.id)


@require_POST
def import_rows(request: StaffRequest, run: UUID) -> HttpResponse:
    """Import the good rows, and those that were chosen."""
    row = _run(request, run)
    try:
        actions.import_run(
            row.id,
            _choices(request),
            outlets=_outlets(request),
            by=request.actor,
            at=request.at,
        )
    except InputError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Imported. The report is below."))
    return redirect("imports:run", run=row.id)


def _choices(request: StaffRequest) -> Choices:
    by_line = {
        int(name.removeprefix(CHOICE)): str(value)
        for name, value in request.POST.items()
        if name.startswith(CHOICE) and name.removeprefix(CHOICE).isdecimal()
    }
    others = ANOTHER if request.POST.get("others") == ANOTHER else SKIP
    return Choices(by_line=by_line, others=others)


def undo(request: StaffRequest, run: UUID) -> HttpResponse:
    """Undo a run, or name what stands in the way."""
    row = _run(request, run)
    if row.imported_at is None or row.undone_at is not None:
        shown(request, [])
        return redirect("imports:run", run=row.id)
    in_the_way = obstacles_of(row)
    context = shows.obstacles_page(in_the_way)
    shown(request, context["cards"])
    page = FormPage(
        title=_("Undo the import"),
        lead=row.file_name,
        button=_("Undo the import"),
        icon="undo-2",
        danger=True,
        back=reverse("imports:run", args=[row.id]),
        done=_("Undone. Nothing of this import is left."),
        template="imports/undo.html",
        context=context,
    )

    def deed(_data: dict[str, Any]) -> None:
        actions.undo_run(row.id, by=request.actor, at=request.at)

    return answer_form(request, NothingForm(sent(request)), deed=deed, page=page)


@require_POST
def close(request: StaffRequest, run: UUID) -> HttpResponse:
    """Remove the files of a run."""
    row = _run(request, run)
    try:
        actions.close_run(row.id, by=request.actor, at=request.at)
    except DeedRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The uploaded file and its rows are removed."))
    return redirect("imports:runs")


def bad_rows(request: StaffRequest, run: UUID) -> HttpResponse:
    """Hand out the rows that did not come in, to be mended and uploaded again."""
    row = _run(request, run)
    report = queries.report_of(row)
    if report is None:
        raise Http404("there is no report of this run")
    kept = shows.to_mend(row, report)
    shown(request, queries.cards_named(kept.rows))
    content = queries.csv_of(kept, words=shows.mending_of, heading=_("What to mend"))
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{row.id}.csv"'},
    )


def _run(request: StaffRequest, run: UUID) -> Run:
    rows = Run.objects.select_related("outlet", "uploaded_by", "imported_by")
    return get_object_or_404(rows, id=run, outlet_id=request.outlet)
