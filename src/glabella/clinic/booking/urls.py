"""The addresses of this app; each has a row in `access.py`."""

from django.urls import path

from glabella.clinic.booking.views import (
    appointments,
    calendar,
    feeds,
    own_changes,
    series,
    setup,
    telling,
    waiting,
    walkins,
)

app_name = "booking"
P = "<uuid:patient>/"
urlpatterns = [
    path("hours/", setup.hours, name="hours"),
    path("hours/outlet/", setup.opening_hours, name="opening_hours"),
    path("hours/changes/", own_changes.own_changes, name="own_changes"),
    path("hours/closed/", setup.announce_closure, name="announce_closure"),
    path("hours/closed/<uuid:closure>/", setup.end_closure, name="end_closure"),
    path("hours/staff/<uuid:staff>/", setup.working_hours, name="working_hours"),
    path("hours/staff/<uuid:staff>/day/", setup.change_day, name="change_day"),
    path("hours/day/<uuid:day>/", setup.restore_day, name="restore_day"),
    path("services/new/", setup.new_service, name="new_service"),
    path("services/<uuid:service>/", setup.change_service, name="change_service"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/choose/", calendar.choose, name="choose"),
    path("hours/telling/", telling.reminding, name="reminding"),
    path("hours/closed/<uuid:closure>/hit/", telling.closure_hits, name="closure_hits"),
    path("not-reminded/", telling.not_reminded, name="not_reminded"),
    path("recalls/", telling.recall_list, name="recalls"),
    path(f"{P}recall/", telling.pause_recall, name="pause_recall"),
    path(f"{P}recall/<uuid:pause>/end/", telling.end_pause, name="end_pause"),
    path("feeds/", feeds.feeds, name="feeds"),
    path("feeds/new/", feeds.make_feed, name="make_feed"),
    path("feeds/<uuid:feed>/revoke/", feeds.revoke_feed, name="revoke_feed"),
    path("feed/<str:secret>.ics", feeds.feed, name="feed"),
    path("waiting/", waiting.waiting, name="waiting"),
    path(f"{P}series/", series.series, name="series"),
    path(f"{P}waiting/", waiting.join, name="join"),
    path(f"{P}waiting/<uuid:entry>/leave/", waiting.leave, name="leave"),
    path(f"{P}waiting/<uuid:entry>/urgency/", waiting.urge, name="urge"),
    path(f"{P}waiting/<uuid:entry>/offer/<uuid:freed>/", waiting.offer, name="offer"),
    path(f"{P}offers/<uuid:offer>/<slug:word>/", waiting.answer, name="answer"),
    path(P, appointments.book, name="book"),
    path(f"{P}now/", walkins.walk_in, name="walk_in"),
    path(f"{P}<uuid:appointment>/back/", walkins.correct, name="correct"),
    path(f"{P}enter/", appointments.enter, name="enter"),
    path(f"{P}<uuid:appointment>/move/", appointments.move, name="move"),
    path(f"{P}<uuid:appointment>/cancel/", appointments.cancel, name="cancel"),
]
