"""Run one worked case through the real core and return its answers."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache

from glabella.core.course import Place, course
from glabella.core.derived import with_derived
from glabella.core.eligibility import Assessment, Setting, assess
from glabella.core.facts import FactSet
from glabella.core.plan import Plan
from glabella.core.planning import Patient, Room, Wish, plan_session
from glabella.core.practice import Confirmation, Practice
from glabella.core.protocol import Phase, Protocol
from glabella.core.response import response
from glabella.core.schemes import Choice
from glabella.core.urgent import urgent_findings
from glabella.protocols.cases import Case, fact_set, read_cases
from glabella.protocols.loader import Library, load


@cache
def library() -> Library:
    return load()


@cache
def all_cases() -> tuple[Case, ...]:
    cases, findings = read_cases(library().raw)
    assert findings == []
    return tuple(cases)


def facts_of(case: Case) -> FactSet:
    facts = fact_set(library().catalogue, on=case.on, facts=case.facts)
    return with_derived(facts)


def baseline_of(case: Case) -> FactSet | None:
    if case.baseline is None:
        return None
    on = date.fromisoformat(str(case.baseline["on"]))
    facts = case.baseline["facts"]
    assert isinstance(facts, Mapping)
    return with_derived(fact_set(library().catalogue, on=on, facts=facts))


def setting_of(case: Case) -> Setting:
    confirmations = [Confirmation(what, "Dr. Test", case.on) for what in case.confirm]
    return Setting(
        profile=case.profile,
        sources=library().sources,
        practice=Practice(confirmations=tuple(confirmations)),
        product=case.product,
    )


def assessment_of(case: Case, protocol: Protocol | None = None) -> Assessment:
    return assess(
        protocol or library().protocol(case.protocol),
        facts_of(case),
        setting=setting_of(case),
        phase=Phase(case.phase) if case.phase else None,
        baseline=baseline_of(case),
    )


def answers(case: Case, protocol: Protocol | None = None) -> dict[str, object]:
    """Return our answer to each thing the case expects, in the words of the case."""
    run = {
        "assess": _assess_answers,
        "plan": _plan_answers,
        "course": _course_answers,
        "response": _response_answers,
    }[case.question]
    found = run(case, protocol or library().protocol(case.protocol))
    return {key: found[key] for key in case.expect}


def _assess_answers(case: Case, protocol: Protocol) -> dict[str, object]:
    assessment = assessment_of(case, protocol)
    by_id = {judgement.criterion.id: judgement for judgement in assessment.judgements}
    truth, outcome = table(case.expect, "truth"), table(case.expect, "outcome")
    until = assessment.until
    day = until.day.isoformat() if until and until.day else "event"
    urgent = urgent_findings(library().urgent, facts_of(case))
    return {
        "verdict": assessment.verdict.value,
        "truth": {key: by_id[key].truth.value for key in truth},
        "outcome": {key: by_id[key].outcome.value for key in outcome},
        "cautions": sorted(item.criterion.id for item in assessment.cautions),
        "until": day if until else None,
        "phase": assessment.phase.value,
        "urgent": [item.rule.id for item in urgent],
        "label": assessment.label.status.value,
    }


def _plan_answers(case: Case, protocol: Protocol) -> dict[str, object]:
    made = plan_of(case, protocol)
    wanted = table(case.expect, "plan")
    muscles = table(wanted, "muscles")
    found: dict[str, object] = {
        "status": made.status.value,
        "total_units": made.total_units,
        "arithmetic_units": made.arithmetic_units,
        "points": len(made.sites),
        "muscles": {key: made.muscle_units.get(key) for key in muscles},
        "warnings": sorted(warning.id for warning in made.warnings),
        "needed": sorted(need.what for need in made.needed),
    }
    shown = {key: found[key] for key in wanted}
    if "total_units" in wanted and made.total_units is None:
        shown["total_units"] = "none"
    return {"plan": shown}


def plan_of(case: Case, protocol: Protocol) -> Plan:
    details = case.details
    product = str(details.get("product", case.product or protocol.product))
    schemes = table(details, "schemes")
    wishes = [Wish(protocol, choice_of(details, details.get("scheme")))]
    wishes += [
        Wish(library().protocol(name), choice_of({}, schemes.get(name)))
        for name in texts(details, "with")
    ]
    room = Room(
        profile=library().profile(case.profile),
        product=library().product(product),
        setting=setting_of(case),
        muscles=library().muscles,
    )
    phase = Phase(case.phase) if case.phase else None
    patient = Patient(facts_of(case), baseline_of(case), phase)
    return plan_session(wishes, patient, room=room)


def choice_of(details: Mapping[str, object], scheme: object) -> Choice:
    units = table(details, "units")
    extra = table(details, "extra_points")
    return Choice(
        scheme=str(scheme) if scheme else None,
        options=tuple(texts(details, "options")),
        sides=str(details["sides"]) if "sides" in details else None,
        points={key: int(str(n)) for key, n in table(details, "points").items()},
        units={muscle: Decimal(str(number)) for muscle, number in units.items()},
        extra_points={muscle: int(str(number)) for muscle, number in extra.items()},
    )


def _course_answers(case: Case, protocol: Protocol) -> dict[str, object]:
    treated = date.fromisoformat(str(case.details["treated"]))
    product = str(case.details.get("product", protocol.product))
    made = course(
        protocol, treated, place=Place(product, case.profile, library().sources)
    )
    windows: dict[str, object] = {
        item.id: [item.window.from_.isoformat(), item.window.last.isoformat()]
        for item in made.windows
    }
    repeat = made.earliest_repeat
    windows["earliest_repeat"] = repeat.day.isoformat() if repeat else "none"
    usual = made.usual_repeat
    windows["usual_repeat"] = usual.from_.isoformat() if usual else "none"
    return {
        "windows": {
            key: windows.get(key, "none") for key in table(case.expect, "windows")
        }
    }


RESPONSE_FACTS = {
    "recorded": "diary_recorded_days",
    "cycles": "cycles_completed",
    "months": "headache_days_per_month",
}


def _response_answers(case: Case, protocol: Protocol) -> dict[str, object]:
    measure = protocol.measures[0]
    names = {"baseline": measure.baseline, "current": measure.current, **RESPONSE_FACTS}
    values = {names.get(key, key): value for key, value in case.details.items()}
    facts = with_derived(
        fact_set(library().catalogue, on=case.on, facts={**case.facts, **values})
    )
    made = response(protocol, facts, profile=case.profile, sources=library().sources)
    return {
        "decision": made.decision.value,
        "rule": made.rule.criterion.id if made.rule else "none",
        "response": made.figures[0].response.value,
        "remission": made.figures[0].remission.value,
    }


def table(values: Mapping[str, object], key: str) -> Mapping[str, object]:
    found = values.get(key, {})
    assert isinstance(found, Mapping)
    return found


def texts(values: Mapping[str, object], key: str) -> list[str]:
    found = values.get(key, [])
    assert isinstance(found, list)
    return [str(item) for item in found]


def expected(case: Case) -> dict[str, object]:
    wanted = dict(case.expect)
    if isinstance(wanted.get("cautions"), list):
        wanted["cautions"] = sorted(texts(wanted, "cautions"))
    if isinstance(wanted.get("plan"), Mapping):
        inner = dict(table(wanted, "plan"))
        for key in ("warnings", "needed"):
            if key in inner:
                inner[key] = sorted(texts(inner, key))
        wanted["plan"] = inner
    return wanted
