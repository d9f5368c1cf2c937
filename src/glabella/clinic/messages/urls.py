"""Addresses of this app."""

from django.urls import URLPattern, path

from glabella.clinic.messages import views

app_name = "messages"
urlpatterns: list[URLPattern] = [
    path("", views.board, name="board"),
    path("<uuid:message>/settle/", views.settle, name="settle"),
    path("no-more/", views.no_more, name="no_more"),
    path("wishes/<uuid:wish>/lift/", views.lift, name="lift"),
    path("stop/<str:token>/", views.stop, name="stop"),
]
