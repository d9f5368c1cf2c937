"""What the views of a treatment share: the row of the address, a button, a page."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import FormPage
from glabella.clinic.accounts.tickets import AlreadyDoneError, once
from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.folder.whose import header_of
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.treatment import queries
from glabella.clinic.treatment.models import TreatedSite, Treatment, TreatmentVial
from glabella.core.errors import GlabellaError


def row_of(request: PatientRequest, key: UUID) -> Treatment:
    """Return a treatment of this person; not found if it is of nobody or another."""
    found = queries.treatment_of(request.person, key)
    if found is None:
        raise Http404("this patient has no such treatment")
    return found


def site_of(row: Treatment, key: UUID) -> TreatedSite:
    """Return a site of a treatment."""
    found = {site.id: site for site in queries.sites_of(row)}.get(key)
    if found is None:
        raise Http404("this treatment has no such site")
    return found


def vial_of(row: Treatment, key: UUID) -> TreatmentVial:
    """Return a vial of a treatment."""
    found = {vial.id: vial for vial in queries.vials_of(row)}.get(key)
    if found is None:
        raise Http404("this treatment has no such vial")
    return found


def url_of(row: Treatment, *, part: str = "") -> str:
    """Return the address of a treatment's page; of its session once it is sealed."""
    if row.session_id is not None:
        return reverse("treatment:session", args=[row.patient_id, row.session_id])
    page = reverse("treatment:treatment", args=[row.patient_id, row.id])
    return f"{page}#{part}" if part else page


def press(
    request: PatientRequest,
    deed: Callable[[], object],
    *,
    back: str,
    done: str = "",
) -> HttpResponse:
    """Do the deed of a button and go back; what it refuses stands above the page.

    Asked for without a button it only leads back.
    """
    if request.method != "POST":
        return redirect(back)
    try:
        with once(request):
            deed()
    except AlreadyDoneError:
        messages.info(request, _("This was saved already; nothing was doubled."))
    except StaleError:
        messages.warning(
            request,
            _("Somebody else has changed this meanwhile. Here is how it stands now."),
        )
    except GlabellaError as refusal:
        messages.error(request, str(refusal))
    else:
        if done:
            messages.success(request, done)
    return redirect(back)


def refusal_of(deed: Callable[[], object]) -> DeedRefusedError | None:
    """Do a deed; return what it refused, or None if it is done."""
    try:
        deed()
    except DeedRefusedError as refusal:
        return refusal
    return None


def page_of(
    request: PatientRequest, row: Treatment, title: str, button: str, *, done: str
) -> FormPage:
    """Return the words around a form of a treatment."""
    return FormPage(
        title=title,
        button=button,
        back=url_of(row),
        done=done,
        header=header_of(request),
    )
