"""Views of what can be taken away of a question; the address says which studies."""

from django.http import HttpResponse

from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.library.evidence import exports
from glabella.clinic.library.evidence.asked import choice_form
from glabella.clinic.library.evidence.choice import chosen_rows
from glabella.clinic.library.evidence.knowledge import question_or_404, shelf
from glabella.evidence.questions import QuestionRows
from glabella.evidence.references import bibtex, ris

CSV = "text/csv; charset=utf-8"
RIS = "application/x-research-info-systems; charset=utf-8"
BIBTEX = "application/x-bibtex; charset=utf-8"


def question_csv(request: StaffRequest, question: str) -> HttpResponse:
    """Return the rows of a question as a table that `glabella pool` reads."""
    content = exports.question_csv(_rows(request, question))
    return _file(content, CSV, f"{question}.csv")


def question_metapsy(request: StaffRequest, question: str) -> HttpResponse:
    """Return the studies of a question as a database in the Metapsy format."""
    content = exports.question_metapsy(shelf(), _rows(request, question))
    return _file(content, CSV, f"{question}-metapsy.csv")


def question_ris(request: StaffRequest, question: str) -> HttpResponse:
    """Return the references of a question as RIS."""
    papers = exports.publications_of(shelf(), _rows(request, question))
    return _file(ris(papers), RIS, f"{question}.ris")


def question_bibtex(request: StaffRequest, question: str) -> HttpResponse:
    """Return the references of a question as BibTeX."""
    papers = exports.publications_of(shelf(), _rows(request, question))
    return _file(bibtex(papers), BIBTEX, f"{question}.bib")


def _rows(request: StaffRequest, name: str) -> QuestionRows:
    asked = question_or_404(name)
    return chosen_rows(shelf(), asked.id, choice_form(request, asked).choice)


def _file(content: str, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
