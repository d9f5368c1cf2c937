"""What a device sends by itself: days that were written while there was no line."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from json import JSONDecodeError
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.views.decorators.http import require_GET, require_POST

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.diary import actions, queries, words
from glabella.clinic.diary.errors import DayTakenError
from glabella.clinic.diary.forms import FORMS, DayForm
from glabella.clinic.diary.tags import owner_of
from glabella.clinic.diary.values import Arriving
from glabella.clinic.diary.views.days import here, uuid_in
from glabella.clinic.portal.request import PortalRequest
from glabella.clinic.practice.queries import today_at

MOST_BYTES = 20_000
KEPT_BACK = timedelta(days=366)
REFUSED, CONFLICT = 422, 409
SAID = ("diary", "key", "owner", "fields")


@require_GET
def give_pass(request: PortalRequest) -> HttpResponse:
    """Say who is inside, and give what a form would carry; others never get here."""
    kept = queries.kept(request.person)
    return JsonResponse(
        {"token": get_token(request), "owner": owner_of(request), "kept": kept}
    )


@require_POST
def send(request: PortalRequest) -> HttpResponse:
    """Store one day that a device sends; the same key is stored once."""
    said = _said(request)
    if said is None:
        return JsonResponse({"state": "refused", "errors": []}, status=REFUSED)
    if said["owner"] != owner_of(request):
        return JsonResponse({"state": "not_yours"}, status=REFUSED)
    form = FORMS[said["diary"]](_fields(said["fields"]))
    if not form.is_valid():
        errors = [str(one) for several in form.errors.values() for one in several]
        return JsonResponse({"state": "refused", "errors": errors}, status=REFUSED)
    return _store(request, form, said)


def _store(
    request: PortalRequest, form: DayForm, said: Mapping[str, Any]
) -> HttpResponse:
    new = _arriving(request, form, said)
    try:
        row = actions.keep_day(request.person, new, by=request.actor, at=request.at)
    except DayTakenError as taken:
        both = {
            "state": "conflict",
            "theirs": words.pieces(taken.theirs),
            "mine": words.pieces(new.day),
            "base": str(taken.theirs.id),
        }
        return JsonResponse(both, status=CONFLICT)
    except DeedRefusedError as refusal:
        told = {"state": "refused", "errors": [str(refusal)]}
        return JsonResponse(told, status=REFUSED)
    return JsonResponse({"state": "kept", "on": row.on.isoformat()})


def _arriving(
    request: PortalRequest, form: DayForm, said: Mapping[str, Any]
) -> Arriving:
    at = _moment(said.get("written_at"), at=request.at)
    is_offline = said.get("way") == "offline"
    # The day is late if it was written late, not if the line was slow.
    today = _day_there(request, at) if is_offline else here(request)
    return Arriving(
        form.day(today=today),
        key=UUID(said["key"]),
        base=uuid_in(said.get("base")),
        is_base_known=bool(said.get("base")) or not is_offline,
        way="offline" if is_offline else "page",
        is_by_proxy=request.proxy is not None,
        written_on_device_at=at if is_offline else None,
    )


def _day_there(request: PortalRequest, at: datetime | None) -> date:
    return today_at(request.door.outlet, at=at or request.at)


def _said(request: PortalRequest) -> dict[str, Any] | None:
    """Return what was sent, if it is whole; None for anything else."""
    if len(request.body) > MOST_BYTES:
        return None
    try:
        said = json.loads(request.body)
    except (JSONDecodeError, UnicodeDecodeError, RecursionError):
        return None
    if not isinstance(said, dict) or not all(name in said for name in SAID):
        return None
    is_good = str(said["diary"]) in FORMS and isinstance(said["fields"], dict)
    return said if is_good and uuid_in(said["key"]) else None


def _fields(said: Mapping[str, object]) -> QueryDict:
    """Return what stood in the form on the device, as a form is sent."""
    fields = QueryDict(mutable=True)
    for name, value in said.items():
        values = value if isinstance(value, list) else [value]
        fields.setlist(name, [str(one) for one in values])
    return fields


def _moment(text: object, *, at: datetime) -> datetime | None:
    """Return when a device says it was written; never later than it came.

    None if its clock stands long ago: nobody keeps a day back for a year.
    """
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    aware = found if found.tzinfo else found.replace(tzinfo=UTC)
    return min(aware, at) if aware > at - KEPT_BACK else None
