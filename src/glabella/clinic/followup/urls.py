"""Addresses of this stage."""

from django.urls import URLPattern, path

from glabella.clinic.followup.views import (
    contacts,
    courses,
    effects,
    repeat,
    reports,
)

app_name = "followup"
P = "<uuid:patient>/"
urlpatterns: list[URLPattern] = [
    # reviews, contacts, side effects, reports
    path("reports/", reports.reports, name="reports"),
    path(P, courses.overview, name="overview"),
    path(f"{P}scores/<slug:instrument>/", courses.score, name="score"),
    path(f"{P}score/<uuid:row>/end/", courses.withdraw_score, name="withdraw_score"),
    path(f"{P}review/<uuid:session>/", courses.review, name="review"),
    path(f"{P}reviews/<uuid:row>/", courses.kept_review, name="kept_review"),
    path(
        f"{P}reviews/<uuid:row>/end/", courses.withdraw_review, name="withdraw_review"
    ),
    path(f"{P}contact/", contacts.take, name="take_contact"),
    path(f"{P}contacts/<uuid:row>/", contacts.contact, name="contact"),
    path(f"{P}contacts/<uuid:row>/judge/", contacts.judge, name="judge"),
    path(f"{P}contacts/<uuid:row>/end/", contacts.withdraw, name="withdraw_contact"),
    path(f"{P}effect/", effects.new, name="new_effect"),
    path(f"{P}effects/<uuid:row>/", effects.effect, name="effect"),
    path(f"{P}effects/<uuid:row>/change/", effects.change, name="change_effect"),
    path(f"{P}effects/<uuid:row>/spread/", effects.spread, name="spread"),
    path(f"{P}effects/<uuid:row>/report/<slug:duty>/", reports.prepare, name="prepare"),
    path(f"{P}report/<uuid:row>/", reports.report, name="report"),
    path(f"{P}report/<uuid:row>/sent/", reports.mark_sent, name="report_sent"),
    path(f"{P}report/<uuid:row>/aside/", reports.set_aside, name="report_aside"),
    # repeat or stop
    path(f"{P}repeat/", repeat.repeat, name="repeat"),
    path(f"{P}repeat/<uuid:session>/", repeat.plan_next, name="plan_next"),
    path(f"{P}coverage/", repeat.add_coverage, name="add_coverage"),
    path(
        f"{P}coverage/<uuid:coverage>/", repeat.change_coverage, name="change_coverage"
    ),
    path(f"{P}coverage/<uuid:coverage>/end/", repeat.end_coverage, name="end_coverage"),
    path(f"{P}costs/", repeat.cost_note, name="cost_note"),
    path(f"{P}letters/<slug:kind>/", repeat.letter, name="letter"),
]
