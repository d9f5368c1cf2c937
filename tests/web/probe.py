"""A middleware that says that the door let a request through, and how to knock."""

import functools
import uuid
from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.request import shown
from glabella.clinic.accounts.rules import Rule
from glabella.clinic.people.models import Patient
from glabella.web.access_table import ACCESS

LET_THROUGH = "Let-Through"
SOMETHING = uuid.UUID("00000000-0000-4000-8000-000000000001")
DOOR = "glabella.web.middleware.AccessMiddleware"


class Probe:
    """Answer in place of the view, so that only the door is tested."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponse:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if ACCESS[name].scope == "list":
            shown(request, ())  # type: ignore[arg-type]  # the door has made it one
        return HttpResponse(headers={LET_THROUGH: "yes"})


def middleware_with_probe() -> list[str]:
    """Return the middleware of a practice, with the probe right behind the door."""
    line = list(settings.MIDDLEWARE)
    line.insert(line.index(DOOR) + 1, "tests.web.probe.Probe")
    return line


def addresses() -> dict[str, dict[str, object]]:
    """Return every address of the root by name, with the converters of its parts."""
    return _addresses_of(settings.ROOT_URLCONF)


@functools.cache
def _addresses_of(root: str) -> dict[str, dict[str, object]]:
    return dict(_walk(get_resolver(root).url_patterns, "", {}))


def rows() -> dict[str, Rule]:
    """Return the rows whose address exists; that all do is a test of its own."""
    return {name: rule for name, rule in ACCESS.items() if name in addresses()}


def _walk(
    patterns: Iterable[URLPattern | URLResolver],
    space: str,
    above: dict[str, object],
) -> Iterator[tuple[str, dict[str, object]]]:
    for one in patterns:
        parts = above | dict(one.pattern.converters)
        if isinstance(one, URLResolver):
            inner = ":".join(name for name in (space, one.namespace) if name)
            yield from _walk(one.url_patterns, inner, parts)
        else:
            yield f"{space}:{one.name}" if space else str(one.name), parts


def url_of(name: str, patient: Patient) -> str:
    """Return an address with its parts filled in."""
    parts = {
        key: _part(key, converter, patient)
        for key, converter in addresses()[name].items()
    }
    return reverse(name, kwargs=parts)


def _part(key: str, converter: object, patient: Patient) -> object:
    if key == "patient":
        return patient.id
    if isinstance(converter, UUIDConverter):
        return SOMETHING
    return 1 if isinstance(converter, IntConverter) else "something"


def is_let_through(client: Client, method: str, url: str) -> bool:
    """Return whether the door opens."""
    response = client.generic(method, url)
    assert response.status_code < 500, url
    return response.headers.get(LET_THROUGH) == "yes"


def signed_in(user: User) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    client.force_login(
        user, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client
