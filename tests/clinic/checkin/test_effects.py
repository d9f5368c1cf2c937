"""Telling about a side effect: danger first, and always somebody who reads it."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.checkin import actions
from glabella.clinic.checkin.values import NewEffect
from glabella.clinic.checkin.views.effects import SALT
from glabella.clinic.consent import actions as consenting
from glabella.clinic.consent.models import PhotoConsent
from glabella.clinic.consent.values import NewPhotoConsent
from glabella.clinic.followup.actions.contacts import take_contact
from glabella.clinic.followup.models import Contact
from glabella.clinic.followup.rules.triage import triage
from glabella.clinic.followup.values import NewContact
from glabella.clinic.photos.models import Photo
from glabella.clinic.photos.queries import content_of
from glabella.clinic.record.models import FactEntry, Task
from tests import world
from tests.clinic.checkin.home import Home, home, inside
from tests.clinic.consent.build import STROKES
from tests.clinic.followup.scenery import answers, treated
from tests.clinic.pages import client_of, get, post, said, shown_by

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>"
NIGHT = world.AT + timedelta(hours=12)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(world.AT, tick=False):
        yield


@pytest.fixture
def at_home() -> Home:
    made = home()
    treated(made.here)
    return made


def signs(**found: str) -> dict[str, str]:
    """Return the first page, no to everything but those named."""
    return {f"sign_{name}": answer for name, answer in answers(**found).items()}


def state_of(at_home: Home, **found: str) -> str:
    answer = post(at_home.phone, "checkin:effects", **signs(**found))
    state: str = shown_by(answer)["state"]
    return state


def tell(at_home: Home, **form: Any) -> Any:
    data = {"complaint": "local_pain", "state": state_of(at_home), **form}
    return post(at_home.phone, "checkin:tell", **data)


def picture() -> SimpleUploadedFile:
    """Return a photograph whose camera wrote where and by whom it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    target = BytesIO()
    Image.new("RGB", (40, 30), "gray").save(target, "JPEG", exif=exif)
    return SimpleUploadedFile("me.jpg", target.getvalue(), "image/jpeg")


def agree_to_photographs(at_home: Home) -> None:
    new = NewPhotoConsent(
        purposes=("record",),
        language="en",
        signer="patient",
        name="Qqanary Zyxwvut",
        strokes=STROKES,
    )
    here = at_home.here
    consenting.sign_photos(
        here.card.id, new, outlet=here.outlet.id, by=here.by, at=world.AT
    )


def test_first_page_leads_to_the_emergency_services(at_home: Home) -> None:
    page = said(get(at_home.phone, "checkin:effects"))

    assert page.index('href="tel:144"') < page.index('name="sign_swallowing"')
    assert page.index("sign_swallowing") < page.index("sign_breathing")


@pytest.mark.parametrize(
    ("sign", "words"),
    [
        ("breathing", "Do not eat or drink until you have been examined"),
        ("allergy", "stay on the line"),
        ("mood", "Saying it does not cancel your treatment."),
    ],
)
def test_sign_of_danger_leads_to_help_before_any_form(
    at_home: Home, sign: str, words: str
) -> None:
    answer = post(at_home.phone, "checkin:effects", **signs(**{sign: "yes"}))
    page = said(at_home.phone.get(answer.headers["Location"]))  # type: ignore[arg-type]  # the client's own answer

    row, task = Contact.objects.get(), Task.objects.get()
    assert (row.level, row.taken_by, row.spread[sign]) == ("emergency", None, "yes")
    assert (task.kind, task.is_urgent, task.due_at) == ("call_back", True, world.AT)
    assert words in page
    assert 'href="tel:144"' in page
    assert "<textarea" not in page


def test_sign_of_spread_is_a_fact_that_stops_the_next_injection(at_home: Home) -> None:
    post(at_home.phone, "checkin:effects", **signs(swallowing="yes"))

    assert FactEntry.objects.get().value == ["dysphagia"]


def test_sent_twice_is_told_once(at_home: Home) -> None:
    ticket = shown_by(get(at_home.phone, "checkin:effects"))["ticket"]
    form = signs(breathing="yes") | {"ticket": ticket}

    first, second = (post(at_home.phone, "checkin:effects", **form) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert Contact.objects.count() == 1


def test_what_was_not_answered_is_asked_again(at_home: Home) -> None:
    form = signs()
    del form["sign_bladder"]

    answer = post(at_home.phone, "checkin:effects", **form)

    assert answer.status_code == 422
    assert Contact.objects.count() == 0


def test_told_is_read_by_somebody_who_calls_back(at_home: Home) -> None:
    answer = tell(
        at_home,
        since="2026-10-30",
        place=HOSTILE,
        severity="moderate",
        words=f"a bruise {HOSTILE}",
    )
    page = said(at_home.phone.get(answer.headers["Location"]))  # type: ignore[arg-type]  # as above

    row, task = Contact.objects.get(), Task.objects.get()
    assert row.words == (
        "Pain, bruise or swelling at an injected place\nTold from home.\n"
        f"Since: 30 Oct 2026\nWhere: {HOSTILE}\n"
        f"How bad: It bothers me in daily life.\na bruise {HOSTILE}"
    )
    assert (row.level, row.days_since, task.is_urgent) == ("next_days", 11, False)
    assert f"{at_home.here.user.name} reads it by 4 Nov 2026" in page
    assert "Call at once if one of these begins" in page
    assert HOSTILE not in page
    assert "harmless" not in page
    assert "Nothing points to danger" not in page


def test_not_sure_is_looked_at_today(at_home: Home) -> None:
    tell(at_home, state=state_of(at_home, voice="unknown"))

    assert Contact.objects.get().level == "today"


def test_at_night_nobody_is_promised() -> None:
    with time_machine.travel(NIGHT, tick=False):
        made = home(with_hours=False)
        row = actions.report_effect(
            made.here.who,
            NewEffect(answers=answers(), complaint="eyelid"),
            by=made.by,
            at=NIGHT,
        )
    page = said(get(made.phone, "checkin:told", row.id))

    assert "The practice is closed now and reads it on 4 Nov 2026." in page
    assert "medical on-call service" in page


def test_reassurance_is_not_offered(at_home: Home) -> None:
    answer = tell(at_home, complaint="none")

    assert answer.status_code == 422
    with pytest.raises(DeedRefusedError, match="nothing is told"):
        actions.report_effect(
            at_home.here.who,
            NewEffect(answers=answers(), complaint="none"),
            by=at_home.by,
            at=world.AT,
        )


def test_every_complaint_that_is_offered_has_a_clock() -> None:
    rules = triage()
    offered = [one for one in rules.complaints if one.id != "none"]

    clocks = {rules.level(rules.propose(answers(), one)).clock for one in offered}

    assert clocks == {"days", "end_of_day"}


def test_day_that_lies_ahead_is_refused_and_nothing_typed_is_lost(
    at_home: Home,
) -> None:
    answer = tell(at_home, since="2027-10-30", words="kept words")

    assert answer.status_code == 422
    assert "kept words" in said(answer)
    assert Contact.objects.count() == 0


def test_forged_or_missing_state_begins_anew(at_home: Home) -> None:
    forged = signing.dumps({"breathing": "no"}, salt="another")

    led = [
        tell(at_home, state=forged).headers["Location"],
        get(at_home.phone, "checkin:tell").headers["Location"],
    ]

    assert led == ["/me/check-in/effects/"] * 2
    assert signing.loads(state_of(at_home), salt=SALT) == answers()


def test_old_no_is_no_longer_a_no_and_nothing_typed_is_lost(at_home: Home) -> None:
    state = state_of(at_home)
    with time_machine.travel(world.AT + timedelta(hours=3), tick=False):
        phone = inside(at_home.door, at=world.AT + timedelta(hours=3))
        data = {"complaint": "local_pain", "state": state, "words": "typed long"}
        post(phone, "checkin:tell", **data)

    row = Contact.objects.get()
    assert set(row.spread.values()) == {"unknown"}
    assert (row.level, "typed long" in row.words) == ("today", True)


def test_what_is_for_today_is_not_left_until_the_practice_opens() -> None:
    with time_machine.travel(NIGHT, tick=False):
        made = home(with_hours=False)
        row = actions.report_effect(
            made.here.who,
            NewEffect(answers=answers(voice="unknown"), complaint="eyelid"),
            by=made.by,
            at=NIGHT,
        )
    page = said(get(made.phone, "checkin:told", row.id))

    assert row.level == "today"
    assert "It should be looked at today all the same" in page
    assert 'href="tel:144"' in page


def test_told_form_sent_twice_is_told_once(at_home: Home) -> None:
    ticket = "0b0b0b0b-0000-4000-8000-000000000001"

    first = tell(at_home, ticket=ticket)
    again = tell(at_home, ticket=ticket)

    assert again.headers["Location"] == first.headers["Location"]
    assert Contact.objects.count() == 1


def test_sent_twice_never_leads_to_a_call_that_staff_took(at_home: Home) -> None:
    ticket = "0b0b0b0b-0000-4000-8000-000000000002"
    call = NewContact(
        outlet=at_home.here.outlet.id,
        channel="phone",
        complaint="other",
        answers=answers(),
    )
    tell(at_home, ticket=ticket)
    Contact.objects.update(
        withdrawn_at=world.AT, withdrawn_by=at_home.here.user, withdrawn_reason="x"
    )
    take_contact(at_home.here.who, call, by=at_home.here.by, at=world.AT)

    answer = tell(at_home, ticket=ticket)

    assert answer.headers["Location"] == "/me/check-in/"


def test_photograph_only_with_consent_and_without_metadata(at_home: Home) -> None:
    without = said(post(at_home.phone, "checkin:effects", **signs()))
    tell(at_home, photo=picture())
    ignored = Photo.objects.count()
    agree_to_photographs(at_home)

    shown = said(post(at_home.phone, "checkin:effects", **signs()))
    tell(at_home, photo=picture())

    row = Photo.objects.get()
    assert ('type="file"' in without, ignored, 'type="file"' in shown) == (
        False,
        0,
        True,
    )
    assert (row.added_by, row.view, row.session) == (
        None,
        "other",
        Contact.objects.latest("taken_at").session,
    )
    assert b"SecretCamera" not in content_of(row)
    assert Contact.objects.filter(words__contains="A photograph was sent").count() == 1


def test_photograph_stands_beside_the_report_it_was_sent_with(at_home: Home) -> None:
    agree_to_photographs(at_home)
    tell(at_home)
    bare = Contact.objects.get()
    tell(at_home, photo=picture())
    told = Contact.objects.exclude(id=bare.id).get()
    row, staff = Photo.objects.get(), client_of(at_home.here.user)
    who = at_home.here.card.id

    beside = get(staff, "followup:contact", who, told.id)
    without = get(staff, "followup:contact", who, bare.id)
    PhotoConsent.objects.update(
        withdrawn_at=world.AT, withdrawn_by=at_home.here.user, withdrawn_reason="wish"
    )
    hidden = get(staff, "followup:contact", who, told.id)

    assert row.about == told.id
    assert shown_by(beside)["photos"] == (row,)
    assert said(beside).count(f"/{row.id}/picture.jpg") == 2
    assert shown_by(without)["photos"] == ()
    assert shown_by(hidden)["photos"] == ()


def test_file_that_is_no_picture_is_refused_whole(at_home: Home) -> None:
    agree_to_photographs(at_home)
    file = SimpleUploadedFile("me.jpg", b"%PDF-1.7", "image/jpeg")

    answer = tell(at_home, photo=file)

    assert answer.status_code == 422
    assert (Contact.objects.count(), Photo.objects.count()) == (0, 0)


def test_call_of_staff_or_of_another_is_not_found(at_home: Home) -> None:
    tell(at_home)
    told = Contact.objects.get()
    call = NewContact(
        outlet=at_home.here.outlet.id,
        channel="phone",
        complaint="other",
        answers=answers(),
    )
    taken = take_contact(at_home.here.who, call, by=at_home.here.by, at=world.AT)

    codes = [
        get(at_home.phone, "checkin:told", taken.id).status_code,
        get(home().phone, "checkin:told", told.id).status_code,
    ]

    assert codes == [404, 404]
