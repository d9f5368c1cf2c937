"""The addresses of this app; each has a row in `access.py`."""

from django.urls import path

from glabella.clinic.imports import views

app_name = "imports"
R = "<uuid:run>/"
urlpatterns = [
    path("", views.runs, name="runs"),
    path("new/", views.upload, name="upload"),
    path(R, views.run, name="run"),
    path(f"{R}columns/", views.map_columns, name="map"),
    path(f"{R}try/", views.try_again, name="try"),
    path(f"{R}import/", views.import_rows, name="import"),
    path(f"{R}undo/", views.undo, name="undo"),
    path(f"{R}close/", views.close, name="close"),
    path(f"{R}left-out.csv", views.bad_rows, name="bad_rows"),
]
