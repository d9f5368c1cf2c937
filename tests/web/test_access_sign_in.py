"""Signing in: password, code, lock-out, and what the trail hears of it."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from axes.models import AccessAttempt
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.roles import SECOND_FACTOR, Role
from glabella.clinic.audit.models import Event
from glabella.web import settings as practice_settings
from tests import world
from tests.web import probe

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 of a synthetic account


@pytest.fixture(autouse=True)
def _fresh(settings: Settings) -> None:
    """Count attempts from nought, and ask for the second factor."""
    cache.clear()
    settings.GLABELLA_SECOND_FACTOR = "required"


def somebody(role: Role = Role.CLINICIAN) -> User:
    return world.member(role, world.outlet())


def with_app(user: User) -> User:
    TOTP.activate(user, SECRET)
    return user


def code(secret: str = SECRET) -> str:
    """Return what the app shows now: the middle of the codes that are accepted."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[1]))


def sign_in(
    client: Client,
    user: User,
    password: str = world.PASSWORD,
    *,
    headers: dict[str, str] | None = None,
    address: str = "127.0.0.1",
) -> HttpResponseBase:
    typed = {"login": user.email, "password": password}
    url = reverse("account_login")
    return client.post(url, typed, headers=headers, REMOTE_ADDR=address)


def deeds() -> list[str]:
    return list(Event.objects.order_by("sequence").values_list("deed", flat=True))


def test_front_desk_signs_in_with_a_password(client: Client) -> None:
    user = somebody(Role.FRONT_DESK)

    response = sign_in(client, user, address="192.0.2.9")

    event = Event.objects.get()
    assert response.headers["Location"] == "/"
    assert (event.deed, event.actor) == ("accounts.sign_in", user.id)
    assert (event.origin, event.purpose) == ("192.0.2.9", "administration")


def test_address_is_typed_in_any_case(client: Client) -> None:
    user = somebody(Role.FRONT_DESK)
    typed = {"login": user.email.upper(), "password": world.PASSWORD}

    client.post(reverse("account_login"), typed)

    assert deeds() == ["accounts.sign_in"]


def test_screens_speak_the_language_of_the_account_until_one_is_chosen() -> None:
    user = somebody(Role.FRONT_DESK)
    User.objects.filter(id=user.id).update(language="de")
    fresh, chosen = Client(), Client()
    chosen.cookies["glabella_language"] = "en"

    for browser in (fresh, chosen):
        sign_in(browser, user)

    pages = [one.get(reverse("usersessions_list")).content for one in (fresh, chosen)]
    assert [b'<html lang="de"' in page for page in pages] == [True, False]


@pytest.mark.parametrize("role", sorted(SECOND_FACTOR))
def test_role_that_needs_a_second_factor_is_sent_to_set_one_up(role: Role) -> None:
    client = probe.signed_in(somebody(role))

    response = client.get(reverse("account_change_password"))
    elsewhere = client.get(reverse("usersessions_list"))

    assert response.status_code == 200
    assert elsewhere.headers["Location"] == reverse("mfa_index")


def test_front_desk_needs_no_second_factor() -> None:
    client = probe.signed_in(somebody(Role.FRONT_DESK))

    assert client.get(reverse("usersessions_list")).status_code == 200


def test_relaxed_practice_says_so_at_sign_in(client: Client) -> None:
    user = somebody()

    with override_settings(GLABELLA_SECOND_FACTOR="relaxed"):
        sign_in(client, user)
        page = client.get(reverse("usersessions_list"))

    assert page.status_code == 200
    assert "The second factor is relaxed here" in page.content.decode()


def test_app_is_set_up_without_a_script_and_opens_the_practice(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    user = somebody()
    sign_in(client, user)

    form = client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    typed = {"code": code(secret)}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), typed)

    assert form.status_code == 200
    assert client.get(reverse("usersessions_list")).status_code == 200
    assert deeds() == ["accounts.sign_in", "accounts.totp_activated"]
    kinds = Authenticator.objects.filter(user=user).values_list("type", flat=True)
    assert sorted(kinds) == ["recovery_codes", "totp"]


def test_code_of_the_app_completes_a_sign_in(client: Client) -> None:
    user = with_app(somebody())

    first = sign_in(client, user)
    before = deeds()
    client.post(reverse("mfa_authenticate"), {"code": code()})

    assert first.headers["Location"] == reverse("mfa_authenticate")
    assert before == []
    assert deeds() == ["accounts.sign_in"]
    assert client.get(reverse("usersessions_list")).status_code == 200


def test_recovery_code_completes_a_sign_in_once(client: Client) -> None:
    user = with_app(somebody())
    codes = RecoveryCodes.activate(user).get_unused_codes()

    sign_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    again = Client()
    sign_in(again, user)
    again.post(reverse("mfa_authenticate"), {"code": codes[0]})

    assert deeds() == ["accounts.sign_in", "accounts.sign_in_failed"]


def test_secret_of_the_app_is_sealed_in_the_database() -> None:
    user = with_app(somebody())
    RecoveryCodes.activate(user)

    rows = Authenticator.objects.filter(user=user).values_list("data", flat=True)

    assert [SECRET in str(data) for data in rows] == [False, False]
    app = Authenticator.objects.get(user=user, type="totp").wrap()
    assert app.validate_code(code())


@pytest.mark.parametrize("answer", ['{"id": "nobody"}', '"word"', '{"rawId": 1}'])
def test_passkey_that_does_not_fit_lands_on_the_trail(
    client: Client, answer: str
) -> None:
    response = client.post(reverse("mfa_login_webauthn"), {"credential": answer})

    event = Event.objects.get()
    assert response.headers["Location"] == reverse("account_login")
    assert (event.deed, event.actor_kind) == ("accounts.sign_in_failed", "anonymous")


def test_wrong_password_lands_on_the_trail_without_what_was_typed(
    client: Client,
) -> None:
    user = somebody()

    sign_in(client, user, "not the password of anybody")

    event = Event.objects.get()
    assert (event.deed, event.actor_kind) == ("accounts.sign_in_failed", "anonymous")
    assert (event.actor, event.subject) == (None, user.id)


def test_unknown_address_lands_on_the_trail_without_the_address(
    client: Client,
) -> None:
    typed = {"login": "nobody@example.org", "password": "whatever it may be"}

    client.post(reverse("account_login"), typed)

    event = Event.objects.get()
    assert (event.deed, event.ids) == ("accounts.sign_in_failed", [])


def test_five_wrong_passwords_lock_an_account_for_that_address(
    client: Client,
) -> None:
    user = somebody(Role.FRONT_DESK)
    codes = [sign_in(client, user, f"wrong number {n}").status_code for n in range(5)]

    right = sign_in(client, user)
    elsewhere = sign_in(Client(), user, address="192.0.2.10")
    colleague = sign_in(Client(), somebody(Role.FRONT_DESK))

    assert codes == [200, 200, 200, 200, 429]
    assert right.status_code == 429
    assert b"quarter of an hour" in getattr(right, "content", b"")
    assert (elsewhere.status_code, colleague.status_code) == (302, 302)
    assert deeds()[4:6] == ["accounts.sign_in_locked"] * 2


def test_five_wrong_codes_lock_as_wrong_passwords_do(client: Client) -> None:
    user = with_app(somebody())
    sign_in(client, user)

    url = reverse("mfa_authenticate")
    pages = [client.post(url, {"code": "000000"}).content.decode() for _ in range(5)]
    right = client.post(url, {"code": code()}).content.decode()

    words = "too many failed attempts"
    assert [words in page for page in [*pages, right]] == [False] * 4 + [True] * 2
    assert deeds() == ["accounts.sign_in_failed"] * 4 + ["accounts.sign_in_locked"]


def test_lock_out_keeps_nothing_that_was_typed(client: Client) -> None:
    user = somebody()

    sign_in(client, user, "a password with a slip")

    kept = AccessAttempt.objects.get()
    assert "slip" not in kept.post_data
    assert user.email not in kept.post_data


def test_closed_account_does_not_sign_in(client: Client) -> None:
    user = somebody(Role.FRONT_DESK)
    User.objects.filter(id=user.id).update(is_active=False)

    response = sign_in(client, user)

    assert response.headers["Location"] == reverse("account_inactive")


def test_sign_out_lands_on_the_trail(client: Client) -> None:
    user = somebody(Role.FRONT_DESK)
    sign_in(client, user)

    answer = client.post(reverse("account_logout"))

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert deeds() == ["accounts.sign_in", "accounts.sign_out"]
    assert client.get("/").headers["Location"] == "/account/login/?next=%2F"


def test_nobody_signs_up_from_outside() -> None:
    assert "account_signup" not in probe.addresses()


def test_forwarded_address_counts_behind_a_proxy_only(client: Client) -> None:
    user = somebody(Role.FRONT_DESK)
    told = {"X-Forwarded-For": "203.0.113.5, 192.0.2.44"}

    sign_in(client, user, headers=told)
    with override_settings(GLABELLA_PROXY=True, ALLAUTH_TRUSTED_PROXY_COUNT=1):
        sign_in(Client(), user, headers=told)

    origins = Event.objects.order_by("sequence").values_list("origin", flat=True)
    assert list(origins) == ["127.0.0.1", "192.0.2.44"]


def test_one_time_password_opens_only_the_page_that_changes_it(
    client: Client,
) -> None:
    user = somebody(Role.FRONT_DESK)
    User.objects.filter(id=user.id).update(has_one_time_password=True)
    sign_in(client, user)
    change = reverse("account_change_password")
    new = "seven quiet herons by the lake"

    stopped = client.get(reverse("usersessions_list"))
    typed = {"oldpassword": world.PASSWORD, "password1": new, "password2": new}
    client.post(change, typed)

    assert stopped.headers["Location"] == change
    assert client.get(reverse("usersessions_list")).status_code == 200
    assert deeds() == ["accounts.sign_in", "accounts.set_password"]
    user.refresh_from_db()
    assert user.check_password(new)


def test_new_password_ends_the_other_sessions(client: Client) -> None:
    user = somebody(Role.FRONT_DESK)
    other = Client()
    sign_in(client, user)
    sign_in(other, user)
    new = "seven quiet herons by the lake"
    typed = {"oldpassword": world.PASSWORD, "password1": new, "password2": new}

    client.post(reverse("account_change_password"), typed)

    assert client.get(reverse("usersessions_list")).status_code == 200
    assert other.get(reverse("usersessions_list")).status_code == 302


def test_last_second_factor_stays_while_the_role_needs_it(client: Client) -> None:
    user = with_app(somebody())
    sign_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": code()})

    client.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.filter(user=user).count() == 1


@pytest.mark.parametrize("password", ["short words", "password1234", "qwerty123456"])
def test_weak_passwords_are_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


def test_length_is_enough_without_rules_of_composition() -> None:
    validate_password("five plain words are fine")


def test_passwords_are_kept_by_argon2() -> None:
    with override_settings(PASSWORD_HASHERS=practice_settings.PASSWORD_HASHERS):
        kept = make_password(world.PASSWORD)

        assert kept.startswith("argon2$argon2id$")
        assert check_password(world.PASSWORD, kept)
