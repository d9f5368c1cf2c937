"""The start page of each role, and the address that monitoring asks."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from glabella.web.context import frame


def home(request: HttpRequest) -> HttpResponse:
    """Send somebody to the first page their role opens."""
    rows = frame(request).get("navigation") or []
    return redirect(rows[0]["url"] if rows else reverse("usersessions_list"))


def health(_request: HttpRequest) -> HttpResponse:
    """Say that the server answers and the database too; nothing about anybody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
