"""Walking through the self-check as a stranger does, page by page."""

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.clinic.pages import get

CALM = (("country", ["CH"]), ("safety", ["no"]))
TALK = (
    *CALM,
    ("topic", ["mood"]),
    ("age", ["adult"]),
    ("mood_signs", ["low_mood", "sleep"]),
    ("mood_weeks", ["yes"]),
    ("mood_life", ["yes"]),
    ("mood_care", ["yes"]),
)


def state_of(answer: HttpResponse) -> str:
    """Return the signed field of a page."""
    return str(answer.context["state"])  # type: ignore[attr-defined]  # the test client adds it


def step_of(answer: HttpResponse) -> str:
    """Return the question or the end that a page shows."""
    return str(answer.context["step"].id)  # type: ignore[attr-defined]  # the test client adds it


def send(client: Client, state: str, **data: object) -> HttpResponse:
    """Send one page of the self-check."""
    answer = client.post(reverse("public:check"), {"state": state, **data})
    assert isinstance(answer, HttpResponse)
    return answer


def walk(client: Client, *given: list[str]) -> HttpResponse:
    """Answer question after question; return the page after the last one."""
    page = get(client, "public:check")
    for answer in given:
        page = send(client, state_of(page), answer=answer)
    return page


def walk_to_talk(client: Client) -> HttpResponse:
    """Answer so that a talk makes sense."""
    return walk(client, *(given for _name, given in TALK))
