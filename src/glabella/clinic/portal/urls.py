"""Addresses of the portal. None carries a name; the session says whose it is."""

from django.urls import URLPattern, path

from glabella.clinic.portal.views import door, home, staff

app_name = "portal"
STAFF = "of/<uuid:patient>/"  # pages of staff
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("devices/<uuid:device>/forget/", home.forget_mine, name="forget_mine"),
    path("enter/", door.enter, name="enter"),
    path("link/<str:token>/", door.link, name="link"),
    path("forget/", door.forget, name="forget"),
    path("leave/", door.leave, name="leave"),
    path(f"{STAFF}", staff.staff, name="staff"),
    path(f"{STAFF}open/", staff.open_door, name="open_door"),
    path(f"{STAFF}link/", staff.hand_out, name="hand_out"),
    path(f"{STAFF}close/", staff.close_door, name="close_door"),
    path(f"{STAFF}devices/<uuid:device>/", staff.forget_device, name="forget_device"),
]
