"""The pages of consent, from an approved plan to a sealed paper."""

import pytest
from django.test import Client

from glabella.clinic.consent import queries
from glabella.clinic.consent.models import Consent
from glabella.clinic.practice.models import Staff
from tests.clinic.consent import build
from tests.clinic.pages import get, post
from tests.clinic.scene import Scene

pytestmark = pytest.mark.django_db


def talk_form(here: Scene, row: Consent) -> dict[str, object]:
    asked = row.content[row.language]["questions"]
    answers = {f"answer_{n}": "in my own words" for n in range(len(asked))}
    return {
        "explained_by": Staff.objects.get(user=here.user).id,
        "qualification": "neurology",
        "held_at": "2026-11-01T09:00",
        "minutes": 20,
        "capacity": "has_capacity",
        "judgement": "knows it from before",
        "judged_by": "Lead Synthetic",
        **answers,
    }


def test_whole_way_ends_in_a_sealed_paper(here: Scene, doctor: Client) -> None:
    plan = build.plan(here)

    post(doctor, "consent:prepare", here.card.id, plan.id, language="en", up_to="")
    row = Consent.objects.get()
    read = get(doctor, "consent:read", here.card.id, row.id)
    post(doctor, "consent:talk", here.card.id, row.id, **talk_form(here, row))
    form = {
        "signer": "patient",
        "name": "Qqanary Zyxwvut",
        "strokes": build.STROKES,
        "content_digest": row.content_digest,
    }
    answer = post(doctor, "consent:sign", here.card.id, row.id, **form)
    row.refresh_from_db()
    paper = get(doctor, "consent:paper", here.card.id, row.id)

    assert read.status_code == 200
    assert answer.status_code == 302
    assert row.signed_name == "Qqanary Zyxwvut"
    assert paper.content.startswith(b"%PDF-")
    assert queries.verified(row).is_kept
    assert get(doctor, "consent:consent", here.card.id, row.id).status_code == 200
    assert get(doctor, "consent:consents", here.card.id).status_code == 200
