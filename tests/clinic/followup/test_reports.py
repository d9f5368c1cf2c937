"""Reports to an authority, reviews, and what the database keeps."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking.models import Pause
from glabella.clinic.followup.actions import reports, reviews
from glabella.clinic.followup.guards import KEPT
from glabella.clinic.followup.models import SafetyReport
from glabella.clinic.followup.queries import reviews as queries
from glabella.clinic.followup.values import NewReport, NewReview
from glabella.clinic.record.models import SideEffect, Task
from glabella.clinic.record.values import NewLot
from glabella.clinic.stock.models import Lot
from tests import world
from tests.clinic.followup.scenery import MIGRAINE, ONA, treated
from tests.clinic.followup.test_deeds import acting, draft, effect, judge, take
from tests.clinic.scene import Scene, library

pytestmark = pytest.mark.django_db


def report_of(here: Scene, **changes: object) -> NewReport:
    plain: dict[str, Any] = {
        "outlet": here.outlet.id,
        "country": "CH",
        "duty": "swissmedic_serious",
        "authority": "Swissmedic",
        "learned_on": world.TODAY,
        "due_on": world.TODAY + timedelta(days=15),
        "content": {"parts": []},
        "title": "Report",
    }
    return NewReport(**{**plain, **changes})


def prepare(row: SideEffect, here: Scene, **changes: object) -> SafetyReport:
    new = report_of(here, **changes)
    return reports.prepare_report(row.id, new, b"%PDF", by=here.by, at=world.AT)


def test_report_waits_until_the_end_of_its_last_day_at_the_outlet() -> None:
    here = acting()
    row = prepare(effect(here, is_serious=True), here)

    assert (row.state, row.due_at) == (
        "prepared",
        datetime(2026, 11, 17, 23, tzinfo=world.AT.tzinfo),
    )
    assert row.document is not None
    assert row.document.patient_id == here.card.id


def test_report_without_a_clock_has_none() -> None:
    here = acting()

    assert prepare(effect(here), here, due_on=None).due_at is None


def test_second_report_to_the_same_authority_waits_for_the_first() -> None:
    here = acting()
    row = effect(here)
    prepare(row, here)

    with pytest.raises(DeedRefusedError, match="waits already"):
        prepare(row, here)


def test_nobody_learns_in_the_future() -> None:
    here = acting()

    with pytest.raises(DeedRefusedError, match="lies ahead"):
        prepare(effect(here), here, learned_on=date(2027, 1, 1))


def mark_sent(row: SafetyReport, here: Scene) -> None:
    reports.mark_sent(row.id, reference="REF-1", by=here.by, at=world.AT)


def set_aside(row: SafetyReport, here: Scene) -> None:
    reports.set_report_aside(row.id, reason="not ours", by=here.by, at=world.AT)


@pytest.mark.parametrize(
    ("deed", "state"), [(mark_sent, "sent"), (set_aside, "set_aside")]
)
def test_report_ends_once(
    deed: Callable[[SafetyReport, Scene], None], state: str
) -> None:
    here = acting()
    row = prepare(effect(here), here)

    deed(row, here)
    row.refresh_from_db()

    assert row.state == state
    for again in (mark_sent, set_aside):
        with pytest.raises(DeedRefusedError, match="sent or set aside already"):
            again(row, here)


def raise_overdue(here: Scene, at: datetime) -> list[Task]:
    late = queries.overdue(here.outlet, at=at, library=library())
    return reports.raise_overdue(here.outlet.id, late, by=here.by, at=at)


def test_overdue_effect_becomes_one_urgent_task_and_sending_closes_it() -> None:
    here = acting()
    row = effect(here, is_serious=True, session=treated(here).id)
    last_day, later = world.AT + timedelta(days=15), world.AT + timedelta(days=16)

    assert raise_overdue(here, last_day) == []
    (task,) = raise_overdue(here, later)
    assert raise_overdue(here, later) == []

    assert (task.kind, task.is_urgent, task.about, task.patient_id) == (
        "safety_report",
        True,
        row.id,
        here.card.id,
    )
    mark_sent(prepare(row, here), here)
    task.refresh_from_db()
    assert task.outcome == "Reported to Swissmedic."
    assert raise_overdue(here, later) == []


def test_prepared_report_that_was_never_sent_becomes_overdue() -> None:
    here = acting()
    row = prepare(effect(here, is_serious=True), here)

    (task,) = raise_overdue(here, world.AT + timedelta(days=16))

    assert task.about == row.id


def test_effect_judged_harmless_reminds_nobody() -> None:
    here = acting()
    effect(here, is_serious=False)

    assert raise_overdue(here, world.AT + timedelta(days=100)) == []


def review_of(here: Scene, **changes: object) -> NewReview:
    plain: dict[str, Any] = {
        "outlet": here.outlet.id,
        "session": treated(here).id,
        "on": world.TODAY,
        "protocol": MIGRAINE,
        "protocol_version": "2026-1",
        "answer": {"figures": []},
        "advice": "continue",
    }
    return NewReview(**{**plain, **changes})


def test_review_is_kept_and_withdrawn_with_a_reason() -> None:
    here = acting()
    new = review_of(here, note=" better ")
    row = reviews.store_review(here.who, new, by=here.by, at=world.AT)

    assert (queries.reviews(here.who), row.note) == ([row], "better")

    reviews.withdraw_review(row.id, reason="wrong day", by=here.by, at=world.AT)
    assert queries.reviews(here.who) == []
    assert queries.review(here.who, row.id) == row


@pytest.mark.parametrize(
    ("advice", "kinds"),
    [
        ("consider_pause", ["advised"]),
        ("review_no_response", ["advised"]),
        ("continue", []),
        ("not_assessable", []),
    ],
)
def test_advice_to_rest_holds_the_call_for_a_next_session_back(
    advice: str, kinds: list[str]
) -> None:
    here = acting()
    new = review_of(here, advice=advice)

    reviews.store_review(here.who, new, by=here.by, at=world.AT)

    assert [row.kind for row in Pause.objects.all()] == kinds


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"protocol": "bruxism_masseter"}, "treated another condition"),
        ({"on": date(2027, 1, 1)}, "lies ahead"),
    ],
)
def test_review_that_cannot_be_is_refused(changes: dict[str, Any], words: str) -> None:
    here = acting()
    new = review_of(here, **changes)

    with pytest.raises(DeedRefusedError, match=words):
        reviews.store_review(here.who, new, by=here.by, at=world.AT)


def test_review_of_a_session_of_somebody_else_is_refused() -> None:
    here, other = acting(), acting()
    new = review_of(here)

    with pytest.raises(DeedRefusedError, match="no such row"):
        reviews.store_review(other.who, new, by=other.by, at=world.AT)


def test_database_keeps_what_was_said() -> None:
    here = acting()
    row = take(here, draft(here))
    judge(here, row, "today")
    effect(here)

    refused = []
    for table in ("contact", "judgement", "spreadcheck"):
        with connection.cursor() as cursor:
            try:
                with transaction.atomic():
                    cursor.execute(f"DELETE FROM followup_{table}")  # noqa: S608 a name of this test
            except DatabaseError:
                refused.append(table)

    assert refused == ["contact", "judgement", "spreadcheck"]
    assert KEPT.missing(connection) == ()


def test_effects_of_a_lot_are_found_at_the_outlets_asked_for() -> None:
    here = acting()
    lot = Lot.objects.create(
        product=ONA, vial_units=100, number="SYN-2", expires_on=date(2028, 1, 1)
    )
    lots = (NewLot(lot.id, "SYN-2", Decimal(25)),)
    row = effect(here, session=treated(here, lots=lots).id)

    assert queries.effects_of_lot(lot.id, outlets=[here.outlet.id]) == [row]
    assert queries.effects_of_lot(lot.id, outlets=[]) == []
