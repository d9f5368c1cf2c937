"""Signed consent: confirmed again, withdrawn, kept; photographs and clauses."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from glabella.clinic.consent import actions, queries
from glabella.clinic.consent.guards import KEPT
from glabella.clinic.consent.models import Consent, PhotoConsent, Reconfirmation
from glabella.clinic.consent.values import (
    NewClause,
    NewPhotoConsent,
)
from glabella.clinic.planning.models import Plan
from tests import world
from tests.clinic.consent import build
from tests.clinic.consent.test_deeds import JPEG, refusal
from tests.clinic.scene import Scene

pytestmark = pytest.mark.django_db


# ---- confirm again, withdraw, triggers -----------------------------------------------


def again(here: Scene, row: Consent, plan: Plan) -> Reconfirmation:
    words: dict[str, Any] = {
        "on": world.TODAY,
        "name": "Q",
        "by": here.by,
        "at": build.AFTER,
    }
    return actions.reconfirm(row.id, plan.id, **words)


def test_further_session_is_confirmed_once_on_its_day(here: Scene) -> None:
    row = build.signed(here)
    plan = build.plan(here)

    before = queries.standing(here.who, plan, on=world.TODAY)
    again(here, row, plan)
    after = queries.standing(here.who, plan, on=world.TODAY)

    assert (before.is_valid, before.may_start) == (True, False)
    assert after.may_start
    assert "already" in refusal(again, here, row, plan)


def test_confirmation_needs_a_consent_that_covers_the_plan(here: Scene) -> None:
    row = build.signed(here)
    plan = build.plan(here, build.NECK)

    assert "does not cover" in refusal(again, here, row, plan)


def test_withdrawn_consent_covers_nothing(here: Scene) -> None:
    row = build.signed(here)
    deed: dict[str, Any] = {"by": here.by, "at": build.AFTER}

    assert "empty" in refusal(actions.withdraw, row.id, reason=" ", **deed)
    actions.withdraw(row.id, reason="gave no reason", **deed)
    assert "already" in refusal(actions.withdraw, row.id, reason="again", **deed)

    stands = queries.standing(here.who, row.plan, on=world.TODAY)
    assert stands.reasons == ("the consent was withdrawn.",)
    row.refresh_from_db()
    assert "withdrawn" in refusal(build.talk, here, row)


@pytest.mark.parametrize(
    "change",
    [
        {"content": {}},
        {"scope": {}},
        {"signed_name": "Somebody Else"},
        {"signed_digest": "0" * 64},
    ],
)
def test_database_keeps_what_was_signed(here: Scene, change: dict[str, Any]) -> None:
    row = build.signed(here)

    with pytest.raises(DatabaseError, match="kept"), transaction.atomic():
        Consent.objects.filter(id=row.id).update(**change)
    assert KEPT.missing(connection) == ()


# ---- photographs and clauses ---------------------------------------------------------


def photos(here: Scene, **more: Any) -> PhotoConsent:
    known: dict[str, Any] = {
        "purposes": ("record",),
        "language": "en",
        "signer": "patient",
        "name": "Q",
        "strokes": build.STROKES,
    }
    new = NewPhotoConsent(**{**known, **more})
    words: dict[str, Any] = {"outlet": here.outlet.id, "by": here.by, "at": build.AFTER}
    return actions.sign_photos(here.card.id, new, **words)


def test_photographs_are_agreed_to_by_purpose(here: Scene) -> None:
    assert queries.photo_purposes(here.who) == frozenset()
    row = photos(here, purposes=("teaching", "record"))

    assert queries.photo_purposes(here.who) == {"record", "teaching"}
    assert row.purposes == ["record", "teaching"]
    assert row.digest == row.document.sha256


def test_photographs_may_be_agreed_to_on_paper(here: Scene) -> None:
    row = photos(here, scan=JPEG, strokes="")

    assert row.document.media_type == "image/jpeg"


def test_withdrawn_photographs_may_be_used_for_nothing(here: Scene) -> None:
    row = photos(here)
    deed: dict[str, Any] = {"by": here.by, "at": build.AFTER}

    actions.withdraw_photos(row.id, reason="gave no reason", **deed)

    assert queries.photo_purposes(here.who) == frozenset()
    assert "already" in refusal(actions.withdraw_photos, row.id, reason="again", **deed)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"purposes": ()}, "no purpose"),
        ({"purposes": ("advertising",)}, "not known"),
        ({"language": "fr"}, "not known"),
        ({"signer": "neighbour"}, "not known"),
        ({"name": ""}, "empty"),
        ({"strokes": ""}, "nothing was signed"),
    ],
)
def test_photographs_refuse(here: Scene, change: dict[str, Any], said: str) -> None:
    assert said in refusal(photos, here, **change)


def test_clause_stands_in_what_is_prepared_until_it_ends(here: Scene) -> None:
    new = NewClause("en", "Parking", "There is none.\n\nCome by tram.")
    deed: dict[str, Any] = {"by": here.by, "at": world.AT}
    clause = actions.add_clause(here.outlet.id, new, **deed)
    plan = build.plan(here)
    first = build.consent(here, plan)
    actions.end_clause(clause.id, **deed)
    second = build.consent(here, plan)

    assert "There is none." in str(first.content["en"])
    assert "There is none." not in str(first.content["de"])
    assert "There is none." not in str(second.content["en"])
    assert "already" in refusal(actions.end_clause, clause.id, **deed)
    assert queries.clauses(here.outlet.id) == []
