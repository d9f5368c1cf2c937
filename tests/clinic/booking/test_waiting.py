"""The waiting list: offered in turn, held, answered once, and the log says why."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from glabella.clinic.audit.actor import Actor, system
from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.booking import actions, queries
from glabella.clinic.booking.candidates import candidates
from glabella.clinic.booking.models import (
    Appointment,
    Cell,
    FairLog,
    FreedTime,
    Hold,
    Offer,
    Service,
    WaitingEntry,
)
from glabella.clinic.booking.slots import Asked, free_slots
from glabella.clinic.booking.values import NewWaiting, Urgency
from glabella.clinic.messages.models import Message
from glabella.clinic.people.models import Contact, Patient
from tests import world
from tests.clinic.booking import build
from tests.clinic.scene import Scene, last_event

pytestmark = pytest.mark.django_db

WORKER = system("worker")
AT = world.AT


def waiting(here: Scene, what: Service, **more: Any) -> WaitingEntry:
    """Put somebody new on the list, who may be written to."""
    card = world.patient(here.outlet)
    reach(here, card)
    # Whoever joins first in a test waits longest.
    since = world.TODAY - timedelta(days=30 - WaitingEntry.objects.count())
    new = NewWaiting(card.id, what.id, since=since, **more)
    return actions.join(new, by=here.by, at=AT)


def reach(here: Scene, card: Patient) -> None:
    address = f"{card.id}@example.org"
    Contact.objects.create(
        patient=card,
        kind="email",
        value=address,
        search_value=address,
        is_safe=True,
        may_remind=True,
        asked_at=AT,
        asked_by=here.user,
    )


def freed(here: Scene, what: Service) -> FreedTime:
    """Book Monday at nine and cancel it."""
    row = actions.book(build.wanted(here, what), by=here.by, at=AT)
    actions.cancel(row.id, reason="ill", version=1, by=here.by, at=AT)
    return FreedTime.objects.get(settled_at__isnull=True)


def free_at_nine(here: Scene, what: Service, **later: Any) -> bool:
    now = AT + timedelta(**later)
    asked = Asked(what, build.MONDAY, 1, now, outlet=here.outlet.id)
    return build.NINE in {slot.starts_at for slot in free_slots(asked)}


def test_cancelled_time_is_offered_to_the_first_and_held() -> None:
    here, what = build.open_house(), build.service()
    later = waiting(here, what)
    first = waiting(here, what, needed_again_on=world.TODAY)
    time = freed(here, what)

    actions.lapse_offers(by=WORKER, at=AT)

    offer = Offer.objects.get()
    assert (offer.entry, offer.starts_at, offer.freed) == (first, build.NINE, time)
    assert offer.expires_at == AT + timedelta(hours=4)
    assert not free_at_nine(here, what)
    with pytest.raises(DeedRefusedError):
        actions.book(build.wanted(here, what), by=here.by, at=AT)
    log = FairLog.objects.get()
    assert [row["entry"] for row in log.ranking] == [str(first.id), str(later.id)]
    assert (log.place, log.ranking[0]["needed_again"]) == (1, True)
    written = Message.objects.get()
    assert (written.kind, written.about) == ("offer", offer.id)
    assert world.FAMILY not in written.text
    assert last_event()[0] == "booking.offer"


def test_accepted_time_is_booked_and_the_place_ends() -> None:
    here, what = build.open_house(), build.service()
    entry = waiting(here, what)
    freed(here, what)
    actions.lapse_offers(by=WORKER, at=AT)
    offer = queries.offers_of([entry.patient_id], at=AT)[0]
    patient = Actor(None, kind="patient", purpose="portal")

    row = actions.accept(offer.id, by=patient, at=AT)

    assert (row.patient_id, row.starts_at) == (entry.patient_id, build.NINE)
    entry.refresh_from_db()
    assert (entry.ended_as, Hold.objects.count()) == ("booked", 0)
    assert queries.offers_of([entry.patient_id], at=AT) == []
    assert Message.objects.get().state == "cancelled"
    assert FreedTime.objects.get().settled_as == "taken"
    with pytest.raises(DeedRefusedError):
        actions.accept(offer.id, by=patient, at=AT)
    assert Cell.objects.filter(appointment=row).count() == 6


def test_declined_time_goes_to_the_next_and_never_back() -> None:
    here, what = build.open_house(), build.service()
    first, second = waiting(here, what), waiting(here, what)
    freed(here, what)
    actions.lapse_offers(by=WORKER, at=AT)

    actions.decline(Offer.objects.get().id, by=here.by, at=AT)
    assert free_at_nine(here, what)
    actions.lapse_offers(by=WORKER, at=AT)

    assert [one.entry for one in Offer.objects.order_by("answer")] == [second, first]
    actions.decline(Offer.objects.get(answer="").id, by=here.by, at=AT)
    actions.lapse_offers(by=WORKER, at=AT)
    assert Offer.objects.filter(answer="").count() == 0
    assert WaitingEntry.objects.filter(ended_at__isnull=True).count() == 2


def test_offer_that_runs_out_frees_the_time_even_without_a_worker() -> None:
    here, what = build.open_house(), build.service()
    waiting(here, what)
    freed(here, what)
    actions.lapse_offers(by=WORKER, at=AT)
    late = AT + timedelta(hours=4)

    assert free_at_nine(here, what, hours=4)
    actions.book(build.wanted(here, what), by=here.by, at=late)
    with pytest.raises(DeedRefusedError):
        actions.accept(Offer.objects.get().id, by=here.by, at=late)

    assert actions.lapse_offers(by=WORKER, at=late) == 1
    assert Offer.objects.get().answer == "lapsed"
    assert FreedTime.objects.get().settled_as == "taken"


def test_nobody_is_passed_over_because_no_message_reaches_them() -> None:
    here, what = build.open_house(), build.service()
    first, _second = waiting(here, what), waiting(here, what)
    Contact.objects.filter(patient=first.patient).update(is_safe=None)
    time = freed(here, what)

    actions.lapse_offers(by=WORKER, at=AT)
    assert Offer.objects.count() == 0
    offer = actions.offer_to(time.id, first.id, by=here.by, at=AT)

    assert (offer.channel, Message.objects.count()) == ("phone", 0)


def test_treatment_without_known_stock_is_not_offered_by_itself() -> None:
    here, what = build.open_house(), build.service("treatment")
    entry = waiting(here, what)
    time = freed(here, what)

    actions.lapse_offers(by=WORKER, at=AT)
    assert (Offer.objects.count(), candidates(time, at=AT)[0].stock) == (0, "unknown")
    with pytest.raises(DeedRefusedError):
        actions.offer_to(time.id, entry.id, by=here.by, at=AT)

    actions.offer_to(time.id, entry.id, reason="vials seen", by=here.by, at=AT)
    assert FairLog.objects.get().ranking[0]["passed"] == "stock_unknown"


def test_time_before_the_minimum_interval_is_offered_to_nobody() -> None:
    here, what = build.open_house(), build.service("treatment")
    build.treated(here, days_ago=20)
    reach(here, here.card)
    new = NewWaiting(here.card.id, what.id, since=world.TODAY)
    entry = actions.join(new, by=here.by, at=AT)
    time = freed(here, what)

    assert candidates(time, at=AT)[0].barred[0][0] == "too_soon"
    with pytest.raises(DeedRefusedError):
        actions.offer_to(time.id, entry.id, reason="please", by=here.by, at=AT)


def test_wishes_are_heeded() -> None:
    here, what = build.open_house(), build.service()
    waiting(here, what, weekdays=(1, 2))
    waiting(here, what, earliest=build.MONDAY + timedelta(days=1))
    waiting(here, what, latest=build.MONDAY - timedelta(days=1))
    time = freed(here, what)

    codes = [one.barred[0][0] for one in candidates(time, at=AT)]

    assert codes == ["does_not_suit"] * 3


def test_out_of_turn_needs_a_reason_and_the_log_keeps_it() -> None:
    here, what = build.open_house(), build.service()
    _first, second = waiting(here, what), waiting(here, what)
    time = freed(here, what)

    with pytest.raises(DeedRefusedError):
        actions.offer_to(time.id, second.id, by=here.by, at=AT)
    actions.offer_to(time.id, second.id, reason="lives near", by=here.by, at=AT)

    log = FairLog.objects.get()
    assert (log.place, log.reason, log.ranked_by) == (2, "lives near", here.user)
    with pytest.raises(DatabaseError), transaction.atomic():
        FairLog.objects.update(reason="in turn")


def test_urgency_has_a_name_and_a_reason_and_moves_somebody_up() -> None:
    here, what = build.open_house(), build.service()
    waiting(here, what)
    second = waiting(here, what)

    with pytest.raises(DeedRefusedError):
        actions.set_urgency(second.id, Urgency(2), version=1, by=here.by, at=AT)
    row = actions.set_urgency(
        second.id, Urgency(2, "cannot work"), version=1, by=here.by, at=AT
    )

    assert (row.urged_by, row.version) == (here.user, 2)
    with pytest.raises(StaleError):
        actions.leave(second.id, reason="moved", version=1, by=here.by, at=AT)
    assert candidates(freed(here, what), at=AT)[0].waiting.entry == row


def test_whoever_leaves_has_no_offer_any_more() -> None:
    here, what = build.open_house(), build.service()
    entry = waiting(here, what)
    freed(here, what)
    actions.lapse_offers(by=WORKER, at=AT)

    actions.leave(entry.id, reason="moved away", version=1, by=here.by, at=AT)

    assert (Offer.objects.get().answer, Hold.objects.count()) == ("withdrawn", 0)
    with pytest.raises(DeedRefusedError):
        actions.join(
            NewWaiting(entry.patient_id, what.id, weekdays=()), by=here.by, at=AT
        )
    actions.join(NewWaiting(entry.patient_id, what.id), by=here.by, at=AT)
    with pytest.raises(DeedRefusedError):
        actions.join(NewWaiting(entry.patient_id, what.id), by=here.by, at=AT)


def test_moving_frees_the_old_time_and_the_past_is_offered_to_nobody() -> None:
    here, what = build.open_house(), build.service()
    time = freed(here, what)

    actions.lapse_offers(by=WORKER, at=time.starts_at)

    time.refresh_from_db()
    assert (time.settled_as, Appointment.objects.count()) == ("past", 1)
