"""The pages of accounts: administrator, reviewer, auditor, and the glass."""

import pytest
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from glabella.clinic.accounts import actions, queries
from glabella.clinic.accounts.models import BreakGlass, Membership, User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.models import Event
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Practice
from tests import world
from tests.web import probe

pytestmark = pytest.mark.django_db

ACCOUNTS, GLASSES, TRAIL = (
    f"/staff/{page}/" for page in ("accounts", "broken-glass", "trail")
)
REASON = "Status migrainosus, nobody else here"


def browser(role: Role, *, whole: bool = False) -> tuple[User, Client]:
    user = world.member(role, None if whole else world.outlet())
    return user, probe.signed_in(user)


def text(response: HttpResponseBase) -> str:
    content: bytes = getattr(response, "content", b"")
    return content.decode()


def broken(*, by: User, card: Patient) -> BreakGlass:
    who = world.actor(by)
    return actions.break_glass(card.id, reason=REASON, by=who, at=world.AT)


# --- the administrator ----------------------------------------------------------------


def test_new_account_is_made_with_a_password_shown_once() -> None:
    _user, client = browser(Role.ADMINISTRATOR, whole=True)
    typed = {"name": "Synthetic New", "email": "New@example.org", "language": "de"}

    page = text(client.post(f"{ACCOUNTS}new/", typed))

    made = User.objects.get(email="new@example.org")
    password = page.partition("<code>")[2].partition("</code>")[0]
    assert made.check_password(password)
    assert (made.has_one_time_password, made.language) == (True, "de")
    assert password not in text(client.get(f"{ACCOUNTS}{made.id}/"))


def test_taken_address_is_said_in_the_form() -> None:
    user, client = browser(Role.ADMINISTRATOR, whole=True)
    typed = {"name": "Synthetic New", "email": user.email, "language": "en"}

    page = text(client.post(f"{ACCOUNTS}new/", typed))

    assert "has an account already" in page


def test_role_is_given_and_ended_on_the_page() -> None:
    _user, client = browser(Role.ADMINISTRATOR, whole=True)
    outlet = world.outlet()
    somebody = world.member(Role.CLINICIAN, world.outlet())
    page = f"{ACCOUNTS}{somebody.id}/"

    client.post(f"{page}grant/", {"role": "assistant", "outlet": str(outlet.id)})
    held = [row.role for row in queries.memberships(somebody.id)]
    row = Membership.objects.get(role="assistant")
    answer = client.post(f"/staff/roles/{row.id}/end/")

    assert held == ["assistant", "clinician"]
    assert answer.headers["Location"] == page
    assert [one.role for one in queries.memberships(somebody.id)] == ["clinician"]


def test_refused_role_is_said_in_the_form() -> None:
    _user, client = browser(Role.ADMINISTRATOR, whole=True)
    somebody = world.member(Role.CLINICIAN, world.outlet())

    page = client.post(f"{ACCOUNTS}{somebody.id}/grant/", {"role": "clinician"})

    assert "only auditors and administrators" in text(page)


def test_administrator_of_an_outlet_is_offered_that_outlet_only() -> None:
    _user, client = browser(Role.ADMINISTRATOR)
    other = world.outlet("An outlet of others")
    somebody = world.member(Role.CLINICIAN, other)

    form = {"role": "assistant", "outlet": str(other.id)}
    page = client.post(f"{ACCOUNTS}{somebody.id}/grant/", form)

    assert page.status_code == 200
    assert [one.role for one in queries.memberships(somebody.id)] == ["clinician"]


def test_last_administrator_cannot_be_ended_on_the_page() -> None:
    user, client = browser(Role.ADMINISTRATOR, whole=True)
    row = Membership.objects.get(user=user)

    page = text(client.post(f"/staff/roles/{row.id}/end/", follow=True))

    assert "last administrator" in page


def test_account_is_closed_opened_and_given_a_password() -> None:
    user, client = browser(Role.ADMINISTRATOR, whole=True)
    somebody = world.member(Role.CLINICIAN, world.outlet())
    page = f"{ACCOUNTS}{somebody.id}/"

    said = [
        text(client.post(f"{page}{deed}/", follow=True))
        for deed in ("close", "close", "open", "open", "second-factor", "password")
    ]
    own = text(client.post(f"{ACCOUNTS}{user.id}/close/", follow=True))
    factor = f"{ACCOUNTS}{user.id}/second-factor/"

    words = (
        "The account is closed",
        "closed already",
        "The account is open again",
        "open already",
        "asks for a new second factor",
        "Shown only now",
    )
    assert [word in page for word, page in zip(words, said, strict=True)] == [True] * 6
    assert "nobody closes their own account" in own
    assert "their own second factor" in text(client.post(factor, follow=True))


def test_password_of_a_wider_account_is_not_set() -> None:
    _user, client = browser(Role.ADMINISTRATOR)
    chief = world.member(Role.ADMINISTRATOR, None)

    page = client.post(f"{ACCOUNTS}{chief.id}/password/", follow=True)

    assert "do not administer" in text(page)


def test_auditor_is_offered_no_button_that_would_be_refused() -> None:
    _auditor, client = browser(Role.AUDITOR, whole=True)
    somebody = world.member(Role.CLINICIAN, world.outlet())

    pages = text(client.get(ACCOUNTS)) + text(client.get(f"{ACCOUNTS}{somebody.id}/"))

    assert somebody.name in pages
    offers = ("New account", "Give the role", "End it", "New password for one time")
    assert [offer for offer in offers if offer in pages] == []


def test_list_of_accounts_asks_the_same_number_of_queries() -> None:
    _user, client = browser(Role.ADMINISTRATOR, whole=True)
    counts = []
    for _ in range(2):
        client.get(ACCOUNTS)
        with CaptureQueriesContext(connection) as captured:
            client.get(ACCOUNTS)
        counts.append(len(captured))
        for role in Role:
            world.member(role, world.outlet())

    assert counts[0] == counts[1]


# --- outlets --------------------------------------------------------------------------


def test_outlet_is_chosen_among_ones_own() -> None:
    user, client = browser(Role.CLINICIAN)
    second, foreign = world.outlet("Zz second"), world.outlet("Zz foreign")
    Membership.objects.create(
        user=user, role="clinician", outlet=second, granted_at=world.AT
    )
    choose = reverse("accounts:choose_outlet")

    for outlet in (second, foreign):
        client.post(choose, {"outlet": str(outlet.id), "next": "/"})

    event = Event.objects.get()
    assert (event.deed, event.subject) == ("accounts.choose_outlet", second.id)
    assert client.session["outlet"] == str(second.id)


def test_way_back_leads_nowhere_else() -> None:
    _user, client = browser(Role.CLINICIAN)
    form = {"next": "https://example.org/"}

    answer = client.post(reverse("accounts:choose_outlet"), form)

    assert answer.headers["Location"] == "/"


# --- broken glass ---------------------------------------------------------------------


def test_reason_opens_the_record_and_leads_back() -> None:
    user, client = browser(Role.CLINICIAN)
    card = world.patient(world.outlet())
    page = f"/staff/closed/{card.id}/"

    form = text(client.get(f"{page}?next=/back/"))
    short = text(client.post(page, {"reason": "now", "next": "/back/"}))
    answer = client.post(page, {"reason": REASON, "next": "/back/"})
    again = text(client.get(page))

    assert 'value="/back/"' in form
    assert world.FAMILY not in form
    assert "this is no reason" in short
    assert answer.headers["Location"] == "/back/"
    assert BreakGlass.objects.get().user_id == user.id
    assert "This record is open to you" in again


def test_glass_of_nobody_is_not_found() -> None:
    _user, client = browser(Role.CLINICIAN)

    assert client.get(f"/staff/closed/{probe.SOMETHING}/").status_code == 404


def test_restricted_record_is_not_opened_by_glass() -> None:
    user, client = browser(Role.CLINICIAN)
    card = world.patient(world.outlet())
    Patient.objects.filter(id=card.id).update(
        restricted_at=world.AT, restricted_by=user
    )

    page = f"/staff/closed/{card.id}/"
    pages = [client.get(page), client.post(page, {"reason": REASON})]

    words = "broken glass does not open it"
    assert [words in text(one) for one in pages] == [True, True]
    assert not BreakGlass.objects.exists()


def test_lead_clinician_reviews_a_glass_of_somebody_else() -> None:
    outlet = world.outlet()
    lead = probe.signed_in(world.member(Role.LEAD_CLINICIAN, outlet))
    doctor, _client = browser(Role.CLINICIAN)
    glass = broken(by=doctor, card=world.patient(outlet))
    page = f"{GLASSES}{glass.id}/"

    waiting = text(lead.get(GLASSES))
    form = text(lead.get(page))
    without = text(lead.post(page, {"justified": "no"}))
    answer = lead.post(page, {"justified": "yes", "note": "seen"})

    assert (doctor.name in waiting, "waits for a review" in waiting) == (True, True)
    assert (REASON in form, world.FAMILY in form) == (True, False)
    assert "a no needs a note" in without
    assert answer.headers["Location"] == GLASSES
    glass.refresh_from_db()
    assert (glass.justified, glass.review_note) == (True, "seen")
    assert "Keep the review" not in text(lead.get(page))


def test_own_glass_is_left_to_somebody_else() -> None:
    outlet = world.outlet()
    user = world.member(Role.LEAD_CLINICIAN, outlet)
    glass = broken(by=user, card=world.patient(outlet))
    client = probe.signed_in(user)

    page = client.get(f"{GLASSES}{glass.id}/")
    answer = client.post(f"{GLASSES}{glass.id}/", {"justified": "yes"})

    assert "somebody else reviews it" in text(page)
    assert answer.status_code == 200
    glass.refresh_from_db()
    assert glass.reviewed_at is None


def test_glass_of_another_outlet_is_not_found() -> None:
    doctor, _client = browser(Role.CLINICIAN)
    glass = broken(by=doctor, card=world.patient(world.outlet()))
    _lead, client = browser(Role.LEAD_CLINICIAN)

    assert client.get(f"{GLASSES}{glass.id}/").status_code == 404
    assert "No glass was broken" in text(client.get(GLASSES))


def test_auditor_reads_every_review_and_writes_none() -> None:
    doctor, _client = browser(Role.CLINICIAN)
    glass = broken(by=doctor, card=world.patient(world.outlet()))
    _auditor, client = browser(Role.AUDITOR, whole=True)

    assert doctor.name in text(client.get(GLASSES))
    assert "Keep the review" not in text(client.get(f"{GLASSES}{glass.id}/"))
    assert client.post(f"{GLASSES}{glass.id}/", {"justified": "yes"}).status_code == 403


# --- the frame ------------------------------------------------------------------------


def test_start_page_is_the_first_that_the_role_opens() -> None:
    _user, client = browser(Role.AUDITOR, whole=True)
    nobody = User.objects.create(
        email="nobody@example.org", name="Synthetic Nobody", created_at=world.AT
    )

    assert client.get("/").status_code == 302
    own = probe.signed_in(nobody).get("/")
    assert own.headers["Location"] == reverse("usersessions_list")


def test_frame_names_practice_role_and_outlets() -> None:
    Practice.objects.create(name="Practice of tests", created_at=world.AT)
    user, client = browser(Role.ADMINISTRATOR, whole=True)
    world.outlet("Aa first")
    world.outlet("Bb second")

    page = text(client.get(ACCOUNTS))

    words = ("Practice of tests", user.name, "administrator", "Aa first", "Bb second")
    assert [word for word in words if word not in page] == []


def test_health_says_nothing_about_anybody(client: Client) -> None:
    answer = client.get("/health/")

    assert (answer.status_code, text(answer)) == (200, '{"status": "ok"}')


def test_refused_page_is_plain() -> None:
    _user, client = browser(Role.FRONT_DESK)

    answer = client.get(TRAIL)

    assert answer.status_code == 403
    assert "This page is not open to you" in text(answer)
