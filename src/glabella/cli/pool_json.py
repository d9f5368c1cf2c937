"""The answer of `glabella pool` as published; numbers stand with all their digits."""

from glabella.cli.fact_rows import Json
from glabella.cli.pooled_studies import PooledStudies
from glabella.evidence.grouped_table import Grouped
from glabella.evidence.questions import QuestionRows
from glabella.evidence.synthesis import Synthesis
from glabella.protocols.document import Language


def pool_json(found: PooledStudies, say: Language) -> Json:
    """Return the document of the verb.

    Effects stand on the pooled scale (logarithms for ratios) and, under `printed`, as
    a reader expects them.
    """
    made = found.synthesis
    return {
        "language": say.code,
        "name": found.name,
        "pooled": made is not None,
        "result": None if made is None else _result(made),
        "studies": [] if made is None else _studies(made),
        "groups": None if found.grouped is None else _groups(found.grouped),
        "question": None if found.rows is None else _question(found.rows, say),
    }


def _groups(found: Grouped) -> Json:
    between = found.between
    return {
        "groups": [
            {
                "name": group.name,
                "studies": group.labels,
                "result": None if group.synthesis is None else _result(group.synthesis),
                "cannot_be_pooled": group.reason or None,
            }
            for group in found.groups
        ],
        "between": None
        if between is None
        else {"q": between.statistic, "df": between.df1, "p": between.p},
    }


def _result(made: Synthesis) -> Json:
    effect, q, model = made.effect, made.heterogeneity, made.choices.model
    ends = made.prediction
    shown = made.shown
    return {
        "measure": made.measure.value,
        "weighting": made.choices.weighting.value,
        "tau2_method": model.tau2.value,
        "interval": model.test.value,
        "level": model.level,
        "k": made.effects.k,
        "estimate": effect.estimate,
        "se": effect.se,
        "low": effect.low,
        "high": effect.high,
        "statistic": effect.statistic,
        "df": effect.df,
        "p": effect.p,
        "tau2": made.tau2,
        "tau2_interval": made.tau2_interval,
        "q": q.q,
        "q_df": q.df,
        "q_p": q.p,
        "i2": q.i2,
        "h2": q.h2,
        "prediction": ends,
        "printed": {
            "estimate": shown(effect.estimate),
            "low": shown(effect.low),
            "high": shown(effect.high),
            "prediction": None if ends is None else [shown(end) for end in ends],
        },
    }


def _studies(made: Synthesis) -> list[Json]:
    rows = zip(made.lines(), made.effects.estimates.tolist(), strict=True)
    return [
        {
            "label": line.label,
            "estimate": at,
            "se": line.se,
            "weight": line.weight,
            "printed": {
                "estimate": line.estimate,
                "low": line.low,
                "high": line.high,
            },
        }
        for line, at in rows
    ]


def _question(rows: QuestionRows, say: Language) -> Json:
    reason = rows.cannot_be_pooled
    return {
        "id": rows.question.id,
        "text": say.of(rows.question.text),
        "limits": say.of(rows.question.limits),
        "cannot_be_pooled": None if reason is None else say.of(reason),
        "include_recalled": rows.include_recalled,
        "rows": [
            {
                "study": row.study,
                "label": row.label,
                "outcome": row.outcome,
                "status": row.status.value,
                "results": row.results,
                "places": row.places,
            }
            for row in rows.rows
        ],
        "unusable": [
            {"study": each.study, "label": each.label, "reason": say.of(each.reason)}
            for each in rows.unusable
        ],
    }
