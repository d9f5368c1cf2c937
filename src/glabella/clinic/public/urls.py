"""Addresses of this app. None of the public ones names a product."""

from django.urls import URLPattern, path

from glabella.clinic.public.views import check, pages, release, staff

app_name = "public"
urlpatterns: list[URLPattern] = [
    path("", pages.index, name="index"),
    path("check/", check.interview, name="check"),
    path("check/code/", check.hand_over, name="hand_over"),
    path("help/", pages.whom_to_call, name="help"),
    path("places/<uuid:outlet>/", pages.outlet, name="outlet"),
    path("places/<uuid:outlet>/<slug:slug>/", pages.released, name="released"),
    path("door/", staff.door, name="door"),
    path("door/lines/", staff.add_line, name="add_line"),
    path("door/lines/<uuid:line>/end/", staff.end_line, name="end_line"),
    path("door/places/<uuid:outlet>/", release.speech, name="speech"),
    path("door/places/<uuid:outlet>/release/", release.release, name="release"),
    path("door/releases/<uuid:release>/end/", release.end, name="end_release"),
    path("door/<slug:slug>/", staff.full, name="full"),
    path("code/<uuid:patient>/", staff.code, name="code"),
    path("<slug:slug>/", pages.condition, name="condition"),
]
