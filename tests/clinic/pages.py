"""Asking for pages as somebody who is signed in; and what their forms refuse."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from glabella.clinic.accounts.models import User


def client_of(user: User) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    client.force_login(
        user, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def get(client: Client, name: str, /, *args: object, **query: str) -> HttpResponse:
    """Ask for a page by the name of its address."""
    answer = client.get(reverse(name, args=args), query)
    assert isinstance(answer, HttpResponse)
    return answer


def post(client: Client, name: str, /, *args: object, **data: object) -> HttpResponse:
    """Send a form to a page by the name of its address."""
    answer = client.post(reverse(name, args=args), data)
    assert isinstance(answer, HttpResponse)
    return answer


def said(answer: HttpResponse) -> str:
    """Return what a page says."""
    return answer.content.decode()


def shown_by(answer: HttpResponse) -> dict[str, Any]:
    """Return what a page was made of."""
    context: dict[str, Any] = answer.context  # type: ignore[attr-defined]  # the test client adds it
    return context
