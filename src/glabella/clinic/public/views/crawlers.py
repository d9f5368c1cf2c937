"""What search engines are told: the public pages and nothing behind them."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import escape

from glabella.clinic.messages.leaving import absolute
from glabella.clinic.public import queries
from glabella.clinic.public.content import conditions


def robots(_request: HttpRequest) -> HttpResponse:
    """Allow the public pages; the door of staff and full texts stay out."""
    start = reverse("public:index")
    lines = (
        "User-agent: *",
        f"Disallow: {reverse('public:door')}",
        f"Disallow: {start}*/*/*/",
        f"Allow: {start}",
        "Disallow: /",
        f"Sitemap: {absolute(reverse('sitemap'))}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def sitemap(_request: HttpRequest) -> HttpResponse:
    """Name every public page that may be found."""
    pages = [reverse("public:index"), reverse("public:check"), reverse("public:help")]
    pages += [reverse("public:condition", args=[slug]) for slug in conditions()]
    pages += [reverse("public:outlet", args=[p.id]) for p in queries.open_outlets()]
    rows = "".join(f"<url><loc>{escape(absolute(page))}</loc></url>" for page in pages)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
    )
    return HttpResponse(text, content_type="application/xml")
