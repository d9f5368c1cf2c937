"""Addresses of the portal. None carries a name; the session says whose it is."""

from django.urls import URLPattern, path

from glabella.clinic.portal.views import door, home

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("enter/", door.enter, name="enter"),
    path("enter/link/", door.ask, name="ask"),
    path("link/<str:token>/", door.link, name="link"),
    path("forget/", door.forget, name="forget"),
    path("leave/", door.leave, name="leave"),
]
