"""What the views of following up share: the language, the outlet, the form page."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import FormPage
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.folder.whose import header_of
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.practice.models import Outlet
from glabella.clinic.practice.queries import outlet


def language() -> str:
    """Return the language of the page."""
    return get_language() or "en"


def outlet_of(request: PatientRequest) -> Outlet:
    """Return the outlet somebody works in; refuse a deed of somebody without one."""
    if request.outlet is None:
        raise DeedRefusedError(
            _("you work at no outlet."), mending=_("Choose an outlet above.")
        )
    return outlet(request.outlet)


def there(row: Any) -> Any:  # noqa: ANN401 a row of any table
    """Return a row that was found; else the page is not there."""
    if row is None:
        raise Http404("this patient has no such row")
    return row


def page(
    request: PatientRequest,
    title: str,
    button: str,
    *,
    back: str = "",
    **more: Any,  # noqa: ANN401 those of a page
) -> FormPage:
    """Return the words around a form about a patient; back to the follow-up page."""
    return FormPage(
        title=title,
        button=button,
        back=back or reverse("followup:overview", args=[request.person.id]),
        done=more.pop("done", _("Saved.")),
        header=header_of(request),
        **more,
    )
