"""What the pages of consent share: whose it is, and how a consent is shown."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import FormPage
from glabella.clinic.consent import queries
from glabella.clinic.consent.models import Consent, Talk
from glabella.clinic.consent.signing import newest_talk
from glabella.clinic.folder.whose import header_of
from glabella.clinic.people.request import PatientRequest


def found_consent(request: PatientRequest, key: UUID) -> Consent:
    """Return a consent of the person of the page; any other is not found."""
    row = queries.consent_of(request.person, key)
    if row is None:
        raise Http404("this patient has no such consent")
    return row


def step_words(row: Consent, talks: list[Talk]) -> tuple[str, str]:
    """Return how far a consent is, in words, and the tone of its badge."""
    if row.withdrawn_at is not None:
        return _("withdrawn"), "stop"
    if row.signed_at is not None:
        return _("signed"), "accent"
    if talks:
        return _("talked about, not signed"), "wait"
    return _("prepared, not talked about"), "wait"


def form_page(
    request: PatientRequest,
    title: str,
    button: str,
    *,
    done: str,
    **more: Any,  # noqa: ANN401 the other fields of a form page
) -> FormPage:
    """Return the frame of a form about a consent; `row` leads back to it."""
    row = more.pop("row", None)
    name = "consent:consents" if row is None else "consent:consent"
    args = [request.person.id] if row is None else [request.person.id, row.id]
    return FormPage(
        title=title,
        button=button,
        back=reverse(name, args=args),
        done=done,
        header=header_of(request),
        **more,
    )


def steps_of(request: PatientRequest, row: Consent) -> list[dict[str, Any]]:
    """Return the way of one consent: prepared, read, talked about, signed."""
    args = [request.person.id, row.id]
    talk = newest_talk(row)
    is_signed = row.signed_at is not None
    steps = [
        (_("Prepare"), True, ""),
        (_("Talk"), talk is not None, reverse("consent:talk", args=args)),
        (_("Sign"), is_signed, reverse("consent:sign", args=args)),
    ]
    found, is_next = [], row.withdrawn_at is None
    for label, is_done, url in steps:
        state = "done" if is_done else "next" if is_next else "todo"
        is_next = is_next and is_done
        found.append({"label": label, "state": state, "url": "" if is_done else url})
    return found
