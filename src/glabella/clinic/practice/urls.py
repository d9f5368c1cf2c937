"""The addresses of this app; each has a row in `access.py`."""

from django.urls import URLPattern

app_name = "practice"
urlpatterns: list[URLPattern] = []
