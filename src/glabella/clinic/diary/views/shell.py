"""What a phone keeps to work without a line; nothing here is about anybody."""

import functools
import hashlib
import json
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from glabella.clinic.diary.forms import FORMS
from glabella.clinic.diary.values import DIARIES
from glabella.clinic.portal.doors import is_shut
from glabella.clinic.portal.inside import device_secret
from glabella.clinic.portal.models import Device
from glabella.clinic.portal.tokens import hashed
from glabella.clinic.practice.models import Practice

SCOPE = "/me/"
STYLES = (
    *("tokens", "base", "layout", "menu", "button", "form", "table", "card"),
    *("notice", "badge", "source", "patient", "flow", "reading", "portal", "diary"),
)
SCRIPTS = (
    *("frame", "menus", "theme", "shortcuts", "files"),
    *("diary_store", "diary_offline"),
)
ICONS = (("192", "any"), ("512", "any"), ("512", "maskable"))
PAPER, ACCENT = "#f6f3ec", "#0d5c63"


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """Show an empty day to be written without a line; it is kept on the device."""
    diaries = [
        {"name": name, "label": label, "form": FORMS[name](auto_id=f"{name}-%s")}
        for name, label in DIARIES.items()
    ]
    return render(request, "diary/offline.html", {"forms": diaries})


@require_GET
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 the same for everybody
    """Hand out the script that answers while there is no line."""
    script, version = _script()
    shell = {"version": version, "page": reverse("diary:offline"), "files": _files()}
    text = f"const SHELL = {json.dumps(shell)};\n{script}"
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = SCOPE
    response["Cache-Control"] = "no-cache"
    return response


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 the same for everybody
    """Say how the pages look as an app; the name tells of no condition."""
    house = Practice.objects.filter(id=1).first()
    name = _("My pages")
    icons = [
        {
            "src": static(f"img/mine-{purpose}-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size, purpose in ICONS
    ]
    said = {
        "id": SCOPE,
        "name": f"{name} · {house.name}" if house else name,
        "short_name": name,
        "start_url": SCOPE,
        "scope": SCOPE,
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": ACCENT,
        "icons": icons,
    }
    return JsonResponse(said, content_type="application/manifest+json")


@require_GET
def standing(request: HttpRequest) -> HttpResponse:
    """Say whether a device was revoked, so that it throws away what it keeps.

    Only whoever holds the secret of the device learns it; to all others it is false.
    """
    rows = Device.objects.filter(token_hash=hashed(device_secret(request)))
    row = rows.select_related("door__patient", "proxy").first()
    response = JsonResponse({"wipe": row is not None and _is_over(row)})
    response["Cache-Control"] = "no-store"
    return response


def _is_over(row: Device) -> bool:
    is_ended = row.proxy is not None and row.proxy.ended_at is not None
    return is_ended or row.revoked_at is not None or is_shut(row.door)


def _files() -> list[str]:
    names = [f"css/{name}.css" for name in STYLES]
    names += [f"js/{name}.js" for name in SCRIPTS]
    return [static(name) for name in [*names, "img/glabella.svg"]]


@functools.cache
def _script() -> tuple[str, str]:
    """Return the script, and a version that changes with any file of the shell."""
    names = ["js/diary_worker.js", *(f"css/{name}.css" for name in STYLES)]
    names += [f"js/{name}.js" for name in SCRIPTS]
    digest = hashlib.sha256()
    for name in names:
        digest.update(_bytes(name))
    return _bytes("js/diary_worker.js").decode(), digest.hexdigest()[:16]


def _bytes(name: str) -> bytes:
    path = finders.find(name)
    return Path(path).read_bytes() if path else b""
