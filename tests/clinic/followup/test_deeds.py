"""Deeds of following up: what they keep, and each thing they refuse."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest
from django.db import DatabaseError, connection, transaction

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.followup.actions import contacts, effects, reports, reviews
from glabella.clinic.followup.guards import KEPT
from glabella.clinic.followup.models import Contact, SafetyReport
from glabella.clinic.followup.queries import reviews as queries
from glabella.clinic.followup.values import NewContact, NewReport, NewReview
from glabella.clinic.practice.models import Staff
from glabella.clinic.record.models import FactEntry, SideEffect, Task
from glabella.clinic.record.values import NewLot, NewSideEffect
from glabella.clinic.stock.models import Lot
from tests import world
from tests.clinic.followup.scenery import MIGRAINE, ONA, answers, treated
from tests.clinic.scene import Scene, last_event, library, scene

pytestmark = pytest.mark.django_db


def acting(role: Role = Role.LEAD_CLINICIAN) -> Scene:
    here = scene(role=role)
    return attrs.evolve(here, by=world.actor(here.user, here.outlet, role=role))


def draft(here: Scene, **said: str) -> NewContact:
    return NewContact(
        outlet=here.outlet.id,
        channel="phone",
        complaint="none",
        answers=answers(**said),
    )


def take(here: Scene, new: NewContact) -> Contact:
    return contacts.take_contact(here.who, new, by=here.by, at=world.AT)


def test_call_without_any_sign_is_reassured_and_needs_nobody() -> None:
    here = acting()
    session = treated(here)

    row = take(here, draft(here))

    kept = (row.level, row.proposed, row.days_since, row.session, row.task)
    assert kept == ("reassurance", "reassurance", 11, session, None)
    assert last_event()[:1] == ("followup.take_contact",)


def test_sign_of_spread_is_an_emergency_with_owner_clock_and_fact() -> None:
    here = acting()
    treated(here)

    row = take(here, draft(here, swallowing="yes", vision="yes"))

    task = row.task
    assert task is not None
    assert (task.kind, task.is_urgent, task.due_at, task.about) == (
        "call_back",
        True,
        world.AT,
        row.id,
    )
    assert task.owner == Staff.objects.get(user=here.user)
    assert task.title == "Call back: Emergency, day 11 after the injection"
    fact = FactEntry.objects.get(fact="spread_of_toxin_symptoms")
    assert fact.value == ["diplopia", "dysphagia"]


def test_call_of_somebody_never_treated_has_no_day() -> None:
    here = acting()

    row = take(here, attrs.evolve(draft(here), complaint="no_effect", words="why"))

    assert row.task is not None
    assert (row.days_since, row.session) == (None, None)
    assert row.task.title == "Call back: In the next days"
    assert row.task.due_at == datetime(2026, 11, 4, 23, tzinfo=world.AT.tzinfo)
    assert row.words == "No effect yet, or the effect wears off\nwhy"


def test_named_owner_calls_back() -> None:
    here = acting()
    other = Staff.objects.get(user=world.member(Role.ASSISTANT, here.outlet))

    row = take(here, attrs.evolve(draft(here), complaint="other", owner=other.id))

    assert row.task is not None
    assert (row.task.owner, row.task.deputy) == (other, None)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"channel": "letter"}, '"letter" is not known'),
        ({"complaint": "hunger"}, '"hunger" is not known'),
        ({"answers": {"taste": "yes"}}, '"taste" is not known'),
        ({"answers": {"voice": "perhaps"}}, '"perhaps" is not known'),
        ({"level": "never"}, '"never" is not known'),
    ],
)
def test_contact_with_an_unknown_code_is_refused(
    wrong: dict[str, Any], words: str
) -> None:
    here = acting()

    with pytest.raises(DeedRefusedError, match=words):
        take(here, attrs.evolve(draft(here), **wrong))

    assert Contact.objects.count() == 0


def test_anybody_may_raise_a_level() -> None:
    here = acting(Role.FRONT_DESK)

    row = take(here, attrs.evolve(draft(here), level="today"))

    assert (row.proposed, row.level) == ("reassurance", "today")


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.ASSISTANT])
def test_nobody_but_a_physician_lowers_a_level(role: Role) -> None:
    here = acting(role)
    milder = attrs.evolve(draft(here, voice="yes"), level="today", reason="a cold")

    with pytest.raises(DeedRefusedError, match="milder than what the rules say"):
        take(here, milder)


def test_physician_lowers_a_level_only_with_a_reason() -> None:
    here = acting()
    milder = attrs.evolve(draft(here, voice="yes"), level="today")

    with pytest.raises(DeedRefusedError, match="Say why it is milder"):
        take(here, milder)
    row = take(here, attrs.evolve(milder, reason="a cold since May"))

    assert (row.proposed, row.level) == ("emergency", "today")


def judge(here: Scene, row: Contact, level: str, reason: str = "") -> None:
    contacts.judge_contact(row.id, level, reason=reason, by=here.by, at=world.AT)


def test_graver_judgement_opens_a_task_and_counts() -> None:
    here = acting()
    row = take(here, draft(here))

    judge(here, row, "today")

    assert contacts.standing_level(row) == "today"
    assert Task.objects.get().is_urgent


def test_milder_judgement_needs_a_reason_and_opens_nothing() -> None:
    here = acting()
    row = take(here, draft(here, voice="yes"))

    with pytest.raises(DeedRefusedError, match="Say why it is milder"):
        judge(here, row, "next_days")
    judge(here, row, "next_days", "seen, a cold")

    assert contacts.standing_level(row) == "next_days"
    assert Task.objects.filter(kind="call_back").count() == 1


def test_withdrawn_contact_is_kept_and_judged_no_more() -> None:
    here = acting()
    row = take(here, draft(here))

    contacts.withdraw_contact(row.id, reason="wrong person", by=here.by, at=world.AT)

    assert queries.contacts(here.who) == []
    assert queries.contact(here.who, row.id) == row
    with pytest.raises(DeedRefusedError, match="the contact is withdrawn"):
        judge(here, row, "today")
    with pytest.raises(DeedRefusedError, match="withdrawn already"):
        contacts.withdraw_contact(row.id, reason="again", by=here.by, at=world.AT)


def effect(here: Scene, **changes: Any) -> SideEffect:
    said = changes.pop("said", {})
    new = NewSideEffect(**{"label": "Drooping eyelid", **changes})
    return effects.note_effect(
        here.card.id, new, answers(**said), by=here.by, at=world.AT
    )


def test_effect_is_kept_with_the_questions_of_spread() -> None:
    here = acting()
    row = effect(here)

    check = row.spread_checks.get()
    assert check.answers == answers()
    assert (row.spread_checked_at, row.version) == (world.AT, 2)
    assert Task.objects.count() == 0


def test_effect_with_a_sign_of_spread_opens_an_urgent_task() -> None:
    here = acting()
    row = effect(here, said={"weakness": "yes"})

    task = Task.objects.get()
    assert (task.kind, task.is_urgent, task.about) == ("urgent_finding", True, row.id)
    found = queries.effect(here.who, row.id)
    assert found is not None
    assert queries.has_spread(found)


def test_questions_asked_on_a_stale_page_are_refused() -> None:
    here = acting()
    row = effect(here)

    with pytest.raises(StaleError):
        effects.check_spread(row.id, answers(), version=1, by=here.by, at=world.AT)


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
