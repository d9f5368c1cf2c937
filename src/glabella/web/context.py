"""What every page's frame needs: practice, outlets, navigation, demo or not."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from glabella.clinic.accounts.standing import Standing
from glabella.clinic.practice.models import Outlet, Practice
from glabella.web.access_table import ACCESS

# Label, address by name, icon of the set; shown to those whom the table lets in.
NAVIGATION = (
    (_("Today"), "desk:today", "calendar-days"),
    (_("Patients"), "desk:search", "users"),
    (_("Tasks"), "desk:tasks", "list-checks"),
    (_("Inbox"), "desk:inbox", "inbox"),
    (_("Protocols"), "library:protocols", "book-open-check"),
    (_("Stock"), "desk:stock", "package"),
    (_("Import"), "imports:runs", "file-up"),
    (_("Practice"), "practice:home", "building-2"),
    (_("Trail"), "accounts:trail", "footprints"),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what `base.html` shows around every page; nothing before signing in."""
    practice = Practice.objects.filter(id=1).first()
    common = {"practice": practice, "demo": bool(practice and practice.demo)}
    standing: Standing | None = getattr(request, "standing", None)
    if standing is None:
        return common
    outlet = getattr(request, "outlet", None)
    outlets = Outlet.objects.filter(closed_at__isnull=True)
    mine = [o for o in outlets if standing.is_practice_wide or o.id in standing.outlets]
    return common | {
        "navigation": _navigation(request, standing),
        "outlets": mine,
        "current_outlet": next((one for one in mine if one.id == outlet), None),
    }


def _navigation(request: HttpRequest, standing: Standing) -> list[dict[str, Any]]:
    roles = standing.roles_at([getattr(request, "outlet", None)])
    rows = []
    for label, name, icon in NAVIGATION:
        rule = ACCESS.get(name)
        if rule is None or not roles & rule.roles:
            continue
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        current = bool(request.resolver_match) and request.path.startswith(url)
        rows.append({"label": label, "url": url, "icon": icon, "current": current})
    return rows
