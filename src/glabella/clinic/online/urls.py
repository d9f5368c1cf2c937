"""Addresses of this app."""

from django.urls import URLPattern

app_name = "online"
urlpatterns: list[URLPattern] = []
