"""The addresses of evidence, under the names of the library."""

from django.urls import path

from glabella.clinic.library.evidence import files, views

urlpatterns = [
    path("", views.questions, name="questions"),
    path("questions/<slug:question>/", views.question, name="question"),
    path("questions/<slug:question>/what-if/", views.whatif, name="whatif"),
    path("questions/<slug:question>/table/", files.question_csv, name="question_csv"),
    path(
        "questions/<slug:question>/metapsy/",
        files.question_metapsy,
        name="question_metapsy",
    ),
    path("questions/<slug:question>/ris/", files.question_ris, name="question_ris"),
    path(
        "questions/<slug:question>/bibtex/",
        files.question_bibtex,
        name="question_bibtex",
    ),
    path("studies/", views.studies, name="studies"),
    path("studies/<slug:study>/", views.study, name="study"),
    path("claims/", views.claims, name="claims"),
    path("claims/<slug:claim>/", views.claim, name="claim"),
]
