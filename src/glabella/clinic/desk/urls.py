"""The addresses of this app; each has a row in `access.py`."""

from django.urls import path

from glabella.clinic.desk.views import card, practice, search

app_name = "desk"
P = "patients/<uuid:patient>/"
urlpatterns = [
    path("patients/", search.search, name="search"),
    path("patients/new/", search.new_patient, name="new_patient"),
    path(f"{P}card/", card.card, name="card"),
    path(f"{P}card/change/", card.change, name="change_card"),
    path(f"{P}add/<slug:kind>/", card.add, name="add"),
    path(f"{P}end/<slug:kind>/<uuid:row>/", card.end, name="end"),
    path("practice/", practice.practice, name="practice"),
    path("practice/outlets/new/", practice.new_outlet, name="new_outlet"),
    path(
        "practice/outlets/<uuid:outlet>/", practice.change_outlet, name="change_outlet"
    ),
    path("practice/outlets/<uuid:outlet>/rooms/", practice.add_room, name="add_room"),
    path("practice/staff/<uuid:staff>/", practice.staff, name="staff"),
    path(
        "practice/staff/<uuid:staff>/change/",
        practice.change_staff,
        name="change_staff",
    ),
    path(
        "practice/staff/<uuid:staff>/training/",
        practice.add_training,
        name="add_training",
    ),
    path("practice/staff/<uuid:staff>/leave/", practice.take_leave, name="take_leave"),
    path(
        "practice/staff/<uuid:staff>/leave/<uuid:leave>/",
        practice.cancel_leave,
        name="cancel_leave",
    ),
]
