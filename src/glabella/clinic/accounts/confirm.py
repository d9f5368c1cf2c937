"""Who signs shows again who they are: password, and a code where that is required.

21 CFR 11.200 asks for two components at a signing; the fields are added to the form of
whatever is signed, so that the signature and the signed stand on one page.
"""

from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from glabella.clinic.accounts import lockout
from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.audit.actions import record
from glabella.clinic.audit.errors import DeedRefusedError

# A passkey needs a script; a code typed by hand is its plain twin.
TYPED = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)


class SignatureFields(forms.Form):
    """The two fields of a signature, for the form of what is signed.

    Name it first among the bases: `class SealForm(SignatureFields): ...`. The view
    calls `confirm_identity` with both values before the deed.
    """

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=gettext_lazy("Code of your second factor"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Six digits of the app, or a recovery code."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}
        ),
    )
    field_order = None

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Leave the code out where the practice has relaxed it."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        if not is_code_required():
            del self.fields["code"]


def is_code_required() -> bool:
    """Return whether a signature needs a second factor in this practice."""
    return bool(settings.GLABELLA_SECOND_FACTOR == "required")


def confirm_identity(request: StaffRequest, password: str, code: str) -> None:
    """Let the one who is signed in show that it is still them.

    Args:
        request: Of the form that is signed.
        password: As typed.
        code: Of the authenticator, or a recovery code; "" where none is required.

    Raises:
        DeedRefusedError: Something is wrong, or was wrong too often.
    """
    user = request.user
    if lockout.is_locked_out(request, user.email):
        raise _too_often()
    if not _is_password_right(request, user, password):
        raise _refused(request, _("the password is not right."), where=_("password"))
    if is_code_required() and not _is_code_right(user, code):
        lockout.count_failure(request, user.email)
        raise _refused(request, _("the code is not right."), where=_("code"))
    lockout.forget_failures(request, user.email)


def _is_password_right(request: StaffRequest, user: User, password: str) -> bool:
    # A bare request: the lock-out keeps the fields of a failed form.
    plain = lockout.bare(request)
    return authenticate(plain, email=user.email, password=password) is not None


def _is_code_right(user: User, code: str) -> bool:
    typed = "".join(code.split())
    factors = Authenticator.objects.filter(user_id=user.id, type__in=TYPED)
    return bool(typed) and any(one.wrap().validate_code(typed) for one in factors)


def _refused(request: StaffRequest, what: str, *, where: str) -> DeedRefusedError:
    record("accounts.confirm_failed", by=request.actor, at=request.at)
    if lockout.is_locked_out(request, request.user.email):
        return _too_often()
    return DeedRefusedError(
        what, where=where, mending=_("Nothing was signed. Try again.")
    )


def _too_often() -> DeedRefusedError:
    mending = _("Nothing was signed. Wait %(minutes)d minutes, then try again.")
    return DeedRefusedError(
        _("there were too many failed attempts."),
        mending=mending % {"minutes": lockout.minutes()},
    )
