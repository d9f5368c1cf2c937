"""Protocols as `glabella protocols` publishes them."""

from glabella.cli.fact_rows import Json
from glabella.core.protocol import (
    CourseWindow,
    Criterion,
    Interval,
    LabelStatus,
    Limit,
    Protocol,
    Remark,
    Scheme,
    SchemeOption,
    SideEffect,
    SitePattern,
)
from glabella.core.sources import Basis
from glabella.interop.verdict_json import source_json
from glabella.protocols.document import Language
from glabella.protocols.formula import formula
from glabella.protocols.loader import Library


def protocol_row(protocol: Protocol, library: Library, say: Language) -> Json:
    """Return one line of the list."""
    del library
    return {
        "id": protocol.id,
        "version": protocol.version,
        "name": say.of(protocol.name),
        "use": protocol.use,
        "product": protocol.product,
        "minimum_age": protocol.minimum_age,
        "digest": protocol.digest,
    }


def protocol_json(protocol: Protocol, library: Library, say: Language) -> Json:
    """Return one protocol with its rules, doses and sources."""
    return {
        **protocol_row(protocol, library, say),
        "new_start_after_days": protocol.new_start_after_days,
        "merges_with": protocol.merges_with,
        "never_merges_with": protocol.never_merges_with,
        "consent": protocol.consent,
        "labels": [_label(each, say) for each in protocol.labels],
        "criteria": [_criterion(each, say) for each in protocol.criteria],
        "schemes": [_scheme(each, say) for each in protocol.schemes],
        "options": [_option(each, say) for each in protocol.options],
        "limits": [_limit(each, say) for each in protocol.limits],
        "intervals": [_interval(each) for each in protocol.intervals],
        "windows": [_window(each) for each in protocol.windows],
        "side_effects": [_side_effect(each, say) for each in protocol.side_effects],
        "remarks": [_remark(each, say) for each in protocol.remarks],
        "codes": [
            {"system": each.system, "code": each.code, **_basis(each.basis)}
            for each in protocol.codes
        ],
        "sources": source_json(_source_ids(protocol), library.sources),
    }


def _basis(basis: Basis) -> Json:
    return {
        "basis": basis.status,
        "sources": basis.sources,
        "place": basis.place,
        "confidence": basis.confidence,
        "check": basis.check,
        "note": basis.note,
    }


def _source_ids(protocol: Protocol) -> set[str]:
    groups = (
        protocol.labels,
        protocol.criteria,
        protocol.schemes,
        protocol.options,
        protocol.limits,
        protocol.intervals,
        protocol.windows,
        protocol.side_effects,
        protocol.remarks,
        protocol.codes,
    )
    return {key for group in groups for item in group for key in item.basis.sources}


def _label(label: LabelStatus, say: Language) -> Json:
    return {
        "profile": label.profile,
        "product": label.product,
        "status": label.status,
        "label": label.label,
        "label_date": label.label_date,
        "restriction": say.of(label.restriction) if label.restriction else None,
        **_basis(label.basis),
    }


def _criterion(criterion: Criterion, say: Language) -> Json:
    ending = criterion.ending
    return {
        "id": criterion.id,
        "kind": criterion.kind,
        "text": say.of(criterion.text),
        "formula": formula(criterion.when),
        "facts": criterion.when.names(),
        "phases": criterion.phases,
        "profiles": criterion.profiles,
        "products": criterion.products,
        "entry": criterion.entry,
        "ends": say.of(ending.event) if ending else None,
        "override_profiles": criterion.override_profiles,
        "advice": criterion.advice,
        "guideline": criterion.guideline,
        **_basis(criterion.basis),
    }


def _scheme(scheme: Scheme, say: Language) -> Json:
    return {
        "id": scheme.id,
        "product": scheme.product,
        "name": say.of(scheme.name),
        "choice": scheme.choice,
        "total_units": scheme.total_units,
        "total_points": scheme.total_points,
        "sites": [_site(each, say) for each in scheme.sites],
        "split": _basis(scheme.split_basis) if scheme.split_basis else None,
        "ml_per_point": scheme.ml_per_point,
        "dilution_ml": scheme.dilution_ml,
        "vial_units": scheme.vial_units,
        "profiles": scheme.profiles,
        **_basis(scheme.basis),
    }


def _site(site: SitePattern, say: Language) -> Json:
    return {
        "muscle": site.muscle,
        "side": site.side,
        "points": site.points,
        "units_per_point": site.units_per_point,
        "units_range": site.units_range,
        "points_range": site.points_range,
        "depth": site.depth,
        "landmark": say.of(site.landmark) if site.landmark else None,
    }


def _option(option: SchemeOption, say: Language) -> Json:
    return {
        "id": option.id,
        "scheme": option.scheme,
        "name": say.of(option.name),
        "max_extra_units": option.max_extra_units,
        "max_extra_points": option.max_extra_points,
        **_basis(option.basis),
    }


def _limit(limit: Limit, say: Language) -> Json:
    return {
        "id": limit.id,
        "scope": limit.scope,
        "muscle": limit.muscle,
        "units": limit.units,
        "product": limit.product,
        "window_days": limit.window_days,
        "profiles": limit.profiles,
        "enforced": limit.enforced,
        "text": say.of(limit.text),
        **_basis(limit.basis),
    }


def _interval(interval: Interval) -> Json:
    return {
        "kind": interval.kind,
        "days": interval.days,
        "days_to": interval.days_to,
        "months": interval.months,
        "product": interval.product,
        "profiles": interval.profiles,
        **_basis(interval.basis),
    }


def _window(window: CourseWindow) -> Json:
    return {
        "id": window.id,
        "from_day": window.from_day,
        "to_day": window.to_day,
        **_basis(window.basis),
    }


def _side_effect(effect: SideEffect, say: Language) -> Json:
    return {
        "id": effect.id,
        "name": say.of(effect.name),
        "study": effect.study,
        "percent": effect.percent,
        "control_percent": effect.control_percent,
        "muscles": effect.muscles,
        **_basis(effect.basis),
    }


def _remark(remark: Remark, say: Language) -> Json:
    return {
        "id": remark.id,
        "section": remark.section,
        "text": say.of(remark.text),
        **_basis(remark.basis),
    }
