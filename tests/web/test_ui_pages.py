"""Whole pages: the design page, sign-in, errors, and the switch of the theme."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from tests.web.rendering import german, said

pytestmark = pytest.mark.django_db

INLINE = re.compile(r"\sstyle=|<style|\son[a-z]+=|<script>")


@pytest.mark.parametrize("who", ["staff", "patient"])
@pytest.mark.parametrize("theme", ["light", "dark", "dim", "auto"])
def test_design_shows_each_theme_and_size(client: Client, who: str, theme: str) -> None:
    response = client.get("/design/", {"who": who, "theme": theme})
    html = response.content.decode()
    tag = re.search(r"<html[^>]*>", html)

    assert response.status_code == 200
    assert tag is not None
    assert ("calm" in tag[0]) == (who == "patient")
    assert ("theme-" in tag[0]) == (theme != "auto")
    assert INLINE.search(html) is None
    assert html.count("<h1>") == 1


def test_design_has_each_id_once(client: Client) -> None:
    ids = re.findall(r'\sid="([^"]+)"', client.get("/design/").content.decode())

    assert sorted(ids) == sorted(set(ids))


def test_design_speaks_german(client: Client) -> None:
    with german():
        response = client.get("/design/", {"lang": "de"})

    assert '<html lang="de"' in response.content.decode()
    assert "Angaben fehlen" in said(response.content.decode())


def test_design_in_a_language_it_has_not_is_english(client: Client) -> None:
    response = client.get("/design/", {"lang": "fr"})

    assert '<html lang="en"' in response.content.decode()


def test_design_is_only_read(client: Client) -> None:
    assert client.post("/design/").status_code == 405


def test_theme_is_kept_in_a_cookie(client: Client) -> None:
    response = client.post("/theme/", {"theme": "dim", "next": "/design/"})

    assert (response.status_code, response["Location"]) == (302, "/design/")
    assert client.cookies["theme"].value == "dim"
    assert 'class=" theme-dim"' in client.get("/design/").content.decode()


def test_theme_that_does_not_exist_is_not_kept(client: Client) -> None:
    client.post("/theme/", {"theme": "pink"})

    assert "theme" not in client.cookies


@pytest.mark.parametrize(
    "way", ["https://example.org/", "//example.org", "javascript:x"]
)
def test_theme_leads_nowhere_else(client: Client, way: str) -> None:
    response = client.post("/theme/", {"theme": "dark", "next": way})

    assert response["Location"] == "/"


def test_theme_is_set_by_a_form_only(client: Client) -> None:
    assert client.get("/theme/").status_code == 405


def test_sign_in_asks_for_two_things_and_offers_a_passkey(client: Client) -> None:
    response = client.get("/account/login/")
    html = response.content.decode()

    assert response.status_code == 200
    assert 'class="calm' in html
    assert html.count("<h1>") == 1
    assert INLINE.search(html) is None
    assert "Passkeys and security keys need JavaScript." in html


@pytest.mark.parametrize("code", [400, 403, 404, 500])
def test_errors_say_what_was_kept_and_what_to_do(code: int) -> None:
    request = RequestFactory().get("/")
    html = render_to_string(f"{code}.html", {"request": request})

    assert html.count("<h1>") == 1
    assert re.search(r"(?i)nothing was|was not", html) is not None
    assert "To the start" in html


def test_error_of_an_old_form_says_that_nothing_was_saved() -> None:
    html = render_to_string("403_csrf.html", {"request": RequestFactory().get("/")})

    assert "Nothing was saved." in said(html)


def test_error_500_needs_nothing_but_itself() -> None:
    assert "That was a mistake of ours" in said(render_to_string("500.html"))


def test_locked_says_for_how_long() -> None:
    request = RequestFactory().get("/")
    html = render_to_string("account/locked.html", {"request": request})

    assert "about a quarter of an hour" in said(html)
