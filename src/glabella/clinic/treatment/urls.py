"""The addresses of this stage; each has a row in `access.py`."""

from django.urls import path

from glabella.clinic.treatment.views import ending, sessions, sites, starting, vials
from glabella.clinic.treatment.views import treatment as working

app_name = "treatment"
P = "<uuid:patient>/"
T = f"{P}<uuid:treatment>/"
V = f"{T}vials/<uuid:vial>/"
S = f"{T}sites/<uuid:site>/"
urlpatterns = [
    path(P, sessions.sessions, name="sessions"),
    path(f"{P}sessions/<uuid:session>/", sessions.session, name="session"),
    path(
        f"{P}sessions/<uuid:session>/add/", sessions.add_addendum, name="add_addendum"
    ),
    path(f"{P}start/<uuid:plan>/", starting.start, name="start"),
    path(f"{P}afterwards/", starting.afterwards, name="afterwards"),
    path(T, working.treatment, name="treatment"),
    path(f"{T}scan/", vials.scan, name="scan"),
    path(f"{T}vials/best/", vials.open_best, name="open_best"),
    path(f"{T}vials/new/", vials.add_vial, name="add_vial"),
    path(f"{T}vials/printed/", vials.add_printed_vial, name="add_printed_vial"),
    path(f"{V}check/", vials.check_dilution, name="check_dilution"),
    path(f"{V}remove/", vials.remove_vial, name="remove_vial"),
    path(f"{V}label.pdf", vials.label, name="label"),
    path(f"{T}all/", sites.tick_all, name="tick_all"),
    path(f"{T}sites/new/", sites.add_site, name="add_site"),
    path(f"{S}tick/", sites.tick, name="tick"),
    path(f"{S}change/", sites.change_site, name="change_site"),
    path(f"{S}leave/", sites.leave_out, name="leave_out"),
    path(f"{T}details/", working.set_details, name="set_details"),
    path(f"{T}reaction/", working.note_reaction, name="note_reaction"),
    path(f"{T}finish/", ending.finish, name="finish"),
    path(f"{T}abandon/", ending.abandon, name="abandon"),
]
