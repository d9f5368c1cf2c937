"""The pages of sign-in and second factor, in the frame of staff, as one sees them."""

import re
import time

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.roles import Role
from tests import world
from tests.web.rendering import said

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
INLINE = re.compile(r"\sstyle=|<style|\son[a-z]+=|<script>")


@pytest.fixture
def staff(client: Client) -> Client:
    """Return a browser of somebody who has just given their password."""
    user = world.member(Role.ADMINISTRATOR, world.outlet(), name="Dr. Example")
    client.force_login(user, backend=BACKEND)
    given = {"method": "password", "at": time.time(), "email": user.email}  # noqa: TID251 the library compares it with the clock
    session = client.session
    session["account_authentication_methods"] = [given]
    session.save()
    return client


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/account/sessions/", "My sessions"),
        ("/account/password/", "Change password"),
        ("/account/logout/", "Sign out"),
        ("/account/again/", "Is it you?"),
        ("/account/second-factor/", "Second factor"),
        ("/account/second-factor/totp/activate/", "Set up the app"),
        ("/account/second-factor/webauthn/", "Passkeys and security keys"),
        ("/account/second-factor/webauthn/add/", "Add a key"),
    ],
)
def test_page_stands_in_the_frame(staff: Client, address: str, heading: str) -> None:
    response = staff.get(address)
    html = response.content.decode()

    assert response.status_code == 200
    assert re.findall(r"<h1>(.*?)</h1>", html) == [heading]
    assert INLINE.search(html) is None


def test_frame_of_staff_says_who_and_leads_out(staff: Client) -> None:
    html = staff.get("/account/sessions/").content.decode()

    assert '<span class="bar-label">Dr. Example</span>' in html
    assert 'action="/account/logout/"' in html
    assert '<nav class="nav" aria-label="Main menu">' in html


def test_list_of_sessions_marks_this_one_and_ends_others(staff: Client) -> None:
    user = User.objects.get(name="Dr. Example")
    other = Client()
    other.force_login(user, backend=BACKEND)
    for one in (staff, other):
        UserSession.objects.create(
            user=user,
            ip="192.0.2.1",
            user_agent="Example",
            session_key=one.session.session_key,
        )

    words = said(staff.get("/account/sessions/").content.decode())

    assert words.count("This one") == 1
    assert words.count("Sign out there") == 1
    assert "Sign out all others" in words


def test_wrong_password_is_said_and_the_form_kept() -> None:
    user = world.member(Role.ADMINISTRATOR, world.outlet())
    response = Client().post(
        "/account/login/", {"login": user.email, "password": "wrong"}
    )
    html = response.content.decode()

    assert "Not signed in yet:" in said(html)
    assert "What you typed is still here." not in said(html)
    assert f'value="{user.email}"' in html
