"""Addresses of this app. None carries a name, a contact or a code."""

from django.urls import URLPattern, path

from glabella.clinic.online.views import choosing, confirming

app_name = "online"
CHOSEN = "<uuid:outlet>/<uuid:service>/"
urlpatterns: list[URLPattern] = [
    path("", choosing.ask, name="ask"),
    path("code/", confirming.confirm, name="confirm"),
    path("code/again/", confirming.again, name="again"),
    path("code/give-up/", confirming.give_up, name="give_up"),
    path("booked/", confirming.booked, name="booked"),
    path(CHOSEN, choosing.days, name="days"),
    path(f"{CHOSEN}you/", choosing.details, name="details"),
]
