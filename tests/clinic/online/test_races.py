"""Fifty strangers at the same moment: one has the time, the others are offered some."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connections
from django.test import Client

from glabella.clinic.booking.models import Cell, Hold
from glabella.clinic.online.models import Asking
from tests import world
from tests.clinic.booking import build as booked
from tests.clinic.online.build import filled, open_online
from tests.clinic.pages import post, said

# SQLite in memory, as tests use it, locks whole tables where a file waits its turn;
# there `./dev bench booking` lets fifty clients race.
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.only_on("postgresql"),
]

MANY = 50


def test_fifty_want_one_time_and_one_has_it() -> None:
    place, together = open_online(), Barrier(MANY)

    def ask(number: int) -> tuple[int, bool]:
        # Some want a quarter of an hour later: an overlap is as bad as the same time.
        start = booked.NINE + timedelta(minutes=15 * (number % 2))
        contact = f"stranger{number}@example.org"
        form = filled(start=start.isoformat(), contact=contact)
        one = Client(REMOTE_ADDR=f"192.0.2.{number + 1}")
        answer = post(one, "online:details", *place.address, **form)
        return answer.status_code, 'type="radio" name="start"' in said(answer)

    def run(number: int) -> tuple[int, bool]:
        together.wait()
        try:
            return ask(number)
        finally:
            connections.close_all()

    with (
        time_machine.travel(world.AT, tick=False),
        ThreadPoolExecutor(MANY) as pool,
    ):
        found = sorted(pool.map(run, range(MANY)))

    assert found == [(302, False)] + [(422, True)] * (MANY - 1)
    assert (Asking.objects.count(), Hold.objects.count()) == (1, 1)
    assert Cell.objects.count() == 6
