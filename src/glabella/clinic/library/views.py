"""Pages about protocols: list, reading, differences, replay, and signing."""

import functools

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glabella.clinic.accounts.confirm import confirm_identity
from glabella.clinic.accounts.pages import sent
from glabella.clinic.accounts.request import StaffRequest, shown
from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.library import queries
from glabella.clinic.library.evidence.claim_page import claims_behind
from glabella.clinic.library.forms import ConfirmForm, SignForm, WithdrawForm
from glabella.clinic.library.maps import SchemeMap, maps_of
from glabella.clinic.library.reading import Section, sections, signed_text
from glabella.clinic.practice import actions
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.queries import signatures_of
from glabella.clinic.practice.values import NewSignature
from glabella.core.protocol import Protocol
from glabella.protocols.document import Language

SignatureForm = SignForm | WithdrawForm | ConfirmForm


def protocols(request: StaffRequest) -> HttpResponse:
    """Show every protocol and how it stands in this practice."""
    say = _language()
    rows = [
        {"standing": row, "name": say.of(row.protocol.name)}
        for row in queries.standings(library())
    ]
    rows.sort(key=lambda row: str(row["name"]))
    return render(request, "library/protocols.html", {"rows": rows})


def protocol(request: StaffRequest, protocol: str) -> HttpResponse:
    """Show a protocol as a physician reads it."""
    found = _find(protocol)
    say = _language()
    head, *rest = _sections(found.id, say.code)
    maps, asked = _maps(found.id, say.code), request.GET.get("scheme")
    return render(
        request,
        "library/protocol.html",
        {
            "protocol": found,
            "name": say.of(found.name),
            "standing": queries.standing(found),
            "signatures": signatures_of(found.id),
            "may_sign": _may_sign(request),
            "head": head,
            "sections": rest,
            "claims": claims_behind(found.id, say),
            "maps": maps,
            "map": next((one for one in maps if one.id == asked), maps[0])
            if maps
            else None,
        },
    )


# The data never change while a process runs, and a page of them takes a while to make.
@functools.cache
def _sections(key: str, language: str) -> tuple[Section, ...]:
    found = library().protocol(key)
    return tuple(sections(library(), found, Language(language)))


@functools.cache
def _maps(key: str, language: str) -> tuple[SchemeMap, ...]:
    return tuple(maps_of(library(), library().protocol(key), language=language))


def changes(request: StaffRequest, protocol: str) -> HttpResponse:
    """Show what differs between the signed text and the one that stands."""
    found = _find(protocol)
    standing = queries.standing(found)
    if standing.signature is None:
        raise Http404("nobody has signed this protocol")
    rows = queries.changes(library(), found, signed=standing.signature)
    context = {
        "protocol": found,
        "name": _language().of(found.name),
        "signature": standing.signature,
        "changes": rows,
    }
    return render(request, "library/changes.html", context)


def replay(request: StaffRequest, protocol: str) -> HttpResponse:
    """Show what this text would have said of every past decision."""
    found = _find(protocol)
    rows = list(queries.replay(library(), found))
    different = [row for row in rows if row.differs]
    shown(request, [row.patient for row in different])
    context = {
        "protocol": found,
        "name": _language().of(found.name),
        "total": len(rows),
        "different": different,
        "may_sign": _may_sign(request),
    }
    return render(request, "library/replay.html", context)


def sign(request: StaffRequest, protocol: str) -> HttpResponse:
    """Let a lead clinician sign the text that stands."""
    found = _find(protocol)
    form = SignForm(sent(request), initial={"digest": found.digest})
    if form.is_valid() and _signed(request, form, found):
        messages.success(request, _("Signed. The protocol is in use."))
        return redirect("library:protocol", protocol=found.id)
    return _form_page(request, "library/sign.html", found, form, **_at_stake(found))


def _at_stake(found: Protocol) -> dict[str, object]:
    """Return what a newer text would have changed, for whoever is about to sign it."""
    if queries.standing(found).state != "changed":
        return {}
    rows = list(queries.replay(library(), found))
    return {"total": len(rows), "different": sum(row.differs for row in rows)}


def _signed(request: StaffRequest, form: SignForm, found: Protocol) -> bool:
    try:
        if form.cleaned_data["digest"] != found.digest:
            raise DeedRefusedError(  # noqa: TRY301 shown in the form like the others
                _("the text has changed since you opened this page."),
                mending=_("Read it again."),
            )
        _confirm(request, form)
        new = NewSignature(
            protocol=found.id,
            version=found.version,
            digest=found.digest,
            content=signed_text(library(), found),
            statement=str(form.fields["read"].label),
            name=request.user.name,
        )
        actions.sign_protocol(new, by=request.actor, at=request.at)
    except DeedRefusedError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def withdraw(request: StaffRequest, protocol: str) -> HttpResponse:
    """Let a lead clinician take a protocol out of use."""
    found = _find(protocol)
    signature = queries.standing(found).signature
    if signature is None:
        raise Http404("nobody has signed this protocol")
    form = WithdrawForm(sent(request))
    if form.is_valid():
        try:
            _confirm(request, form)
            reason = form.cleaned_data["reason"]
            actions.withdraw_signature(
                signature.id, reason=reason, by=request.actor, at=request.at
            )
        except DeedRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Withdrawn. It can still be read."))
            return redirect("library:protocol", protocol=found.id)
    return _form_page(request, "library/withdraw.html", found, form)


def confirm(request: StaffRequest, protocol: str) -> HttpResponse:
    """Let a lead clinician vouch by name for a statement nobody has read here."""
    found = _find(protocol)
    form = ConfirmForm(
        sent(request), initial={"what": request.GET.get("what", f"{found.id}/")}
    )
    if form.is_valid() and _vouched(request, form, found):
        messages.success(request, _("Confirmed under your name."))
        return redirect("library:protocol", protocol=found.id)
    return _form_page(request, "library/confirm.html", found, form)


def _vouched(request: StaffRequest, form: ConfirmForm, found: Protocol) -> bool:
    what = form.cleaned_data["what"]
    try:
        if not queries.is_statement(library(), found, what):
            raise DeedRefusedError(  # noqa: TRY301 shown in the form like the others
                _("there is no such statement in this protocol."), where=what
            )
        _confirm(request, form)
        actions.confirm(
            what,
            basis=form.cleaned_data["basis"],
            name=request.user.name,
            by=request.actor,
            at=request.at,
        )
    except DeedRefusedError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _confirm(request: StaffRequest, form: SignatureForm) -> None:
    confirm_identity(
        request, form.cleaned_data["password"], form.cleaned_data.get("code", "")
    )


def _form_page(
    request: StaffRequest,
    template: str,
    found: Protocol,
    form: SignatureForm,
    **more: object,
) -> HttpResponse:
    name = _language().of(found.name)
    context = {"protocol": found, "name": name, "form": form, **more}
    return render(request, template, context, status=422 if form.errors else 200)


def _find(key: str) -> Protocol:
    found = library().protocols.get(key)
    if found is None:
        raise Http404("there is no such protocol")
    return found


def _may_sign(request: StaffRequest) -> bool:
    return Role.LEAD_CLINICIAN in request.standing.roles_at([request.outlet])


def _language() -> Language:
    return Language("de" if (get_language() or "en").startswith("de") else "en")
