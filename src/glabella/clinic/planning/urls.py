"""Addresses of planning; each has a row in `access.py`."""

from django.urls import path

from glabella.clinic.planning.views import choosing, editing, reading, signing

app_name = "planning"
P = "<uuid:patient>/"
ONE = f"{P}<uuid:plan>/"
urlpatterns = [
    path(P, reading.plans, name="plans"),
    path(f"{P}new/", choosing.new, name="new"),
    path(f"{P}copy/<uuid:session>/", choosing.copy, name="copy"),
    path(ONE, editing.edit, name="edit"),
    path(f"{ONE}count/", editing.count, name="count"),
    path(f"{ONE}choices/", choosing.change, name="choices"),
    path(f"{ONE}show/", reading.plan, name="plan"),
    path(f"{ONE}print/", reading.sheet, name="print"),
    path(f"{ONE}compare/", reading.compare, name="compare"),
    path(f"{ONE}confirm/", signing.confirm, name="confirm"),
    path(f"{ONE}approve/", signing.approve, name="approve"),
    path(f"{ONE}withdraw/", signing.withdraw, name="withdraw"),
]
