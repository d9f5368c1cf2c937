"""The addresses of this app; each has a row in `access.py`."""

from django.urls import include, path

from glabella.clinic.library import views
from glabella.clinic.library.evidence.urls import urlpatterns as evidence

app_name = "library"

protocols = [
    path("", views.protocols, name="protocols"),
    path("<slug:protocol>/", views.protocol, name="protocol"),
    path("<slug:protocol>/changes/", views.changes, name="changes"),
    path("<slug:protocol>/replay/", views.replay, name="replay"),
    path("<slug:protocol>/sign/", views.sign, name="sign"),
    path("<slug:protocol>/withdraw/", views.withdraw, name="withdraw"),
    path("<slug:protocol>/confirm/", views.confirm, name="confirm"),
]
urlpatterns = [
    path("protocols/", include(protocols)),
    path("evidence/", include(evidence)),
]
