"""One's own consent: read before, asked about, signed after the talk, taken back."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.checkin import actions
from glabella.clinic.consent import actions as consenting
from glabella.clinic.consent import queries
from glabella.clinic.consent.models import AtHome, Consent
from glabella.clinic.consent.paper import consent_pdf
from glabella.clinic.consent.signing import sheet_of, signature_rows
from glabella.clinic.planning.models import Plan
from glabella.clinic.record.models import Task
from tests import world
from tests.clinic.checkin.home import Home, home, inside, proxy_phone
from tests.clinic.consent import build
from tests.clinic.pages import client_of, get, post, said, shown_by
from tests.clinic.scene import scene

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(build.AFTER, tick=False):
        yield


@pytest.fixture
def at_home() -> Home:
    return home()


def step(at_home: Home, row: Consent) -> str:
    code: str = shown_by(get(at_home.phone, "checkin:consent", row.id))["step"]["code"]
    return code


def own_signature(row: Consent, **changes: str) -> dict[str, str]:
    return {
        "name": "Qqanary Zyxwvut",
        "is_read": "on",
        "strokes": build.STROKES,
        "content_digest": row.content_digest,
        **changes,
    }


def test_text_is_read_before_the_talk_in_both_languages(at_home: Home) -> None:
    row = build.consent(at_home.here)

    listed = said(get(at_home.phone, "checkin:consents"))
    page = get(at_home.phone, "checkin:consent", row.id)
    german = get(at_home.phone, "checkin:consent", row.id, language="de")

    assert "To read. You sign after the talk" in listed
    assert row.content["en"]["declaration"] in said(page)
    assert row.content["de"]["title"] in said(german)
    assert f"/me/check-in/consent/{row.id}/sign/" not in said(page)


def test_only_what_stands_is_there_to_read(at_home: Home) -> None:
    row = build.consent(at_home.here)
    Plan.objects.update(replaced_at=world.AT, replaced_by=at_home.here.user)

    codes = [
        get(at_home.phone, "checkin:consent", key).status_code
        for key in (row.id, UUID(int=1))
    ]

    assert codes == [404, 404]
    assert "Nothing to read yet" in said(get(at_home.phone, "checkin:consents"))


def test_questions_and_first_answers_begin_the_talk(at_home: Home) -> None:
    row = build.consent(at_home.here)
    form = {"questions": f"Does it hurt? {HOSTILE}", "answer_0": "a needle"}

    answer = post(at_home.phone, "checkin:write", row.id, **form)
    again = shown_by(get(at_home.phone, "checkin:write", row.id))["form"]
    talk = get(
        client_of(at_home.here.user), "consent:talk", at_home.here.card.id, row.id
    )

    kept = AtHome.objects.get()
    asked = row.content["en"]["questions"][0]
    assert answer.status_code == 302
    assert kept.questions == f"Does it hurt? {HOSTILE}"
    assert kept.answers == [{"question": asked, "answer": "a needle"}]
    assert again.initial["answer_0"] == "a needle"
    initial = shown_by(talk)["form"].initial
    assert (initial["questions"], initial["answer_0"]) == (kept.questions, "a needle")
    assert "Written by the patient at home" in said(talk)
    assert HOSTILE not in said(talk)


def test_nothing_written_is_not_kept(at_home: Home) -> None:
    row = build.consent(at_home.here)

    answer = post(at_home.phone, "checkin:write", row.id, questions="  ")

    assert (answer.status_code, AtHome.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    ("talk", "expected"),
    [
        (None, "talk_first"),
        ({"may_sign_from": build.AFTER + timedelta(days=1)}, "reflect"),
        ({"capacity": "lacks_capacity", "representative": "R"}, "representative"),
    ],
)
def test_signing_waits_for_the_talk_and_its_time(
    at_home: Home, talk: dict[str, Any] | None, expected: str
) -> None:
    row = build.consent(at_home.here)
    if talk is not None:
        build.talk(at_home.here, row, **talk)

    shown = said(get(at_home.phone, "checkin:sign", row.id))
    answer = post(at_home.phone, "checkin:sign", row.id, **own_signature(row))

    row.refresh_from_db()
    assert step(at_home, row) == expected
    assert "Not yet" in shown
    assert "data-signature-field" not in shown
    assert (answer.status_code, row.signed_at) == (422, None)


def test_signed_on_the_own_phone_is_sealed_and_handed_out(at_home: Home) -> None:
    row = build.consent(at_home.here)
    build.talk(at_home.here, row)

    shown = said(get(at_home.phone, "checkin:sign", row.id))
    answer = post(at_home.phone, "checkin:sign", row.id, **own_signature(row))
    paper = get(at_home.phone, "checkin:paper", row.id)

    row.refresh_from_db()
    assert "data-signature-field" in shown
    assert answer.headers["Location"] == f"/me/check-in/consent/{row.id}/"
    assert (row.signed_method, row.signed_by, row.signed_as) == (
        "phone",
        None,
        "patient",
    )
    assert queries.verified(row).is_kept
    assert queries.standing(at_home.here.who, row.plan, on=world.TODAY).may_start
    assert paper.content.startswith(b"%PDF")
    assert paper.headers["Content-Disposition"] == 'attachment; filename="document.pdf"'
    assert "no-store" in paper.headers["Cache-Control"]
    assert get(at_home.phone, "checkin:sign", row.id).status_code == 302
    assert get(at_home.phone, "checkin:write", row.id).status_code == 302
    page = get(
        client_of(at_home.here.user), "consent:consent", at_home.here.card.id, row.id
    )
    assert "on their own phone" in said(page)


def test_typed_name_signs_without_scripts_and_the_paper_says_so(
    at_home: Home,
) -> None:
    row = build.consent(at_home.here)
    build.talk(at_home.here, row)
    typed = {"strokes": "", "is_typed": "on", "name": " qqanary ZYXWVUT "}

    page = said(get(at_home.phone, "checkin:sign", row.id))
    answer = post(at_home.phone, "checkin:sign", row.id, **own_signature(row, **typed))
    paper = get(at_home.phone, "checkin:paper", row.id).content

    row.refresh_from_db()
    assert "As the practice has it: Qqanary Zyxwvut" in page
    assert 'value="Qqanary' not in page
    assert "data-signature hidden" in page
    assert answer.status_code == 302
    assert (row.signed_method, row.signed_strokes) == ("phone", "")
    assert queries.verified(row).is_kept
    signed = signature_rows(
        "qqanary ZYXWVUT", "patient", at=build.AFTER, outlet=row.outlet, is_typed=True
    )
    assert "without a drawn signature" in signed[-1][1]
    sheet = sheet_of(row, row.patient, signed=signed)
    assert paper == consent_pdf(row.content["en"], sheet)
    staff = client_of(at_home.here.user)
    shown = said(get(staff, "consent:consent", at_home.here.card.id, row.id))
    assert "on their own phone, with the typed name, not drawn" in shown


def test_drawn_signature_counts_before_the_typed_name(at_home: Home) -> None:
    row = build.consent(at_home.here)
    build.talk(at_home.here, row)

    both = own_signature(row, is_typed="on", name="Q. Z.")
    post(at_home.phone, "checkin:sign", row.id, **both)

    row.refresh_from_db()
    assert (row.signed_strokes, row.signed_name) == (build.STROKES, "Q. Z.")


def test_typed_name_never_signs_on_the_tablet(at_home: Home) -> None:
    row = build.consent(at_home.here)
    build.talk(at_home.here, row)
    new = build.signature(row, strokes="", is_typed=True)

    with pytest.raises(DeedRefusedError, match="own phone alone"):
        consenting.sign(row.id, new, by=at_home.here.by, at=build.AFTER)


def test_paper_to_read_is_there_before_the_talk(at_home: Home) -> None:
    row = build.consent(at_home.here)

    assert get(at_home.phone, "checkin:paper", row.id).content.startswith(b"%PDF")


@pytest.mark.parametrize(
    "changes",
    [
        {"strokes": ""},
        {"strokes": "M0 0<script>"},
        {"content_digest": "0"},
        {"name": ""},
        {"strokes": "", "is_typed": "on", "name": "Another Person"},
        {"strokes": " ", "is_typed": ""},
    ],
)
def test_what_is_no_signature_seals_nothing(
    at_home: Home, changes: dict[str, str]
) -> None:
    row = build.consent(at_home.here)
    build.talk(at_home.here, row)
    form = own_signature(row, **changes)

    answer = post(at_home.phone, "checkin:sign", row.id, **form)

    row.refresh_from_db()
    assert (answer.status_code, row.signed_at) == (422, None)


def test_nobody_signs_for_another_on_a_phone(at_home: Home) -> None:
    row = build.consent(at_home.here)
    build.talk(at_home.here, row)
    phone = proxy_phone(at_home, "consent")

    codes = [
        get(phone, name, row.id).status_code
        for name in ("checkin:sign", "checkin:write", "checkin:withdraw")
    ]

    assert codes == [403, 403, 403]
    assert get(phone, "checkin:consent", row.id).status_code == 200
    new = build.signature(row, signer="representative")
    with pytest.raises(DeedRefusedError, match="only the person signs"):
        consenting.sign(row.id, new, by=at_home.by, at=build.AFTER)


def test_withdrawal_is_asked_for_once_and_a_clinician_calls_back(
    at_home: Home,
) -> None:
    row = build.signed(at_home.here)

    explained = said(get(at_home.phone, "checkin:withdraw", row.id))
    answer = post(at_home.phone, "checkin:withdraw", row.id, words="I am afraid")
    again = post(at_home.phone, "checkin:withdraw", row.id)

    task = Task.objects.get()
    assert "without a reason" in explained
    assert 'href="tel:+41440000000"' in explained
    assert (answer.status_code, again.status_code) == (302, 422)
    assert (task.kind, task.is_urgent, task.about) == ("ask_withdrawal", True, row.id)
    assert task.title == "Asks to withdraw the consent: call back. I am afraid"
    row.refresh_from_db()
    assert row.withdrawn_at is None


def test_withdrawn_one_is_said_to_be_withdrawn(at_home: Home) -> None:
    row = build.signed(at_home.here)
    consenting.withdraw(row.id, reason="no more", by=at_home.here.by, at=build.AFTER)
    row.refresh_from_db()

    assert step(at_home, row) == "withdrawn"
    with pytest.raises(DeedRefusedError, match="withdrawn or asked for"):
        actions.ask_withdrawal(row, words="", by=at_home.by, at=build.AFTER)


def test_consent_of_another_is_not_found(at_home: Home) -> None:
    row = build.signed(at_home.here)
    other = home(scene())

    names = ("checkin:consent", "checkin:paper", "checkin:sign", "checkin:withdraw")
    codes = {get(inside(other.door), name, row.id).status_code for name in names}

    assert codes == {404}


def test_forms_sent_twice_are_done_once(at_home: Home) -> None:
    row = build.consent(at_home.here)
    build.talk(at_home.here, row)
    other = build.signed(at_home.here)
    ticket = {"ticket": "0c0c0c0c-0000-4000-8000-000000000001"}
    post(at_home.phone, "checkin:withdraw", other.id, **ticket)

    again = post(at_home.phone, "checkin:withdraw", other.id, **ticket)
    signed = post(at_home.phone, "checkin:sign", row.id, **own_signature(row), **ticket)

    row.refresh_from_db()
    assert (again.status_code, signed.status_code) == (302, 302)
    assert (Task.objects.count(), row.signed_at) == (1, None)
