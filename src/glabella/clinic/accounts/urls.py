"""The addresses of this app; each has a row in `access.py`.

The trail and the breaking of glass stand in `glabella.web`, because they ask about
patients, and this app knows none.
"""

from django.urls import URLPattern, path

from glabella.clinic.accounts import views

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("outlet/", views.choose_outlet, name="choose_outlet"),
    path("sessions/<int:session>/end/", views.end_session, name="end_session"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/new/", views.new, name="new"),
    path("accounts/<uuid:user>/", views.account, name="account"),
    path("accounts/<uuid:user>/grant/", views.grant_role, name="grant"),
    path("accounts/<uuid:user>/close/", views.close_account, name="deactivate"),
    path("accounts/<uuid:user>/open/", views.open_account, name="reactivate"),
    path(
        "accounts/<uuid:user>/password/",
        views.one_time_password,
        name="one_time_password",
    ),
    path(
        "accounts/<uuid:user>/second-factor/",
        views.reset_factor,
        name="reset_second_factor",
    ),
    path("roles/<uuid:membership>/end/", views.end_role, name="end_membership"),
    path("broken-glass/", views.glasses, name="glasses"),
    path("broken-glass/<uuid:glass>/", views.review, name="review_glass"),
]
