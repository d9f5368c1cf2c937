"""The addresses of evidence, under the names of the library."""

from django.urls import path

from glabella.clinic.library.evidence import views

urlpatterns = [
    path("", views.questions, name="questions"),
    path("questions/<slug:question>/", views.question, name="question"),
    path("studies/", views.studies, name="studies"),
    path("studies/<slug:study>/", views.study, name="study"),
    path("claims/", views.claims, name="claims"),
    path("claims/<slug:claim>/", views.claim, name="claim"),
]
