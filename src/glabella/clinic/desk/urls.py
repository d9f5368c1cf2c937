"""The addresses of this app; each has a row in `access.py`."""

from django.urls import path

from glabella.clinic.desk.views import card, search

app_name = "desk"
P = "patients/<uuid:patient>/"
urlpatterns = [
    path("patients/", search.search, name="search"),
    path("patients/new/", search.new_patient, name="new_patient"),
    path(f"{P}card/", card.card, name="card"),
    path(f"{P}card/change/", card.change, name="change_card"),
    path(f"{P}add/<slug:kind>/", card.add, name="add"),
    path(f"{P}end/<slug:kind>/<uuid:row>/", card.end, name="end"),
]
