"""A page with nothing on it but the injection map and the table of its sites.

The real page of a plan asks much of a patient; this one asks nothing, so that hands and
keys can be tried alone. Its answers keep to the same markup.
"""

import re
from decimal import Decimal
from urllib.parse import parse_qs

import attrs
from django.test import Client
from django.utils.translation import override
from playwright.sync_api import Browser, Page, Route

from glabella.clinic.planning.drawings import drawings
from tests.web.browsing import SITE
from tests.web.rendering import rendered

COUNTED = """
<div id="plan-counted" data-version="1">
  {% include "planning/_map.html" %}
  <p data-totals>{{ total }}</p>
</div>
"""
ROW = """
<tr data-row="{{ n }}" data-point="{{ site.muscle }}/{{ site.side }}/{{ site.point }}">
  <th scope="row">{{ site.muscle }}, {{ site.side }}, {{ site.point }}
    <input type="hidden" name="sites-{{ n }}-schematic"
    value="{{ site.is_schematic|yesno:'yes,no' }}"></th>
  <td><input type="number" aria-label="Units {{ n }}" name="sites-{{ n }}-units"
    value="{{ site.units|default_if_none:'' }}" step="any" min="0" data-step="2.5"></td>
  <td><input type="number" aria-label="x {{ n }}" name="sites-{{ n }}-x"
    value="{{ site.x }}" step="0.1"></td>
  <td><input type="number" aria-label="y {{ n }}" name="sites-{{ n }}-y"
    value="{{ site.y }}" step="0.1"></td>
  <td><select aria-label="Figure {{ n }}" name="sites-{{ n }}-figure">
    <option>{{ site.figure }}</option></select></td>
  <td><input type="checkbox" aria-label="Out {{ n }}" name="sites-{{ n }}-remove"></td>
</tr>
"""
PAGE = """{% load django_htmx static ui %}<!DOCTYPE html>
<html lang="{{ language }}" class="{{ theme }}">
<head><meta charset="utf-8"><title>Map</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="htmx-config" content='{"includeIndicatorStyles": false}'>
{% include "components/_styles.html" %}
<link rel="stylesheet" href="{% static 'css/figures.css' %}">
<link rel="stylesheet" href="{% static 'css/plan.css' %}">
{% htmx_script %}<script type="module" src="{% static 'js/plan_map.js' %}"></script>
</head><body><main><h1>Map</h1>
<form id="plan-form" method="post" data-plan-map hx-post="/count/"
  hx-trigger="change delay:20ms, recount" hx-target="#plan-counted" hx-swap="outerHTML">
COUNTED
<table id="plan-sites"><caption>Sites</caption><tbody>
{% for n, site in numbered %}ROW{% endfor %}</tbody></table>
<fieldset><legend>Add</legend>
{% for part in parts %}
<input name="add-{{ part }}" aria-label="Add {{ part }}">{% endfor %}
</fieldset>
<p><button class="button" name="deed" value="save">Save</button></p>
</form></main></body></html>
""".replace("COUNTED", COUNTED).replace("ROW", ROW)
PARTS = ("muscle", "side", "figure", "x", "y", "units")


@attrs.frozen
class Spot:
    """A site of a plan, without a plan."""

    muscle: str
    side: str
    point: int
    units: Decimal | None
    figure: str
    x: Decimal | None
    y: Decimal | None
    figure_version: str = ""
    is_schematic: bool = False


def spot(place: str, x: float, y: float, *, figure: str, units: str = "5") -> Spot:
    """Return a site by "muscle/side/point"."""
    muscle, side, point = place.split("/")
    dose = Decimal(units) if units else None
    at = Decimal(str(x)), Decimal(str(y))
    return Spot(muscle, side, int(point), dose, figure, *at)


TEMPLE = (
    spot("temporalis/left/1", 0, 990, figure="head_left"),
    spot("temporalis/left/2", -200, 890, figure="head_left"),
)
BROW = (
    spot("corrugator_supercilii/left/1", 150, 905, figure="face_front"),
    spot("corrugator_supercilii/right/1", -150, 905, figure="face_front"),
    spot("procerus/middle/1", 0, 960, figure="face_front"),
)


@attrs.define(slots=False)  # the library of the browser hangs its own names on it
class MapServer:
    """Answers the page, and counts what the form holds.

    Args:
        posts: The fields of each form that came, with what was asked of it.
    """

    sites: tuple[Spot, ...]
    language: str = "en"
    theme: str = "theme-light"
    posts: list[tuple[str, dict[str, str]]] = attrs.field(factory=list)
    files: dict[str, tuple[dict[str, str], bytes]] = attrs.field(factory=dict)

    def answer(self, route: Route) -> None:
        """Answer one request of the browser."""
        path = route.request.url.removeprefix(SITE)
        if path.startswith("/static/"):
            self._file(route, path)
        elif route.request.method == "POST":
            fields = parse_qs(route.request.post_data or "", keep_blank_values=True)
            self.posts.append((path, {key: last[-1] for key, last in fields.items()}))
            self._say(route, COUNTED, _moved(self.sites, self.posts[-1][1]))
        else:
            self._say(route, PAGE, self.sites)

    def _say(self, route: Route, template: str, sites: tuple[Spot, ...]) -> None:
        with override(self.language):
            html = rendered(
                template,
                drawings=drawings(sites, language=self.language),
                numbered=list(enumerate(sites)),
                total=sum(one.units or 0 for one in sites),
                parts=PARTS,
                language=self.language,
                theme=self.theme,
            )
        route.fulfill(content_type="text/html; charset=utf-8", body=html)

    def _file(self, route: Route, path: str) -> None:
        if path not in self.files:
            response = Client().get(path, secure=True)
            self.files[path] = dict(response.items()), b"".join(response)
        headers, body = self.files[path]
        route.fulfill(headers=headers, body=body)


def _moved(sites: tuple[Spot, ...], form: dict[str, str]) -> tuple[Spot, ...]:
    """Return the sites as the form says."""
    return tuple(
        attrs.evolve(
            site,
            units=Decimal(form[f"sites-{n}-units"] or 0),
            x=Decimal(form[f"sites-{n}-x"]),
            y=Decimal(form[f"sites-{n}-y"]),
            is_schematic=form[f"sites-{n}-schematic"] == "yes",
        )
        for n, site in enumerate(sites)
        if f"sites-{n}-remove" not in form
    )


def show(
    browser: Browser,
    server: MapServer,
    *,
    width: int = 1280,
    scripts: bool = True,
    touch: bool = False,
) -> Page:
    """Open the page on a screen."""
    context = browser.new_context(
        base_url=SITE,
        viewport={"width": width, "height": 900},
        java_script_enabled=scripts,
        has_touch=touch,
        is_mobile=touch,
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    context.route("**/*", server.answer)
    page = context.new_page()
    page.goto("/map/")
    return page


def at(page: Page, point: str) -> tuple[float, float]:
    """Return the middle of a point on the screen."""
    box = page.locator(f"{selector(point)} .fig-dot").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def selector(point: str) -> str:
    """Return how a point is found, by "muscle/side/point" in the figures' words."""
    muscle, side, number = point.split("/")
    return (
        f'.plan-map .fig-point[data-muscle="{muscle}"][data-side="{side}"]'
        f'[data-point="{number}"]'
    )


def value(page: Page, row: int, name: str) -> str:
    """Return what a field of a row holds."""
    return page.locator(f'[name="sites-{row}-{name}"]').input_value()


def numbers(words: str) -> list[float]:
    """Return the numbers in a text."""
    return [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", words)]
