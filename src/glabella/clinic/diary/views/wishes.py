"""Which diaries somebody keeps, and whether they want to be reminded."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.diary import actions, queries
from glabella.clinic.diary.forms import ChoiceForm, NudgeForm
from glabella.clinic.diary.values import DIARIES
from glabella.clinic.portal.request import PortalRequest

UNPROCESSABLE = 422


def choose(request: PortalRequest) -> HttpResponse:
    """Let somebody choose their diaries; what was written stays in any case."""
    kept = queries.kept(request.person)
    form = ChoiceForm(request.POST or None, initial={"diaries": kept})
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["diaries"]
        for diary in DIARIES:
            if (diary in wanted) != (diary in kept):
                actions.choose(
                    request.person,
                    diary,
                    is_kept=diary in wanted,
                    by=request.actor,
                    at=request.at,
                )
        messages.success(request, _("Saved."))
        return redirect("diary:today" if wanted else "diary:choose")
    return render(request, "diary/choose.html", {"form": form})


def reminder(request: PortalRequest) -> HttpResponse:
    """Let somebody switch the reminder on, off, or pause it."""
    now = queries.wish(request.person)
    initial = {"is_on": now.is_on, "hour": now.hour, "paused_until": now.paused_until}
    form = NudgeForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            by, at = request.actor, request.at
            actions.wish_nudge(request.person, form.wish(), by=by, at=at)
        except DeedRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("diary:today")
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "diary/reminder.html", {"form": form}, status=status)
