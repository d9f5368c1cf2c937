"""The first page inside the portal."""

from django.http import HttpResponse
from django.shortcuts import render

from glabella.clinic.portal.request import PortalRequest


def home(request: PortalRequest) -> HttpResponse:
    """Show what is next for the person."""
    return render(request, "portal/home.html")
