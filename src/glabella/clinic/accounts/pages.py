"""One way to show a form, do its deed, and say what came of it.

Nothing typed is lost: a refused deed leaves the form filled and says why; when somebody
else has changed the row meanwhile, what they wrote stands beside it.
"""

from collections.abc import Callable, Mapping
from typing import Any

import attrs
from django.contrib import messages
from django.forms import BaseForm, Field
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.accounts.tickets import AlreadyDoneError, new_ticket, once
from glabella.clinic.audit.errors import DeedRefusedError, StaleError

UNPROCESSABLE = 422


@attrs.frozen
class FormPage:
    """The words around a form, and where it leads.

    Args:
        title: The one heading.
        button: The word on the button.
        back: The address to return to, when done and when given up.
        done: What is said when the deed is done.
        lead: A sentence under the heading.
        icon: Of the button.
        danger: Whether the deed is hard to take back.
        header: The patient above the page, as `patient_header` wants it.
        context: What a template of its own needs beside.
    """

    title: str
    button: str
    back: str
    done: str
    lead: str = ""
    icon: str = "save"
    danger: bool = False
    header: Mapping[str, Any] | None = None
    template: str = "accounts/form_page.html"
    context: Mapping[str, Any] = attrs.field(factory=dict)


def sent(request: StaffRequest) -> QueryDict | None:
    """Return the form that was sent, for a form to be bound to; None for a first look.

    A form that asks for nothing but its button is sent too.
    """
    return request.POST if request.method == "POST" else None


def answer_form(
    request: StaffRequest,
    form: BaseForm,
    *,
    deed: Callable[[dict[str, Any]], object],
    page: FormPage,
) -> HttpResponse:
    """Show a form; once it is filled in well, do its deed and go back.

    Args:
        deed: Takes the cleaned data. What it refuses is shown in the form.
    """
    theirs: Mapping[str, str] = {}
    if form.is_bound and form.is_valid():
        try:
            with once(request):
                deed(form.cleaned_data)
        except AlreadyDoneError:
            messages.info(request, _("This was saved already; nothing was doubled."))
            return redirect(page.back)
        except StaleError as stale:
            theirs = _as_labelled(form, stale.theirs)
            form.add_error(None, str(stale))
            _catch_up(form)
        except DeedRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, page.done)
            return redirect(page.back)
    context = {
        "page": page,
        "form": form,
        "theirs": theirs,
        "header": page.header,
        "ticket": new_ticket(),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, page.template, {**context, **page.context}, status=status)


def _as_labelled(form: BaseForm, theirs: Mapping[str, str]) -> dict[str, str]:
    """Return what the other person has written in the words of the form.

    A column that the form does not ask for keeps its own name.
    """
    said = {}
    for column, written in theirs.items():
        name = column.removesuffix("_id")
        if name in form.fields:
            said[str(form[name].label)] = _choice(form.fields[name], written)
        else:
            said[name.replace("_", " ")] = written
    return said


def _choice(field: Field, written: str) -> str:
    """Return the words of a code, where the field offers codes to choose from."""
    for code, words in getattr(field, "choices", ()):
        if written and str(code) == written:
            return str(words)
    return written


def _catch_up(form: BaseForm) -> None:
    """Let the next save follow the state that the page now shows beside the form.

    The views read the row before the deed, so its version stands among the initials.
    """
    if "version" in form.initial and isinstance(form.data, QueryDict):
        form.data = form.data.copy()
        form.data["version"] = str(form.initial["version"])
