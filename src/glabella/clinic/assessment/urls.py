"""Addresses of this stage."""

from django.urls import path

from glabella.clinic.assessment.views import (
    deciding,
    examining,
    facts,
    interview,
    overview,
    safety,
)

app_name = "assessment"
PATIENT = "<uuid:patient>/"
DECIDED = PATIENT + "protocols/<slug:protocol>/"

urlpatterns = [
    path(PATIENT, overview.overview, name="overview"),
    path(DECIDED, overview.protocol, name="protocol"),
    path(DECIDED + "decide/", deciding.decide, name="decide"),
    path(DECIDED + "override/<slug:criterion>/", deciding.override, name="override"),
    path(PATIENT + "decisions/<uuid:decision>/", deciding.decision, name="decision"),
    path(PATIENT + "interview/", interview.interview, name="interview"),
    path(PATIENT + "facts/", facts.facts, name="facts"),
    path(
        PATIENT + "facts/<uuid:fact>/withdraw/",
        facts.withdraw_fact,
        name="withdraw_fact",
    ),
    path(PATIENT + "doses/new/", facts.new_dose, name="new_dose"),
    path(
        PATIENT + "doses/<uuid:dose>/withdraw/",
        facts.withdraw_dose,
        name="withdraw_dose",
    ),
    path(PATIENT + "preventives/new/", facts.new_preventive, name="new_preventive"),
    path(PATIENT + "examinations/", examining.examinations, name="examinations"),
    path(PATIENT + "examinations/new/", examining.examine, name="examine"),
    path(
        PATIENT + "examinations/<uuid:examination>/withdraw/",
        examining.withdraw_examination,
        name="withdraw_examination",
    ),
    path(PATIENT + "phq9/", safety.phq9, name="phq9"),
    path(PATIENT + "suicide-risk/", safety.risk, name="risk"),
    path(PATIENT + "suicide-risk/seen/", safety.acknowledge, name="acknowledge"),
]
