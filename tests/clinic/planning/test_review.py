"""What keeps a plan from being approved, seen by somebody who tries it."""

import pytest

from glabella.clinic.assessment import actions as assessment
from glabella.clinic.assessment.values import NewExamination
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.planning import queries
from glabella.clinic.practice.models import Outlet
from glabella.clinic.record.models import Decision
from tests.clinic.planning import build
from tests.clinic.scene import Scene

pytestmark = pytest.mark.django_db


def said(here: Scene) -> list[str]:
    plan = build.draft(here)
    found = queries.counted(plan, here.who, today=build.today(here)).warnings
    return [one.id for one in found]


def test_decision_by_the_rules_of_another_country_approves_nothing(
    here: Scene,
) -> None:
    place = here.outlet
    Outlet.objects.filter(id=place.id).update(profile="DE")
    build.decide(here)
    Outlet.objects.filter(id=place.id).update(profile="CH")
    assert Decision.objects.get().profile == "DE"
    plan = build.draft(here)

    with pytest.raises(DeedRefusedError, match="another country"):
        build.approve(here, plan)


def test_plan_of_somebody_nobody_has_examined_says_so(here: Scene) -> None:
    assert "examination_missing" in said(here)

    findings = {"lid_ptosis": {"left": "none", "right": "none"}}
    new = NewExamination(here.outlet.id, build.today(here), findings)
    assessment.examine(here.card.id, new, by=here.by, at=build.AT)
    assert "examination_missing" not in said(here)
