"""The deeds of accounts, and what they refuse."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP

from glabella.clinic.accounts import actions, queries
from glabella.clinic.accounts.models import BreakGlass, Membership, User
from glabella.clinic.accounts.roles import CLINICAL, Role
from glabella.clinic.accounts.values import NewAccount
from glabella.clinic.audit.actor import Actor, system
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.audit.models import Event
from tests import world

pytestmark = pytest.mark.django_db

SET_UP = system("test")
REASON = "Status migrainosus, nobody else here"


def administrator() -> Actor:
    return world.actor(world.member(Role.ADMINISTRATOR, None))


def new_account(by: Actor, *, email: str = "new@example.org") -> User:
    return actions.create_account(
        NewAccount(email=email, name="Synthetic New"),
        password=world.PASSWORD,
        by=by,
        at=world.AT,
    )


def last_event() -> tuple[str, list[str]]:
    event = Event.objects.latest("sequence")
    return event.deed, event.ids


def broken(by: User, card: UUID) -> BreakGlass:
    return actions.break_glass(card, reason=REASON, by=world.actor(by), at=world.AT)


# --- accounts -------------------------------------------------------------------------


def test_account_is_made_with_a_folded_address_and_no_role() -> None:
    by = administrator()

    user = new_account(by, email="  New.Person@Example.ORG ")

    assert (user.email, user.created_by_id) == ("new.person@example.org", by.user)
    assert user.check_password(world.PASSWORD)
    assert not user.has_one_time_password
    assert queries.memberships(user.id) == []
    assert last_event() == ("accounts.create_account", [str(user.id)])


def test_address_belongs_to_one_account() -> None:
    new_account(SET_UP)

    with pytest.raises(DeedRefusedError, match="has an account already"):
        new_account(SET_UP, email="NEW@example.org")


def test_weak_password_is_refused_and_nothing_is_kept() -> None:
    weak = NewAccount(email="weak@example.org", name="Synthetic Weak")

    with pytest.raises(DeedRefusedError, match="at least 12 characters"):
        actions.create_account(weak, password="short", by=SET_UP, at=world.AT)  # noqa: S106 it is refused

    assert not User.objects.filter(email="weak@example.org").exists()
    assert Event.objects.count() == 0


def test_closed_account_loses_its_roles_and_can_be_opened_again() -> None:
    by, outlet = administrator(), world.outlet()
    user = world.member(Role.CLINICIAN, outlet)

    actions.deactivate(user.id, by=by, at=world.AT)
    user.refresh_from_db()
    closed = user.is_active
    roles = queries.memberships(user.id)
    actions.reactivate(user.id, by=by, at=world.AT)
    user.refresh_from_db()

    assert (closed, roles, user.is_active) == (False, [], True)
    assert last_event() == ("accounts.reactivate", [str(user.id)])


def test_closing_twice_and_opening_twice_are_refused() -> None:
    by = administrator()
    user = world.member(Role.CLINICIAN, world.outlet())
    with pytest.raises(DeedRefusedError, match="open already"):
        actions.reactivate(user.id, by=by, at=world.AT)
    actions.deactivate(user.id, by=by, at=world.AT)

    with pytest.raises(DeedRefusedError, match="closed already"):
        actions.deactivate(user.id, by=by, at=world.AT)


def test_nobody_closes_their_own_account() -> None:
    by = administrator()
    assert by.user is not None

    with pytest.raises(DeedRefusedError, match="their own account"):
        actions.deactivate(by.user, by=by, at=world.AT)


def test_administrator_sets_a_password_for_one_time() -> None:
    user = world.member(Role.CLINICIAN, world.outlet())
    new = "a password handed over once"

    actions.set_password(user.id, new, by=administrator(), at=world.AT, one_time=True)

    user.refresh_from_db()
    assert user.check_password(new)
    assert user.has_one_time_password
    assert last_event() == ("accounts.set_password", [str(user.id)])


def test_colleague_sets_no_password() -> None:
    outlet = world.outlet()
    user = world.member(Role.CLINICIAN, outlet)
    by = world.actor(world.member(Role.LEAD_CLINICIAN, outlet))

    with pytest.raises(DeedRefusedError, match="do not administer"):
        actions.set_password(user.id, "a password of a thief", by=by, at=world.AT)


def test_lost_second_factor_is_reset_by_somebody_else() -> None:
    by = administrator()
    user = world.member(Role.CLINICIAN, world.outlet())
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")

    actions.reset_second_factor(user.id, by=by, at=world.AT)

    assert not Authenticator.objects.filter(user=user).exists()
    assert not queries.has_second_factor(user.id)
    with pytest.raises(DeedRefusedError, match="their own second factor"):
        actions.reset_second_factor(user.id, by=world.actor(user), at=world.AT)


# --- roles ----------------------------------------------------------------------------


def test_role_is_held_at_its_outlet() -> None:
    by, outlet = administrator(), world.outlet()
    user = new_account(by)

    row = actions.grant(user.id, Role.CLINICIAN, outlet=outlet.id, by=by, at=world.AT)

    held = [(one.role, one.outlet_id) for one in queries.memberships(user.id)]
    assert held == [("clinician", outlet.id)]
    assert last_event() == ("accounts.grant", [str(user.id), str(row.id)])


@pytest.mark.parametrize("role", list(Role))
def test_only_auditor_and_administrator_work_in_the_whole_practice(
    role: Role,
) -> None:
    user = new_account(SET_UP)

    if role in {Role.AUDITOR, Role.ADMINISTRATOR}:
        actions.grant(user.id, role, outlet=None, by=SET_UP, at=world.AT)
        assert [one.role for one in queries.memberships(user.id)] == [role]
    else:
        with pytest.raises(DeedRefusedError, match="whole practice"):
            actions.grant(user.id, role, outlet=None, by=SET_UP, at=world.AT)


def test_role_is_given_once() -> None:
    outlet = world.outlet()
    user = world.member(Role.CLINICIAN, outlet)

    with pytest.raises(DeedRefusedError, match="held there already"):
        actions.grant(user.id, Role.CLINICIAN, outlet=outlet.id, by=SET_UP, at=world.AT)


def test_closed_account_is_given_no_role() -> None:
    outlet = world.outlet()
    user = new_account(SET_UP)
    User.objects.filter(id=user.id).update(is_active=False)

    with pytest.raises(DeedRefusedError, match="account is closed"):
        actions.grant(user.id, Role.CLINICIAN, outlet=outlet.id, by=SET_UP, at=world.AT)


def test_administrator_of_one_outlet_gives_no_role_at_another() -> None:
    outlet, other = world.outlet(), world.outlet()
    by = world.actor(world.member(Role.ADMINISTRATOR, outlet))
    user = new_account(SET_UP)

    for wanted in (other.id, None):
        with pytest.raises(DeedRefusedError, match="do not administer"):
            actions.grant(
                user.id, Role.ADMINISTRATOR, outlet=wanted, by=by, at=world.AT
            )
    actions.grant(user.id, Role.ASSISTANT, outlet=outlet.id, by=by, at=world.AT)
    assert [one.role for one in queries.memberships(user.id)] == ["assistant"]


def test_administrator_of_one_outlet_does_not_take_over_a_wider_account() -> None:
    by = world.actor(world.member(Role.ADMINISTRATOR, world.outlet()))
    chief = world.member(Role.ADMINISTRATOR, None)
    new = "a password of somebody else"

    with pytest.raises(DeedRefusedError, match="do not administer"):
        actions.set_password(chief.id, new, by=by, at=world.AT)
    with pytest.raises(DeedRefusedError, match="do not administer"):
        actions.deactivate(chief.id, by=by, at=world.AT)


def test_ended_role_is_over_and_ends_once() -> None:
    by = administrator()
    user = world.member(Role.CLINICIAN, world.outlet())
    row = Membership.objects.get(user=user)

    actions.end_membership(row.id, by=by, at=world.AT)

    assert queries.memberships(user.id) == []
    assert last_event() == ("accounts.end_membership", [str(user.id), str(row.id)])
    with pytest.raises(DeedRefusedError, match="ended already"):
        actions.end_membership(row.id, by=by, at=world.AT)


def test_last_administrator_stays() -> None:
    by = administrator()
    assert by.user is not None
    row = Membership.objects.get(user_id=by.user)

    with pytest.raises(DeedRefusedError, match="last administrator"):
        actions.end_membership(row.id, by=by, at=world.AT)

    second = world.member(Role.ADMINISTRATOR, None)
    actions.end_membership(row.id, by=world.actor(second), at=world.AT)
    assert [one.role for one in queries.memberships(second.id)] == ["administrator"]


def test_role_is_ended_by_somebody() -> None:
    user = world.member(Role.CLINICIAN, world.outlet())
    row = Membership.objects.get(user=user)

    with pytest.raises(DeedRefusedError, match="not by the machine"):
        actions.end_membership(row.id, by=SET_UP, at=world.AT)


# --- broken glass ---------------------------------------------------------------------


@pytest.mark.parametrize("role", list(Role))
def test_clinical_roles_break_the_glass(role: Role) -> None:
    user = world.member(role, world.outlet())
    card = world.patient(world.outlet())

    if role in CLINICAL:
        glass = broken(user, card.id)
        assert glass.closes_at - glass.opened_at == timedelta(minutes=60)
        event = Event.objects.latest("sequence")
        assert (event.deed, event.patient) == ("accounts.break_glass", card.id)
    else:
        with pytest.raises(DeedRefusedError, match="only clinical roles"):
            broken(user, card.id)


def test_machine_breaks_no_glass() -> None:
    card = world.patient(world.outlet())

    with pytest.raises(DeedRefusedError, match="only clinical roles"):
        actions.break_glass(card.id, reason=REASON, by=SET_UP, at=world.AT)


@pytest.mark.parametrize("reason", ["", "emergency", "..............", "a b c d e f"])
def test_reason_has_ten_letters(reason: str) -> None:
    user = world.member(Role.CLINICIAN, world.outlet())
    card = world.patient(world.outlet())

    with pytest.raises(DeedRefusedError, match="no reason"):
        actions.break_glass(card.id, reason=reason, by=world.actor(user), at=world.AT)


def test_review_says_whether_it_was_justified() -> None:
    outlet = world.outlet()
    lead = world.member(Role.LEAD_CLINICIAN, outlet)
    glass = broken(
        world.member(Role.CLINICIAN, world.outlet()), world.patient(outlet).id
    )
    waiting = queries.open_glasses(outlet.id)

    row = actions.review_glass(
        glass.id, justified=True, note=" seen ", by=world.actor(lead), at=world.AT
    )

    assert (row.justified, row.review_note) == (True, "seen")
    assert (row.reviewed_by_id, row.reviewed_at) == (lead.id, world.AT)
    assert (waiting, queries.open_glasses(outlet.id)) == (1, 0)
    with pytest.raises(DeedRefusedError, match="reviewed already"):
        actions.review_glass(
            glass.id, justified=True, note="", by=world.actor(lead), at=world.AT
        )


def test_nobody_reviews_their_own_glass() -> None:
    user = world.member(Role.LEAD_CLINICIAN, world.outlet())
    glass = broken(user, world.patient(world.outlet()).id)

    for by in (world.actor(user), SET_UP):
        with pytest.raises(DeedRefusedError, match="their own broken glass"):
            actions.review_glass(glass.id, justified=True, note="", by=by, at=world.AT)


def test_unjustified_glass_needs_a_note() -> None:
    glass = broken(
        world.member(Role.CLINICIAN, world.outlet()),
        world.patient(world.outlet()).id,
    )
    by = world.actor(world.member(Role.LEAD_CLINICIAN, world.outlet()))

    with pytest.raises(DeedRefusedError, match="a no needs a note"):
        actions.review_glass(glass.id, justified=False, note="no", by=by, at=world.AT)


def test_glass_is_reviewed_where_the_patient_is_registered() -> None:
    outlet, other = world.outlet(), world.outlet()
    glass = broken(world.member(Role.CLINICIAN, other), world.patient(outlet).id)

    assert list(queries.glasses(outlet.id)) == [glass]
    assert list(queries.glasses(other.id)) == []
    assert list(queries.glasses(None)) == [glass]


# --- events ---------------------------------------------------------------------------


def test_events_are_filtered_by_each_part() -> None:
    outlet = world.outlet()
    user = world.member(Role.CLINICIAN, outlet)
    card = world.patient(world.outlet())
    broken(user, card.id)
    new_account(SET_UP)

    def found(**wanted: object) -> list[str]:
        rows = queries.events(queries.EventFilter(**wanted))  # type: ignore[arg-type]  # each part by name
        return [row.deed for row in rows]

    both = ["accounts.create_account", "accounts.break_glass"]
    later = world.AT + timedelta(seconds=1)
    assert found() == both
    assert found(patient=card.id) == ["accounts.break_glass"]
    assert found(actor=user.id) == ["accounts.break_glass"]
    assert found(deed="accounts.c") == ["accounts.create_account"]
    assert found(purpose="maintenance") == ["accounts.create_account"]
    assert (found(since=world.AT), found(since=later)) == (both, [])
    assert (found(before=later), found(before=world.AT)) == (both, [])
    assert found(outlet=uuid4()) == []


def test_administrator_gives_themselves_no_clinical_role() -> None:
    place = world.outlet()
    admin = world.member(Role.ADMINISTRATOR, place)
    by = world.actor(admin, place, role=Role.ADMINISTRATOR)

    with pytest.raises(DeedRefusedError, match="nobody gives themselves"):
        actions.grant(
            admin.id, Role.LEAD_CLINICIAN, outlet=place.id, by=by, at=world.AT
        )
