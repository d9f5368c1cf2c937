"""How the sign-in library behaves in a practice, and what it tells the trail.

The library calls these methods at each step, so no signal of ours is needed.
"""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from glabella.clinic.accounts import lockout
from glabella.clinic.accounts.actions import set_password
from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.origin import address_of
from glabella.clinic.accounts.queries import SECOND_FACTORS
from glabella.clinic.accounts.roles import SECOND_FACTOR
from glabella.clinic.accounts.standing import standing_of
from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.web import session_gate

YEAR = 365 * 24 * 60 * 60  # seconds


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the administrator or on the command line."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 named by the library
        """Refuse to open an account from outside."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the same address that the trail and the lock-out see."""
        return address_of(request) or "0.0.0.0"  # noqa: S104 a line without an address, not a server

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Open the session and put it on the trail."""
        super().login(request, user)
        session_gate.begin(request)
        tell("sign_in", request, user=user.pk)

    def post_login(
        self,
        request: HttpRequest,
        user: AbstractBaseUser,
        **kwargs: Any,  # noqa: ANN401 handed on as they came
    ) -> HttpResponse:
        """Speak the language of the account, and say where the door is ajar."""
        response = super().post_login(request, user, **kwargs)
        if isinstance(user, User):
            _keep_language(request, response, user.language)
        if settings.GLABELLA_SECOND_FACTOR == "relaxed":
            words = _(
                "The second factor is relaxed here: a password alone opens this "
                "practice. That suits a demo and no real patient."
            )
            messages.warning(request, words)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Put the end of a session on the trail, then end it."""
        if isinstance(request.user, User):
            tell("sign_out", request, user=request.user.id)
        super().logout(request)

    def authentication_failed(
        self,
        request: HttpRequest,
        **credentials: Any,  # noqa: ANN401 named by the library
    ) -> None:
        """Put a failed attempt on the trail: for which account, not what was typed."""
        name = lockout.name_of(request, credentials)
        account = User.objects.filter(email=name).values_list("id", flat=True).first()
        locked = getattr(request, "axes_locked_out", False)
        deed = "sign_in_locked" if locked else "sign_in_failed"
        tell(deed, request, about=account)

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Check the password of somebody whose screen was locked."""
        right = super().reauthenticate(user, password)
        if right:
            tell("unlock", self.request, user=user.pk)
        return right

    def get_reauthentication_methods(
        self, user: AbstractBaseUser | AnonymousUser
    ) -> list[dict[str, Any]]:
        """Offer password and passkey; a code alone does not say who holds the phone."""
        methods = super().get_reauthentication_methods(user)
        return [one for one in methods if one["id"] != "mfa_reauthenticate"]

    def is_reauthentication_required(
        self,
        *,
        app: str,
        **kwargs: Any,  # noqa: ANN401 handed on as they came
    ) -> bool:
        """Do not ask again right after somebody has signed in."""
        if session_gate.has_just_signed_in(self.request):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Let the deed do it, and keep the row that the library holds in step."""
        by = _actor(self.request, user.pk)
        row = set_password(user.pk, password, by=by, at=_moment(self.request))
        user.password = row.password

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go on to the first page of the role, not back to the form."""
        return str(self.get_login_redirect_url(request))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        *args: Any,  # noqa: ANN401 handed on as they came
        **kwargs: Any,  # noqa: ANN401 handed on as they came
    ) -> None:
        """Put each change of a second factor on the trail."""
        change = template_prefix.rpartition("/")[2]
        if template_prefix.startswith("mfa/"):
            tell(change, self.request, user=user.pk)
        super().send_notification_mail(template_prefix, user, *args, **kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: sealed in the database, and the last one needed stays."""

    def encrypt(self, text: str) -> str:
        """Seal the secret of an app, so that a copy of the database makes no codes."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` sealed."""
        return _seal().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Return whether enough is left for the roles of its owner."""
        if settings.GLABELLA_SECOND_FACTOR != "required":
            return True
        others = Authenticator.objects.filter(
            user_id=authenticator.user_id, type__in=SECOND_FACTORS
        ).exclude(id=authenticator.id)
        held = standing_of(authenticator.user_id).roles
        return others.exists() or not held & SECOND_FACTOR


class CountedCodeForm(AuthenticateForm):
    """The code asked for at sign-in; wrong ones count towards the lock-out."""

    def clean_code(self) -> str:
        """Check the code, unless there were too many wrong ones."""
        request, user = context.request, self.user
        if lockout.is_locked_out(request, user.email):
            raise self._too_often()
        try:
            code: str = super().clean_code()
        except ValidationError:
            locked = lockout.count_failure(request, user.email)
            deed = "sign_in_locked" if locked else "sign_in_failed"
            tell(deed, request, about=user.id)
            if locked:
                raise self._too_often() from None
            raise
        return code

    def _too_often(self) -> ValidationError:
        words = _(
            "There were too many failed attempts. Wait %(minutes)d minutes, then sign "
            "in again."
        )
        return ValidationError(words % {"minutes": lockout.minutes()})


class ToldPasskeyForm(LoginWebAuthnForm):
    """A passkey at sign-in; one that does not fit lands on the trail."""

    def clean_credential(self) -> Authenticator:
        """Check the answer of the key."""
        try:
            return super().clean_credential()
        except (ValidationError, KeyError, ValueError, TypeError):
            # The library lets an answer that is no answer of a key break the page.
            tell("sign_in_failed", context.request)
            raise get_adapter().validation_error("incorrect_code") from None


def tell(
    deed: str,
    request: HttpRequest,
    *,
    user: UUID | None = None,
    about: UUID | None = None,
) -> None:
    """Put a step of signing in or out on the trail."""
    by = _actor(request, user)
    record(f"accounts.{deed}", by=by, at=_moment(request), about=about or user or ())


def _keep_language(request: HttpRequest, response: HttpResponse, code: str) -> None:
    """Show the screens in the language of the account, until somebody chooses."""
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _seal() -> Fernet:
    return Fernet(Path(settings.GLABELLA_FILE_KEY_FILE).read_bytes())


def _actor(request: HttpRequest, user: UUID | None) -> Actor:
    known = user or (request.user.id if isinstance(request.user, User) else None)
    return Actor(
        user=known,
        kind="user" if known else "anonymous",
        origin=address_of(request),
        purpose="administration",
    )


def _moment(request: HttpRequest) -> datetime:
    at: datetime = request.at  # type: ignore[attr-defined]  # see accounts.request
    return at
