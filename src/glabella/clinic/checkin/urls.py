"""Addresses of this app. None carries a name; the session says whose it is."""

from django.urls import URLPattern, path

from glabella.clinic.checkin.views import consents, curve, effects, questionnaires

app_name = "checkin"
ASK = "ask/<slug:instrument>/"
CONSENT = "consent/<uuid:consent>/"
urlpatterns: list[URLPattern] = [
    path("", questionnaires.home, name="home"),
    path(ASK, questionnaires.start, name="start"),
    path(f"{ASK}help/", questionnaires.help_now, name="help"),
    path(f"{ASK}send/", questionnaires.send, name="send"),
    path(f"{ASK}<int:number>/", questionnaires.question, name="question"),
    path("sent/<uuid:draft>/", questionnaires.sent, name="sent"),
    path("effects/", effects.effects, name="effects"),
    path("effects/tell/", effects.tell, name="tell"),
    path("effects/<uuid:contact>/", effects.told, name="told"),
    path("consent/", consents.consents, name="consents"),
    path(CONSENT, consents.read, name="consent"),
    path(f"{CONSENT}write/", consents.write, name="write"),
    path(f"{CONSENT}sign/", consents.sign, name="sign"),
    path(f"{CONSENT}paper/", consents.paper, name="paper"),
    path(f"{CONSENT}withdraw/", consents.withdraw, name="withdraw"),
    path("curve/", curve.curve, name="curve"),
]
