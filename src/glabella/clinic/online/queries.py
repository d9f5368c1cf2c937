"""Reads of online booking: where somebody may book, and what."""

from datetime import datetime
from uuid import UUID

import attrs
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from glabella.clinic.booking.models import Service
from glabella.clinic.online.models import Asking
from glabella.clinic.practice.models import Outlet
from glabella.clinic.practice.notices import Notice, notice_words
from glabella.clinic.practice.queries import today_at
from glabella.clinic.public.queries import open_outlet, open_outlets, unspeakable

# It only logs that something would go out, see `messages.gateways`.
NO_GATEWAY = "glabella.clinic.messages.gateways.Console"


@attrs.frozen
class Place:
    """An outlet with what strangers may book there, and what is different just now."""

    outlet: Outlet
    services: tuple[Service, ...]
    notices: tuple[Notice, ...]


def places(*, at: datetime) -> list[Place]:
    """Return every open outlet; one without services is called instead."""
    services = list(_offered().prefetch_related("outlets"))
    return [_place(one, services, at=at) for one in open_outlets()]


def _place(outlet: Outlet, services: list[Service], *, at: datetime) -> Place:
    here = tuple(
        one
        for one in services
        if not (named := {each.id for each in one.outlets.all()}) or outlet.id in named
    )
    today = today_at(outlet, at=at)
    told = notice_words(outlet, on=today, language=get_language())
    return Place(outlet=outlet, services=here, notices=tuple(told))


def offered(outlet: UUID, service: UUID) -> tuple[Outlet, Service] | None:
    """Return outlet and service if strangers may book the one at the other."""
    place = open_outlet(outlet)
    here = Q(outlets__isnull=True) | Q(outlets=outlet)
    row = _offered().filter(here, id=service).first()
    return (place, row) if place is not None and row is not None else None


def has_text_messages() -> bool:
    """Return whether text messages go out; else no code may be promised to a phone."""
    return str(settings.GLABELLA_SMS_GATEWAY) != NO_GATEWAY


def running(asking: UUID, *, at: datetime) -> Asking | None:
    """Return what somebody asked for, while its time is kept."""
    rows = Asking.objects.filter(id=asking, expires_at__gt=at)
    return rows.select_related("hold__outlet", "hold__service").first()


def _offered() -> QuerySet[Service]:
    hidden = [one.id for one in unspeakable()]
    rows = Service.objects.filter(kind="first", is_online=True)
    return rows.exclude(id__in=hidden).order_by("name_en")
