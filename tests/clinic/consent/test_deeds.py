"""Deeds of consent: what they keep, and what they refuse."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import Settings

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.consent import actions, queries
from glabella.clinic.consent.models import Consent, Talk
from glabella.clinic.consent.values import (
    Answer,
    NewScan,
)
from glabella.clinic.people.models import Patient
from glabella.clinic.record.models import Document
from tests import world
from tests.clinic.consent import build
from tests.clinic.scene import Scene, last_event

pytestmark = pytest.mark.django_db

JPEG = b"\xff\xd8\xff\xe0 a scan"


def refusal(deed: Callable[..., object], *args: object, **more: object) -> str:
    with pytest.raises(DeedRefusedError) as caught:
        deed(*args, **more)
    return str(caught.value)


# ---- prepare -------------------------------------------------------------------------


def test_prepare_keeps_text_and_scope(here: Scene) -> None:
    row = build.consent(here)

    assert row.scope == {
        "protocols": ["chronic_migraine"],
        "product": build.ONA,
        "groups": {"forehead": "10.00"},
        "total_units": "10.00",
        "risks": row.scope["risks"],
        "labels": {"chronic_migraine": "on_label"},
    }
    assert sorted(row.content) == ["de", "en"]
    assert not row.is_off_label
    assert last_event() == (
        "consent.prepare",
        here.user.id,
        here.card.id,
        [str(row.id)],
    )


def test_prepare_needs_an_approved_plan(here: Scene) -> None:
    plan = build.plan(here, state="draft")

    assert "not approved" in refusal(
        actions.prepare,
        here.card.id,
        plan.id,
        language="en",
        by=here.by,
        at=world.AT,
    )


def test_prepare_takes_no_plan_of_another_person(here: Scene) -> None:
    plan = build.plan(here)
    other = world.patient(here.outlet)

    for who in (other.id, build.NOBODY):
        assert "no such row" in refusal(
            actions.prepare, who, plan.id, language="en", by=here.by, at=world.AT
        )


def test_prepare_widens_the_dose_of_a_course(here: Scene) -> None:
    row = build.consent(here, up_to=Decimal(15))

    assert row.scope["total_units"] == "15"
    assert row.scope["groups"] == {"forehead": "15.00"}


def test_prepare_refuses_less_than_the_plan(here: Scene) -> None:
    plan = build.plan(here)

    assert "10 units" in refusal(build.consent, here, plan, up_to=Decimal(9))


# ---- the talk ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"held_at": build.AFTER}, "ends later than now"),
        ({"minutes": 0}, "takes time"),
        ({"teach_back": ()}, "own words"),
        ({"teach_back": (Answer("What?", " "),)}, "own words"),
        ({"capacity": "lacks_capacity"}, "nobody is named"),
        ({"capacity": "perhaps"}, "not known"),
        ({"qualification": " "}, "empty"),
        ({"judgement": ""}, "empty"),
        ({"judged_by": ""}, "empty"),
        ({"explained_by": build.NOBODY}, "no such row"),
    ],
)
def test_talk_refuses(here: Scene, change: dict[str, Any], said: str) -> None:
    row = build.consent(here)

    assert said in refusal(build.talk, here, row, **change)
    assert not Talk.objects.exists()


def test_talk_needs_a_physician_to_judge_the_time(here: Scene) -> None:
    row = build.consent(here)
    assistant = world.actor(here.user, here.outlet, role="assistant")
    new = build.new_talk(here)

    assert "physician must judge" in refusal(
        actions.hold_talk, row.id, new, by=assistant, at=build.AFTER
    )


def test_talk_in_another_language_needs_an_interpreter(here: Scene) -> None:
    row = build.consent(here, language="de")

    assert "not in the patient's language" in refusal(build.talk, here, row)

    named: dict[str, Any] = {
        "interpreter_name": "Interpreter X",
        "interpreter_language": "English",
    }
    assert build.talk(here, row, **named).interpreter_name == "Interpreter X"


def test_talk_obeys_the_card_that_asks_for_an_interpreter(here: Scene) -> None:
    Patient.objects.filter(id=here.card.id).update(interpreter_language="Tamil")
    row = build.consent(here)

    assert "Tamil" in refusal(build.talk, here, row)


def test_talk_keeps_whose_judgement_the_time_is(here: Scene) -> None:
    later = build.AFTER + timedelta(days=3)

    talk = build.talk(here, build.consent(here), may_sign_from=later)

    assert talk.may_sign_from == later
    assert talk.reflection["by"] == "judgement"
    assert talk.reflection["name"] == "Lead Synthetic"


def test_copy_is_handed_over_once(here: Scene) -> None:
    row = build.consent(here)
    deed: dict[str, Any] = {"by": here.by, "at": build.AFTER}

    assert "no talk yet" in refusal(actions.give_copy, row.id, **deed)
    build.talk(here, row)
    actions.give_copy(row.id, **deed)
    assert "already" in refusal(actions.give_copy, row.id, **deed)
    assert Talk.objects.get().copy_given_at == build.AFTER


def test_talk_may_hand_over_the_copy_itself(here: Scene) -> None:
    talk = build.talk(here, build.consent(here), is_copy_given=True)

    assert (talk.copy_given_at, talk.copy_given_by_id) == (build.AFTER, here.user.id)


# ---- the signature -------------------------------------------------------------------


def sign(here: Scene, row: Consent, **more: Any) -> Consent:
    new = build.signature(row, **more)
    return actions.sign(row.id, new, by=here.by, at=build.AFTER)


def test_signature_waits_for_the_talk(here: Scene) -> None:
    assert "nobody has talked" in refusal(sign, here, build.consent(here))


def test_signature_waits_for_the_time_to_reflect(here: Scene) -> None:
    row = build.consent(here)
    build.talk(here, row, may_sign_from=build.AFTER + timedelta(minutes=1))

    assert "has not ended" in refusal(sign, here, row)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"strokes": ""}, "nothing was signed"),
        ({"strokes": "M1 1L2 2"}, "nothing was signed"),
        ({"strokes": '"/><script>'}, "did not arrive"),
        ({"strokes": "M1 1" + "L2 2" * 20_000}, "did not arrive"),
        ({"content_digest": "0" * 64}, "not the text on file"),
        ({"name": " "}, "empty"),
        ({"signer": "representative"}, "the patient decides"),
        ({"signer": "neighbour"}, "not known"),
    ],
)
def test_signature_refuses(here: Scene, change: dict[str, Any], said: str) -> None:
    row = build.consent(here)
    build.talk(here, row)

    assert said in refusal(sign, here, row, **change)
    assert not Document.objects.exists()


def test_representative_signs_where_the_talk_says_so(here: Scene) -> None:
    row = build.consent(here)
    named: dict[str, Any] = {
        "capacity": "lacks_capacity",
        "representative": "Synthetic Guardian",
    }
    build.talk(here, row, **named)

    assert "the representative decides" in refusal(sign, here, row)
    done = sign(here, row, signer="representative", name="Synthetic Guardian")
    assert done.signed_as == "representative"


def test_signature_is_sealed_and_kept(here: Scene) -> None:
    row = build.signed(here)

    assert row.signed_document is not None
    assert row.signed_document.kind == "consent"
    assert row.signed_document.patient_id == here.card.id
    assert row.signed_digest == row.signed_document.sha256
    assert queries.verified(row) == queries.Verified(
        is_text_kept=True, is_paper_kept=True
    )
    ids = sorted([str(row.id), str(row.signed_document_id)])
    deed, _who, patient, about = last_event()
    assert (deed, patient, sorted(about)) == ("consent.sign", here.card.id, ids)


def test_signed_consent_is_signed_once(here: Scene) -> None:
    row = build.signed(here)

    assert "signed already" in refusal(sign, here, row)
    assert "signed already" in refusal(build.talk, here, row)


def test_conflict_about_the_label_blocks_the_signature(here: Scene) -> None:
    row = build.consent(here)
    scope = {**row.scope, "labels": {"chronic_migraine": "conflict"}}
    build.tampered(row, scope=scope)
    build.talk(here, row)

    assert "sources disagree" in refusal(sign, here, row)


def test_lost_file_is_not_as_it_was_signed(here: Scene, settings: Settings) -> None:
    row = build.signed(here)
    (settings.GLABELLA_FILES / str(row.signed_document_id)).unlink()

    assert not queries.verified(row).is_kept


def test_scan_is_known_by_its_bytes(here: Scene) -> None:
    row = build.consent(here)
    build.talk(here, row)
    new = NewScan(
        signer="patient",
        name="Q",
        content=JPEG,
        signed_at=world.AT + timedelta(minutes=30),
    )

    done = actions.scan_paper(row.id, new, by=here.by, at=build.AFTER)

    assert done.signed_method == "paper"
    assert done.signed_document is not None
    assert done.signed_document.media_type == "image/jpeg"
    assert last_event()[0] == "consent.scan_paper"


@pytest.mark.parametrize(
    ("content", "minutes", "said"),
    [
        (b"GIF89a", 30, "no PDF, PNG or JPEG"),
        (JPEG + b"0" * (15 * 1024 * 1024), 30, "larger than 15 MB"),
        (JPEG, 90, "lies ahead"),
        (JPEG, -1, "nobody has talked"),
        (JPEG, 10, "has not ended"),
    ],
)
def test_scan_refuses(here: Scene, content: bytes, minutes: int, said: str) -> None:
    row = build.consent(here)
    build.talk(here, row)
    signed_at = world.AT + timedelta(minutes=minutes)
    new = NewScan(signer="patient", name="Q", content=content, signed_at=signed_at)

    assert said in refusal(actions.scan_paper, row.id, new, by=here.by, at=build.AFTER)
