"""The addresses of accounts, with the two that also ask about patients."""

from django.urls import URLPattern, path

from glabella.clinic.accounts import urls as accounts
from glabella.web.glass import break_glass
from glabella.web.trail import trail

app_name = accounts.app_name
urlpatterns: list[URLPattern] = [
    *accounts.urlpatterns,
    path("closed/<uuid:card>/", break_glass, name="break_glass"),
    path("trail/", trail, name="trail"),
]
