"""What every page's frame needs: practice, outlets, navigation, demo or not."""

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.accounts.roles import READERS, Role
from glabella.clinic.accounts.standing import Standing
from glabella.clinic.accounts.words import role_in_words
from glabella.clinic.demo.house import PASSWORD, STAFF
from glabella.clinic.desk.way import steps_of
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.practice.models import Outlet, Practice
from glabella.web.access_table import ACCESS

# Label, address by name, icon of the set; shown to those whom the table lets in.
NAVIGATION: tuple[tuple[Promise, str, str], ...] = (
    (_("Today"), "desk:today", "calendar-days"),
    (_("Calendar"), "booking:calendar", "calendar-range"),
    (_("Waiting list"), "booking:waiting", "list-ordered"),
    (_("Patients"), "desk:search", "users"),
    (_("Tasks"), "desk:tasks", "list-checks"),
    (_("Inbox"), "desk:inbox", "inbox"),
    (_("Messages"), "messages:board", "mail"),
    (_("Protocols"), "library:protocols", "book-open-check"),
    (_("Evidence"), "library:questions", "flask-conical"),
    (_("Stock"), "stock:stock", "package"),
    (_("Import"), "imports:runs", "file-up"),
    (_("Practice"), "desk:practice", "building-2"),
    (_("Public pages"), "public:door", "globe"),
    (_("Accounts"), "accounts:accounts", "user-cog"),
    (_("Broken glass"), "accounts:glasses", "shield-alert"),
    (_("Trail"), "accounts:trail", "footprints"),
)
SEARCH = "desk:search"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what `base.html` shows around every page; nothing before signing in."""
    practice = Practice.objects.filter(id=1).first()
    common = {
        "practice": practice,
        "practice_name": practice.name if practice else "",
        # What leaves the house leads there, whatever name a browser has asked for.
        "house_address": settings.GLABELLA_ADDRESS,
        "demo": bool(practice and practice.demo),
        "second_factor_relaxed": settings.GLABELLA_SECOND_FACTOR == "relaxed",
    }
    standing: Standing | None = getattr(request, "standing", None)
    if standing is None:
        return common | _demo_people(practice)
    return common | _of_staff(request, standing)  # type: ignore[arg-type]  # a standing makes it one


def _demo_people(practice: Practice | None) -> dict[str, Any]:
    """Return who may sign in to a demo; of a real practice nobody is named."""
    if practice is None or not practice.demo:
        return {}
    people = [
        {"role": role_in_words(str(role)), "email": email} for role, email, _ in STAFF
    ]
    return {"demo_people": people, "demo_password": PASSWORD}


def _of_staff(request: StaffRequest, standing: Standing) -> dict[str, Any]:
    roles = standing.roles_at([request.outlet])
    rows: list[Outlet] = request.outlet_rows  # type: ignore[attr-defined]  # set by the middleware
    outlets = [{"id": o.id, "name": o.name, "zone": o.time_zone} for o in rows]
    here = [one for one in outlets if one["id"] == request.outlet]
    return {
        "navigation": _navigation(request, roles),
        "outlets": outlets if len(outlets) > 1 else [],
        "current_outlet": here[0] if here else None,
        "outlet_url": reverse("accounts:choose_outlet"),
        "search_url": _address(SEARCH, roles),
        "user_name": request.user.name,
        "user_role": ", ".join(sorted(role_in_words(role) for role in roles)),
        "sign_out_url": reverse("account_logout"),
        "theme_url": reverse("set_theme"),
        # Read only where a page has room for it: `base.html`, of one patient.
        "way": SimpleLazyObject(lambda: _way(request)),
    }


def _way(request: StaffRequest) -> list[dict[str, Any]]:
    """Return the steps of the way of the patient whom a page is about.

    They are clinical content: only those who may read the record see them.
    """
    if not getattr(request, "roles", frozenset()) & READERS:
        return []
    return steps_of(cast("PatientRequest", request))


def _navigation(request: StaffRequest, roles: frozenset[Role]) -> list[dict[str, Any]]:
    rows = []
    for label, name, icon in NAVIGATION:
        url = _address(name, roles)
        if url is None:
            continue
        current = bool(request.resolver_match) and request.path.startswith(url)
        rows.append({"label": label, "url": url, "icon": icon, "current": current})
    return rows


def _address(name: str, roles: frozenset[Role]) -> str | None:
    """Return an address if the table lets these roles in and the page exists."""
    rule = ACCESS.get(name)
    if rule is None or not roles & rule.roles:
        return None
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
