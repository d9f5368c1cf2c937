"""Addresses of the photographs; each has a row in `access.py`."""

from django.urls import path

from glabella.clinic.photos import views

app_name = "photos"
P = "<uuid:patient>/"
urlpatterns = [
    path(P, views.photos, name="photos"),
    path(f"{P}new/", views.add, name="add"),
    path(f"{P}compare/", views.compare, name="compare"),
    path(f"{P}<uuid:photo>/picture.jpg", views.picture, name="picture"),
    path(f"{P}<uuid:photo>/destroy/", views.destroy, name="destroy"),
]
