"""Letters, the aftercare sheet and messages: what passes through the door."""

import io
import json
import zipfile
from datetime import date, time
from decimal import Decimal
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.audit.models import Event
from glabella.clinic.messages.models import Message
from glabella.clinic.portal import actions
from glabella.clinic.portal.due import answer_due
from glabella.clinic.portal.models import Door, Line, Release
from glabella.clinic.portal.values import LINES_A_DAY, NewLine
from glabella.clinic.practice.models import Closure, OpeningHours
from glabella.clinic.record.actions import (
    receive_document,
    record_session,
    set_aside,
)
from glabella.clinic.record.models import Task
from glabella.clinic.record.values import NewDocument, NewSession
from tests import world
from tests.clinic.consent import build as consents
from tests.clinic.pages import client_of, get, post, said
from tests.clinic.portal.doors import BORN, acting, behind, contact, opened
from tests.clinic.scene import Scene

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 synthetic"
MAIL = "qqanary@example.org"


@pytest.fixture
def door(here: Scene) -> Door:
    return opened(here)


def letter(here: Scene, *, patient: UUID | None = None) -> UUID:
    new = NewDocument(
        outlet=here.outlet.id,
        patient=patient or here.card.id,
        title="Letter of a synthetic colleague",
        kind="letter",
        media_type="application/pdf",
    )
    row = receive_document(PDF, new, by=here.by, at=world.AT)
    return UUID(str(row.id))


def text(answer: object) -> str:
    content: bytes = answer.content  # type: ignore[attr-defined]  # an answer of the test client
    return content.decode()


def test_letter_is_read_once_it_is_released_and_not_after(
    here: Scene, door: Door
) -> None:
    key = letter(here)
    phone, desk = behind(door), client_of(here.user)
    address = f"/me/letters/{key}/"
    before = phone.get(address).status_code
    get(desk, "portal:release", here.card.id, key)
    post(desk, "portal:release", here.card.id, key)
    listed = text(phone.get("/me/letters/"))
    read = phone.get(address)
    post(desk, "portal:release", here.card.id, key, reason="by mistake")

    assert (before, read.content, phone.get(address).status_code) == (404, PDF, 404)
    assert "Letter of a synthetic colleague" in listed
    assert "attachment" in read.headers["Content-Disposition"]
    assert "no-store" in read.headers["Cache-Control"]
    assert Release.objects.get().withdrawn_reason == "by mistake"


def test_letter_of_somebody_else_is_not_there(here: Scene, door: Door) -> None:
    other = world.patient(here.outlet)
    key = letter(here, patient=other.id)
    actions.release(key, by=here.by, at=world.AT)

    phone = behind(door)

    assert phone.get(f"/me/letters/{key}/").status_code == 404
    assert phone.get(f"/me/letters/{uuid4()}/").status_code == 404


def test_release_tells_outside_that_something_waits(here: Scene, door: Door) -> None:
    contact(here.card, MAIL)
    key = letter(here)

    post(client_of(here.user), "portal:release", here.card.id, key)

    message = Message.objects.get()
    assert (message.kind, message.address) == ("notice", MAIL)
    assert "synthetic colleague" not in message.text + message.subject
    assert "Letter of a synthetic colleague" in text(behind(door).get("/me/"))


def test_assistant_sees_releases_and_makes_none(here: Scene) -> None:
    key = letter(here)
    user = world.member(Role.ASSISTANT, here.outlet)
    desk = client_of(user)

    page = said(get(desk, "portal:releases", here.card.id))

    assert "not released" in page
    assert post(desk, "portal:release", here.card.id, key).status_code == 403
    assert Release.objects.count() == 0


def test_unknown_letter_is_not_released(here: Scene) -> None:
    desk = client_of(here.user)

    assert post(desk, "portal:release", here.card.id, uuid4()).status_code == 404


def test_release_refuses_what_was_set_aside_or_is_released(here: Scene) -> None:
    aside, twice = letter(here), letter(here)
    set_aside(aside, reason="twice", by=here.by, at=world.AT)
    actions.release(twice, by=here.by, at=world.AT)

    with pytest.raises(DeedRefusedError, match="set aside"):
        actions.release(aside, by=here.by, at=world.AT)
    with pytest.raises(DeedRefusedError, match="released already"):
        actions.release(twice, by=here.by, at=world.AT)


def test_message_opens_a_task_with_a_clock_and_the_answer_closes_it(
    here: Scene, door: Door
) -> None:
    contact(here.card, MAIL)
    phone, desk = behind(door), client_of(here.user)
    phone.post("/me/messages/", {"text": "My forehead itches"})
    phone.post("/me/messages/", {"text": "Since Tuesday"})
    task = Task.objects.get()
    asked = said(get(desk, "portal:answers", here.card.id))
    post(desk, "portal:answers", here.card.id, text="Please come by")

    task.refresh_from_db()
    page = text(phone.get("/me/messages/"))
    assert task.kind == "portal_message"
    assert task.owner is not None
    assert task.due_at > world.AT
    assert (task.closed_at, task.outcome) == (world.AT, "Answered in the portal.")
    assert "Since Tuesday" in asked
    assert "Please come by" in page
    assert here.user.name not in page
    assert "The practice has answered you" in text(phone.get("/me/"))
    assert [row.kind for row in Message.objects.all()] == ["notice"]
    assert "Please come by" not in Message.objects.get().text


def test_answer_is_due_on_the_next_open_day(here: Scene) -> None:
    # Open on Tuesdays alone, and closed on the next one: a week later, then.
    OpeningHours.objects.create(
        outlet=here.outlet, weekday=1, opens=time(8), closes=time(17)
    )
    tomorrow = date(2026, 11, 3)
    before = answer_due(here.outlet, at=world.AT)
    Closure.objects.create(
        outlet=here.outlet,
        starts_on=tomorrow,
        ends_before=date(2026, 11, 5),
        announced_at=world.AT,
        announced_by=here.user,
    )

    after = answer_due(here.outlet, at=world.AT)

    ends = [one.astimezone(ZoneInfo("Europe/Zurich")).date() for one in (before, after)]
    assert ends == [date(2026, 11, 4), date(2026, 11, 11)]


def test_same_form_is_written_once(here: Scene, door: Door) -> None:
    phone = behind(door)
    ticket = str(uuid4())
    for _ in range(2):
        phone.post("/me/messages/", {"text": "Once", "ticket": ticket})

    assert Line.objects.filter(patient=here.card).count() == 1


def test_very_many_messages_are_refused_in_words(here: Scene, door: Door) -> None:
    new = NewLine(outlet=here.outlet.id, text="Words")
    for _ in range(LINES_A_DAY):
        actions.write_line(here.who, new, by=here.by, at=world.AT)

    answer = behind(door).post("/me/messages/", {"text": "One more"})

    assert (answer.status_code, Line.objects.count()) == (422, LINES_A_DAY)
    assert "Please call us" in text(answer)


def test_empty_message_is_refused(door: Door) -> None:
    assert behind(door).post("/me/messages/", {"text": "  "}).status_code == 422


def test_proxy_writes_where_it_was_agreed(here: Scene, door: Door) -> None:
    phone = behind(door, proxy=acting(here, door, "messages"))

    phone.post("/me/messages/", {"text": "For them"})

    assert Line.objects.get().proxy is not None
    assert "Synthetic Proxy" in text(phone.get("/me/messages/"))
    page = said(get(client_of(here.user), "portal:answers", here.card.id))
    assert "acts for the person" in page


def test_nobody_is_answered_behind_a_closed_door(here: Scene) -> None:
    desk = client_of(here.user)

    answer = post(desk, "portal:answers", here.card.id, text="Words")

    assert (answer.status_code, Line.objects.count()) == (422, 0)


def test_copy_of_all_data_asks_for_the_date_of_birth(here: Scene, door: Door) -> None:
    key = letter(here)
    actions.release(key, by=here.by, at=world.AT)
    phone = behind(door)
    asked = phone.get("/me/mine/copy/").status_code
    wrong = phone.post("/me/mine/copy/", {"born": "1980-05-02"})
    right = phone.post("/me/mine/copy/", BORN)

    archive = zipfile.ZipFile(io.BytesIO(right.content))
    content = json.loads(archive.read("record.json"))
    assert (asked, wrong.status_code, right.status_code) == (200, 422, 200)
    assert archive.namelist() == ["record.pdf", "record.json", f"letters/{key}.pdf"]
    assert content["person"] == str(here.card.id)
    assert "no-store" in right.headers["Cache-Control"]
    deeds = Event.objects.filter(deed="portal.export").values_list("patient", flat=True)
    assert list(deeds) == [here.card.id]


def test_copy_is_not_guessed(door: Door) -> None:
    phone = behind(door)
    codes = [
        phone.post("/me/mine/copy/", {"born": "1980-05-02"}).status_code
        for _ in range(6)
    ]

    assert codes == [422] * 5 + [429]


def test_looks_are_told_by_role_and_day_without_names(here: Scene, door: Door) -> None:
    desk = client_of(here.user)
    get(desk, "portal:staff", here.card.id)
    get(desk, "portal:releases", here.card.id)

    page = text(behind(door).get("/me/mine/looks/"))

    assert "Lead clinician" in page
    assert here.user.name not in page


def test_nobody_has_looked_yet(door: Door) -> None:
    assert "Nobody yet" in text(behind(door).get("/me/mine/looks/"))


def test_aftercare_without_a_treatment_still_says_whom_to_call(door: Door) -> None:
    page = text(behind(door).get("/me/aftercare/"))

    assert "No treatment yet" in page
    assert 'href="tel:144"' in page


def test_staff_grants_and_ends_what_somebody_may(here: Scene, door: Door) -> None:
    proxy = acting(here, door, "diary")
    desk = client_of(here.user)
    form = {"birth_date": "1971-02-03", "relation": str(proxy.relation_id)}
    get(desk, "portal:grant_proxy", here.card.id)
    post(desk, "portal:grant_proxy", here.card.id, **form, grants=["letters"])
    shown = said(get(desk, "portal:staff", here.card.id))
    made = said(post(desk, "portal:proxy_link", here.card.id, proxy.id))
    get(desk, "portal:end_proxy", here.card.id, proxy.id)
    post(desk, "portal:end_proxy", here.card.id, proxy.id)

    granted = sorted((row.grants, row.ended_at is None) for row in door.proxies.all())
    assert granted == [
        (["appointments", "diary"], False),
        (["appointments", "letters"], True),
    ]
    assert "Keep the diary" in shown
    assert "<code>" in made
    assert "<code>" not in said(get(desk, "portal:staff", here.card.id))
    assert post(desk, "portal:end_proxy", here.card.id, proxy.id).status_code == 404
    assert "Read letters" in text(behind(door).get("/me/mine/"))


def test_aftercare_shows_the_words_that_were_signed_for(
    here: Scene, door: Door
) -> None:
    consents.signed(here)
    new = NewSession(
        outlet=here.outlet.id,
        protocol="chronic_migraine",
        product=consents.ONA,
        on=world.TODAY,
        units=Decimal(155),
    )
    record_session(here.card.id, new, by=here.by, at=world.AT)

    page = text(behind(door).get("/me/aftercare/"))

    first, then = page.index("When you need help at once"), page.index("Do not rub")
    assert first < then
    assert "You cannot swallow well." in page
