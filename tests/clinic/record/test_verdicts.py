"""A decision that was stored gives the same verdict when it is replayed."""

from datetime import date
from decimal import Decimal

import pytest

from glabella.clinic.record import actions, queries
from glabella.clinic.record.models import Decision
from glabella.clinic.record.values import NewFact, NewScore, NewSession, NewSite
from glabella.clinic.record.verdicts import facts_then, new_decision
from glabella.core.eligibility import Assessment, Setting, assess
from glabella.core.errors import InputError
from glabella.core.facts import FactSet
from tests import world
from tests.clinic.scene import Scene, instruments, library, scene

pytestmark = pytest.mark.django_db


def asked(protocol: str, facts: FactSet) -> Assessment:
    setting = Setting(profile="CH", sources=library().sources)
    return assess(library().protocol(protocol), facts, setting=setting)


def filled() -> Scene:
    here = scene()
    card, by, at = here.card.id, here.by, world.AT
    sites = (NewSite("frontalis", "left", Decimal("7.5")),)
    given = NewSession(
        here.outlet.id,
        "chronic_migraine",
        "onabotulinumtoxinA",
        date(2026, 6, 1),
        sites=sites,
    )
    actions.record_session(card, given, by=by, at=at)
    fact = NewFact("headache_hours_per_day", Decimal("4.5"))
    actions.record_fact(card, fact, by=by, at=at, catalogue=library().catalogue)
    score = NewScore("phq9", world.TODAY, {"9": 1})
    actions.record_score(card, score, by=by, at=at, instruments=instruments())
    return here


def stored(here: Scene, protocol: str) -> tuple[Assessment, Decision]:
    facts = queries.fact_set(here.who, on=world.TODAY, catalogue=library().catalogue)
    first = asked(protocol, facts)
    new = new_decision(first, profile="CH", answer={"verdict": first.verdict.value})
    row = actions.store_decision(here.card.id, new, by=here.by, at=world.AT)
    return first, Decision.objects.get(id=row.id)


@pytest.mark.parametrize("protocol", sorted(library().protocols))
def test_replay_gives_verdict_phase_and_truths_again(protocol: str) -> None:
    first, row = stored(filled(), protocol)

    again = asked(protocol, facts_then(row, library().catalogue))

    assert (row.protocol, row.verdict, row.phase, row.digest) == (
        protocol,
        first.verdict.value,
        first.phase.value,
        first.protocol.digest,
    )
    assert (again.verdict, again.phase) == (first.verdict, first.phase)
    assert [each.truth for each in again.judgements] == [
        each.truth for each in first.judgements
    ]


def test_fact_that_no_longer_exists_stops_the_replay() -> None:
    _, row = stored(filled(), "chronic_migraine")
    row.facts["facts"]["gone"] = row.facts["facts"]["headache_hours_per_day"]

    with pytest.raises(InputError, match="gone"):
        facts_then(row, library().catalogue)
