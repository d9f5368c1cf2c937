"""Addresses of this stage; each has a row in `access.py`."""

from django.urls import path

from glabella.clinic.consent.views import consents, house, photographs, signing

app_name = "consent"
P = "<uuid:patient>/"
C = f"{P}<uuid:consent>/"
urlpatterns = [
    path("clauses/", house.clauses, name="clauses"),
    path("clauses/new/", house.add_clause, name="add_clause"),
    path("clauses/<uuid:clause>/end/", house.end_clause, name="end_clause"),
    path(
        "label/<slug:profile>/<slug:protocol>/<slug:product>/",
        house.label,
        name="label",
    ),
    path(P, consents.consents, name="consents"),
    path(f"{P}prepare/<uuid:plan>/", consents.prepare, name="prepare"),
    path(f"{P}photographs/", photographs.photographs, name="photographs"),
    path(f"{P}photographs/paper/", photographs.photo_paper, name="photo_paper"),
    path(
        f"{P}photographs/<uuid:photo>/withdraw/",
        photographs.withdraw_photos,
        name="withdraw_photos",
    ),
    path(C, consents.consent, name="consent"),
    path(f"{C}read/", consents.read, name="read"),
    path(f"{C}paper/", consents.paper, name="paper"),
    path(f"{C}talk/", signing.talk, name="talk"),
    path(f"{C}sign/", signing.sign, name="sign"),
    path(f"{C}scan/", signing.scan, name="scan"),
    path(f"{C}copy/", signing.copy, name="copy"),
    path(f"{C}again/<uuid:plan>/", consents.again, name="again"),
    path(f"{C}withdraw/", consents.withdraw, name="withdraw"),
]
