"""The answer of `glabella plan` as published."""

from collections.abc import Iterator

import attrs

from glabella.cli.answer import PatientAnswer
from glabella.cli.assess_json import urgent_part
from glabella.cli.fact_rows import Json
from glabella.cli.words_of_verdicts import draft_sentence
from glabella.core.eligibility import Assessment, Verdict
from glabella.core.merge import Replacement
from glabella.core.plan import Plan, PlanStatus, Warned
from glabella.core.practice import Confirmation
from glabella.core.schemes import PlannedSite
from glabella.core.sources import Text
from glabella.interop.verdict_json import OFF_LABEL_DEMANDS, source_json
from glabella.protocols.document import Language

# A blocked plan, or one without a dose, shows no points: nobody may inject them.
SHOWS_POINTS = frozenset(
    {PlanStatus.PROPOSED, PlanStatus.NEEDS_CONFIRMATION, PlanStatus.DEFERRED}
)


def plan_json(made: Plan, answer: PatientAnswer, say: Language) -> Json:
    """Return the document of the verb; draws stand only in a proposed plan."""
    inquiry = answer.inquiry
    made = shown(made)
    sources = {key for site in made.sites for key in site.sources}
    sources |= {key for one in answer.urgent for key in one.rule.basis.sources}
    return {
        "on": inquiry.facts.on,
        "profile": inquiry.profile,
        "language": say.code,
        "protocols": [_verdict(each.assessment, say) for each in answer.answers],
        "signed": not made.unsigned,
        "demands": demands(answer),
        **urgent_part(answer, say),
        "status": made.status,
        "product": made.product,
        "sites": [_site(site, say) for site in made.sites],
        "total_units": made.total_units,
        "arithmetic_units": made.arithmetic_units,
        "muscle_units": dict(made.muscle_units),
        "group_units": dict(made.group_units),
        "replacements": [_replacement(one) for one in made.replacements],
        **_drawn(made),
        "ledger": made.ledger.as_json() if made.ledger else None,
        "needs_confirmation": [
            {"what": item.what, "text": say.of(item.why)} for item in made.needed
        ],
        "confirmed": [
            {"what": one.what, "who": one.who, "on": one.on}
            for one in confirmed(answer)
        ],
        "warnings": list(_warnings(made, answer, say)),
        "sources": source_json(sources, inquiry.library.sources),
    }


def confirmed(answer: PatientAnswer) -> list[Confirmation]:
    """Return what the practice has confirmed by name for these protocols."""
    ids = {each.protocol.id for each in answer.answers}
    return [
        one
        for one in answer.inquiry.practice.confirmations
        if set(one.what.partition("/")[0].split("+")) <= ids
    ]


def shown(made: Plan) -> Plan:
    """Return the plan with the points that its status lets a reader see."""
    if made.status in SHOWS_POINTS:
        return made
    return attrs.evolve(
        made, sites=(), muscle_units={}, group_units={}, replacements=()
    )


def demands(answer: PatientAnswer) -> tuple[str, ...]:
    """Return what a use off label demands in the record."""
    verdicts = {each.assessment.verdict for each in answer.answers}
    is_off_label = Verdict.CRITERIA_MET_OFF_LABEL in verdicts
    return OFF_LABEL_DEMANDS if is_off_label else ()


def _verdict(assessment: Assessment, say: Language) -> Json:
    return {
        "protocol": assessment.protocol.id,
        "version": assessment.protocol.version,
        "name": say.of(assessment.protocol.name),
        "phase": assessment.phase,
        "verdict": assessment.verdict,
        "signed": assessment.signed_by is not None,
        "signed_by": assessment.signed_by,
    }


def _site(site: PlannedSite, say: Language) -> Json:
    return {
        "muscle": site.muscle,
        "side": site.side,
        "point": site.point,
        "units": site.units,
        "protocols": site.protocols,
        "sources": site.sources,
        "unverified": site.unverified,
        "depth": site.depth,
        "landmark": say.of(site.landmark) if site.landmark else None,
        "landmark_unverified": site.landmark_unverified,
    }


def _replacement(one: Replacement) -> Json:
    return {
        "muscle": one.muscle,
        "side": one.side,
        "kept": one.kept,
        "kept_units": one.kept_units,
        "dropped": one.dropped,
        "dropped_units": one.dropped_units,
    }


def _drawn(made: Plan) -> Json:
    """Return what to draw and open: nothing unless the plan is proposed."""
    is_ready = made.status is PlanStatus.PROPOSED
    fill = made.fill if is_ready else None
    vials = made.vials if is_ready else None
    opened = vials.vials if vials else ()
    return {
        "volume_ml": made.volume_ml if fill else None,
        "draws": [draw.as_json() for draw in fill.draws] if fill else [],
        "vials": [{"units": each.size.units, "count": each.count} for each in opened],
        "waste_units": vials.waste.units if vials else None,
    }


def _warnings(made: Plan, answer: PatientAnswer, say: Language) -> Iterator[Json]:
    """Yield the drafts first, then what the plan must say."""
    for each in answer.answers:
        if each.assessment.signed_by is None:
            text = draft_sentence(each.protocol, say)
            yield {"id": f"{each.protocol.id}_draft", "text": text, "stops": None}
    for warning in (*made.warnings, *draw_warnings(made)):
        text = say.of(warning.text)
        yield {"id": warning.id, "text": text, "stops": warning.stops}


def draw_warnings(made: Plan) -> Iterator[Warned]:
    """Yield what the syringes of a proposed plan cannot show exactly."""
    if made.fill is None or made.status is not PlanStatus.PROPOSED:
        return
    for draw in made.fill.draws:
        if draw.volume.warning is not None:
            yield Warned(f"draw_{draw.syringe}", draw.volume.warning)
    for site in made.fill.divided_sites:
        yield Warned(
            "divided_site",
            Text(
                f"{site} is divided among syringes: no single one holds it.",
                f"{site} verteilt sich auf mehrere Spritzen: keine fasst sie allein.",
            ),
        )
