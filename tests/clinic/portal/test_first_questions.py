"""What somebody new is asked before the first visit: about what they named."""

import pytest

from glabella.clinic.portal.questions import due_questions
from glabella.clinic.public import actions as public
from tests import world
from tests.clinic.scene import Scene

pytestmark = pytest.mark.django_db


def due(here: Scene) -> list[tuple[str, int]]:
    found = due_questions(here.who, on=world.TODAY, language="en")
    return [(one.instrument.id, one.weeks) for one in found]


def hand_over(here: Scene, topic: str) -> None:
    code = public.hand_over({"topic": (topic,)}, language="en", at=world.AT)
    public.redeem(code, patient=here.card.id, by=here.by, at=world.AT)


def test_nobody_is_asked_what_they_do_not_come_for(here: Scene) -> None:
    assert due(here) == []


def test_low_mood_is_asked_about_before_the_first_visit(here: Scene) -> None:
    hand_over(here, "mood")

    assert due(here)[0] == ("phq9", 0)


def test_another_trouble_opens_no_questionnaire(here: Scene) -> None:
    hand_over(here, "other")

    assert due(here) == []
