"""Addresses of the stock; each has a row in `access.py`."""

from django.urls import path

from glabella.clinic.stock.views import board, cold, house, lots, receiving, vials

app_name = "stock"
L = "lots/<uuid:lot>/"
H = "held/<uuid:holding>/"
urlpatterns = [
    path("", board.stock, name="stock"),
    path("receive/", receiving.receive, name="receive"),
    path("count/", receiving.count, name="count"),
    path(L, lots.lot, name="lot"),
    path(f"{L}people/", lots.people, name="people"),
    path(f"{L}move/", lots.move, name="move"),
    path(f"{L}quarantine/", lots.quarantine, name="quarantine"),
    path(f"{L}release/", lots.release, name="release"),
    path(f"{L}recall/", lots.recall, name="recall"),
    path(f"{L}open/", vials.open_shared, name="open"),
    path(f"{H}waste/", lots.waste, name="waste"),
    path(f"{H}place/", lots.place, name="place"),
    path(f"{H}quarantine/", lots.quarantine_here, name="quarantine_here"),
    path(f"{H}release/", lots.release_here, name="release_here"),
    path("vials/<uuid:vial>/dissolve/", vials.dissolve, name="dissolve"),
    path("vials/<uuid:vial>/discard/", vials.discard, name="discard"),
    path("cold/", cold.cold, name="cold"),
    path("cold/places/new/", cold.add_place, name="add_place"),
    path("cold/places/<uuid:place>/read/", cold.read, name="read"),
    path("cold/places/<uuid:place>/end/", cold.end_place, name="end_place"),
    path("cold/readings/<uuid:reading>/", cold.reading, name="reading"),
    path("level/", house.level, name="level"),
    path("kit/new/", house.add_kit, name="add_kit"),
    path("kit/<uuid:item>/end/", house.end_kit, name="end_kit"),
    path("sharing/", house.share, name="share"),
    path("sharing/<uuid:sharing>/end/", house.end_sharing, name="end_sharing"),
]
