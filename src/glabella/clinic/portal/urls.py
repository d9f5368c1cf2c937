"""Addresses of the portal. None carries a name; the session says whose it is."""

from django.urls import URLPattern, path

from glabella.clinic.portal.views import (
    about,
    door,
    home,
    mine,
    passing,
    proxies,
    staff,
    staff_passing,
    visits,
)

app_name = "portal"
STAFF = "of/<uuid:patient>/"  # pages of staff
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("more/", home.more, name="more"),
    path("appointments/", visits.visits, name="visits"),
    path(
        "appointments/<uuid:appointment>/calendar/",
        visits.to_calendar,
        name="visit_calendar",
    ),
    path("appointments/<uuid:appointment>/cancel/", visits.cancel, name="visit_cancel"),
    path("appointments/<uuid:appointment>/move/", visits.move, name="visit_move"),
    path(
        "appointments/new/<uuid:outlet>/<uuid:service>/", visits.book, name="visit_book"
    ),
    path("offers/<uuid:offer>/<slug:word>/", visits.answer, name="visit_offer"),
    path("messages/", passing.talk, name="talk"),
    path("letters/", passing.letters, name="letters"),
    path("letters/<uuid:document>/", passing.letter, name="letter"),
    path("aftercare/", passing.aftercare, name="aftercare"),
    path("about/", about.topics, name="topics"),
    path("about/<slug:slug>/", about.about, name="about"),
    path("mine/", mine.mine, name="mine"),
    path("mine/looks/", mine.reads, name="reads"),
    path("mine/copy/", mine.export, name="export"),
    path("devices/<uuid:device>/forget/", mine.forget_mine, name="forget_mine"),
    path("enter/", door.enter, name="enter"),
    path("link/<str:token>/", door.link, name="link"),
    path("ask/", door.ask, name="ask"),
    path("ask/done/", door.asked, name="asked"),
    path("lock/", door.lock, name="lock"),
    path("stay/", door.stay, name="stay"),
    path("forget/", door.forget, name="forget"),
    path("leave/", door.leave, name="leave"),
    path(f"{STAFF}", staff.staff, name="staff"),
    path(f"{STAFF}open/", staff.open_door, name="open_door"),
    path(f"{STAFF}check/", staff.check_identity, name="check_identity"),
    path(f"{STAFF}link/", staff.hand_out, name="hand_out"),
    path(f"{STAFF}send/", staff.send_link, name="send_link"),
    path(f"{STAFF}close/", staff.close_door, name="close_door"),
    path(f"{STAFF}devices/<uuid:device>/", staff.forget_device, name="forget_device"),
    path(f"{STAFF}proxies/new/", proxies.grant, name="grant_proxy"),
    path(f"{STAFF}proxies/<uuid:proxy>/link/", proxies.hand_out, name="proxy_link"),
    path(f"{STAFF}proxies/<uuid:proxy>/end/", proxies.end, name="end_proxy"),
    path(f"{STAFF}messages/", staff_passing.answers, name="answers"),
    path(f"{STAFF}letters/", staff_passing.releases, name="releases"),
    path(f"{STAFF}letters/<uuid:document>/", staff_passing.release, name="release"),
]
