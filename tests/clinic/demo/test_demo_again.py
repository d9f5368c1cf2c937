"""A demo is the same each time: names, days, units, answers and gaps."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from glabella.clinic.audit.models import Event
from glabella.clinic.booking.models import Appointment
from glabella.clinic.demo.making import make_demo
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Practice
from glabella.clinic.record.models import DiaryDay, Score, Session

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 4, 10, 0, tzinfo=UTC)
COUNT = 13


def told() -> dict[str, list[tuple[object, ...]]]:
    """Make a demo, return what it tells without ids, and take it back."""
    lines: list[str] = []
    with transaction.atomic():
        make_demo(at=AT, count=COUNT, say=lines.append)
        found = {
            "people": rows(Patient, "family_name", "given_names", "birth_date", "sex"),
            "sessions": rows(Session, "patient__search_name", "on", "units"),
            "scores": rows(Score, "patient__search_name", "taken_on", "total"),
            "diary": rows(DiaryDay, "patient__search_name", "on", "had", "severity"),
            "visits": rows(Appointment, "patient__search_name", "starts_at"),
            "trail": rows(Event, "sequence", "at", "deed"),
        }
        transaction.set_rollback(True)
    return found


def rows(
    table: type[Patient | Session | Score | DiaryDay | Appointment | Event],
    *columns: str,
) -> list[tuple[object, ...]]:
    return list(table.objects.order_by(*columns).values_list(*columns))


def test_two_demos_of_one_day_tell_the_same() -> None:
    first, second = told(), told()

    assert [name for name in first if first[name] != second[name]] == []
    assert [name for name in first if not first[name]] == []


def test_demo_that_fails_half_way_leaves_nothing() -> None:
    with pytest.raises(ValueError, match="not today"):
        make_demo(at=AT, count=COUNT, say=refuse)

    assert Practice.objects.count() == 0
    assert Event.objects.count() == 0


def refuse(line: str) -> None:
    message = f"not today: {line}"
    raise ValueError(message)
