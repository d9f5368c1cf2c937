"""Addresses of this stage."""

from django.urls import URLPattern, path

from glabella.clinic.followup.views import repeat

app_name = "followup"
P = "<uuid:patient>/"
urlpatterns: list[URLPattern] = [
    path(f"{P}repeat/", repeat.repeat, name="repeat"),
    path(f"{P}coverage/", repeat.add_coverage, name="add_coverage"),
    path(
        f"{P}coverage/<uuid:coverage>/", repeat.change_coverage, name="change_coverage"
    ),
    path(f"{P}coverage/<uuid:coverage>/end/", repeat.end_coverage, name="end_coverage"),
    path(f"{P}costs/", repeat.cost_note, name="cost_note"),
    path(f"{P}letters/<slug:kind>/", repeat.letter, name="letter"),
]
