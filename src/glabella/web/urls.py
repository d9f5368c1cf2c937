"""The root of all addresses. Each has a row in the access table."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from glabella.clinic.public.views.crawlers import robots, sitemap
from glabella.web.appearance import set_theme
from glabella.web.home import health, home

handler403 = "glabella.web.home.refused"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("health/", health, name="health"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("language/", set_language, name="set_language"),
    path("theme/", set_theme, name="set_theme"),
    path("account/", include("glabella.web.sign_in_urls")),
    path("staff/", include("glabella.web.staff_urls")),
    path("practice/", include("glabella.clinic.practice.urls")),
    path("people/", include("glabella.clinic.people.urls")),
    path("desk/", include("glabella.clinic.desk.urls")),
    path("assess/", include("glabella.clinic.assessment.urls")),
    path("plan/", include("glabella.clinic.planning.urls")),
    path("consent/", include("glabella.clinic.consent.urls")),
    path("treat/", include("glabella.clinic.treatment.urls")),
    path("follow-up/", include("glabella.clinic.followup.urls")),
    path("photos/", include("glabella.clinic.photos.urls")),
    path("stock/", include("glabella.clinic.stock.urls")),
    path("messages/", include("glabella.clinic.messages.urls")),
    path("booking/", include("glabella.clinic.booking.urls")),
    path("me/", include("glabella.clinic.portal.urls")),
    path("me/days/", include("glabella.clinic.diary.urls")),
    path("me/check-in/", include("glabella.clinic.checkin.urls")),
    path("ask/", include("glabella.clinic.online.urls")),
    path("care/", include("glabella.clinic.public.urls")),
    path("import/", include("glabella.clinic.imports.urls")),
    path("", include("glabella.clinic.library.urls")),
]

if settings.GLABELLA_DESIGN:
    from glabella.web.design import design

    urlpatterns.append(path("design/", design, name="design"))
