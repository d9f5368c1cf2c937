"""Who signs shows again who they are."""

from collections.abc import Iterator

import pytest
from allauth.core import context
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import RequestFactory
from pytest_django import Settings

from glabella.clinic.accounts.confirm import SignatureFields, confirm_identity
from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.audit.models import Event
from tests import world

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 of a synthetic account
TYPED = {"note": "a clinical sentence that nobody else keeps", "password": "x"}


@pytest.fixture(autouse=True)
def required(settings: Settings) -> Iterator[None]:
    cache.clear()
    settings.GLABELLA_SECOND_FACTOR = "required"
    yield
    cache.clear()


def signer() -> StaffRequest:
    """Return the request of a lead clinician with an app."""
    user = world.member(Role.LEAD_CLINICIAN, world.outlet())
    TOTP.activate(user, SECRET)
    request = RequestFactory().post("/sign/", TYPED)
    request.user, request.at = user, world.AT  # type: ignore[attr-defined]  # as the door does
    request.actor = world.actor(user)  # type: ignore[attr-defined]  # as the door does
    return request  # type: ignore[return-value]  # the door has made it one


def confirm(request: StaffRequest, *, password: str, code: str) -> None:
    with context.request_context(request):
        confirm_identity(request, password, code)


def code() -> str:
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(SECRET, counters[1]))


def test_password_and_code_confirm() -> None:
    request = signer()

    confirm(request, password=world.PASSWORD, code=f" {code()[:3]} {code()[3:]} ")

    assert Event.objects.count() == 0


def test_recovery_code_confirms_once() -> None:
    request = signer()
    spare = RecoveryCodes.activate(request.user).get_unused_codes()[0]

    confirm(request, password=world.PASSWORD, code=spare)

    with pytest.raises(DeedRefusedError, match="code is not right"):
        confirm(request, password=world.PASSWORD, code=spare)


def test_code_of_a_sign_in_is_not_taken_twice() -> None:
    request = signer()
    shown = code()
    confirm(request, password=world.PASSWORD, code=shown)

    with pytest.raises(DeedRefusedError, match="code is not right"):
        confirm(request, password=world.PASSWORD, code=shown)


@pytest.mark.parametrize("typed", ["", "000000", "no code at all"])
def test_wrong_code_is_refused_and_told(typed: str) -> None:
    request = signer()

    with pytest.raises(DeedRefusedError, match="code is not right"):
        confirm(request, password=world.PASSWORD, code=typed)

    event = Event.objects.get()
    assert (event.deed, event.actor) == ("accounts.confirm_failed", request.user.id)


def test_wrong_password_is_refused_before_the_code_is_looked_at() -> None:
    request = signer()

    with pytest.raises(DeedRefusedError, match="password is not right"):
        confirm(request, password="somebody else's guess", code=code())  # noqa: S106 it is wrong


def test_five_failures_lock_the_signature_too() -> None:
    request = signer()
    words = []
    for _ in range(5):
        with pytest.raises(DeedRefusedError) as refusal:
            confirm(request, password=world.PASSWORD, code="000000")
        words.append(refusal.value.what)

    with pytest.raises(DeedRefusedError, match="Wait 15 minutes"):
        confirm(request, password=world.PASSWORD, code=code())

    wrong, locked = "the code is not right.", "there were too many failed attempts."
    assert words == [wrong] * 4 + [locked]


def test_success_starts_the_count_again() -> None:
    request = signer()
    for _ in range(4):
        with pytest.raises(DeedRefusedError):
            confirm(request, password=world.PASSWORD, code="000000")

    confirm(request, password=world.PASSWORD, code=code())

    assert AccessAttempt.objects.count() == 0


def test_failure_keeps_nothing_of_the_form() -> None:
    request = signer()

    with pytest.raises(DeedRefusedError):
        confirm(request, password="somebody else's guess", code="")  # noqa: S106 it is wrong

    assert AccessAttempt.objects.get().post_data == ""


def test_relaxed_practice_takes_the_password_alone(settings: Settings) -> None:
    settings.GLABELLA_SECOND_FACTOR = "relaxed"
    request = signer()

    confirm(request, password=world.PASSWORD, code="")

    assert list(SignatureFields().fields) == ["password"]


def test_signature_asks_for_password_and_code() -> None:
    assert list(SignatureFields().fields) == ["password", "code"]


def test_closed_account_confirms_nothing() -> None:
    request = signer()
    User.objects.filter(id=request.user.id).update(is_active=False)

    with pytest.raises(DeedRefusedError, match="password is not right"):
        confirm(request, password=world.PASSWORD, code=code())
