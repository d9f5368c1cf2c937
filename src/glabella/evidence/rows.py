"""From the studies to the rows of a question; each that gives none has a reason."""

from collections.abc import Iterator, Mapping

from glabella.core.sources import Status, Text
from glabella.evidence.options import Asking, Option, answers, best_option, options
from glabella.evidence.outcomes import common_direction
from glabella.evidence.questions import Question, QuestionRows, Row, Unusable
from glabella.evidence.shared_arms import counted_once
from glabella.evidence.study import Contrast, Study

RECALLED = Text(
    en="Its numbers are recalled, not read; they enter only if asked for by name.",
    de="Ihre Zahlen sind erinnert, nicht gelesen; sie zählen nur auf ausdrücklichen "
    "Wunsch.",
)
INCOMPLETE = Text(
    en="What was read of it does not give the numbers of both arms.",
    de="Was davon gelesen wurde, nennt nicht die Zahlen beider Arme.",
)
NO_CONTROL = Text(
    en="It has no control arm.",
    de="Sie hat keinen Kontrollarm.",
)
OTHER_CONTROL = Text(
    en="It does not compare with what the question compares with.",
    de="Sie vergleicht nicht mit dem, womit die Frage vergleicht.",
)


def rows_of(asking: Asking, studies: Mapping[str, Study]) -> QuestionRows:
    """Return the rows of a question, and what could not be used.

    Raises:
        MixedSignsError: If the outcomes of the question disagree on the sign.
    """
    question = asking.question
    common_direction(asking.outcomes[name] for name in question.outcomes)
    speaking = [study for study in studies.values() if _speaks_of(study, question)]
    found = [one for study in speaking for one in _answers(study, asking)]
    rows = [one for one in found if isinstance(one, Row)]
    unusable = [one for one in found if isinstance(one, Unusable)]
    doubled = list(_doubled(rows, studies))
    out = {each.study for each in doubled}
    single, sharing = counted_once(
        [row for row in rows if row.study not in out],
        {study.id: study.label for study in speaking},
        combine=asking.combine_arms,
    )
    return QuestionRows(
        question=question,
        rows=tuple(single),
        unusable=(*unusable, *doubled, *sharing),
        include_recalled=asking.include_recalled,
    )


def _speaks_of(study: Study, question: Question) -> bool:
    if study.design.is_review:
        return False
    has_line = any(answers(line, question) for line in study.results)
    return has_line or any(gap.question == question.id for gap in study.gaps)


def _answers(study: Study, asking: Asking) -> Iterator[Row | Unusable]:
    """Yield a row or a reason for each contrast that the question asks for."""
    contrasts = [
        each for each in study.contrasts if _is_asked(study, each, asking.question)
    ]
    if not contrasts:
        reason = OTHER_CONTROL if study.design.is_trial else NO_CONTROL
        yield Unusable(study.id, study.label, _gap(study, asking) or reason)
    for contrast in contrasts:
        yield _answer(study, contrast, asking, label=_label(study, contrast, contrasts))


def _is_asked(study: Study, contrast: Contrast, question: Question) -> bool:
    control = study.arm(contrast.against)
    return control is not None and control.role in question.against


def _answer(
    study: Study, contrast: Contrast, asking: Asking, *, label: str
) -> Row | Unusable:
    every = options(study, contrast, asking)
    read = tuple(one for one in every if one.status is not Status.RECALLED)
    best = best_option(read, asking)
    if best is None and asking.include_recalled:
        best = best_option(every, asking)
    if best is not None:
        return _row(study, contrast, best, label)
    reason = RECALLED if every else INCOMPLETE
    said = _gap(study, asking, contrast.arm)
    return Unusable(study.id, label, reason if every else said or reason)


def _label(study: Study, contrast: Contrast, contrasts: list[Contrast]) -> str:
    """Return the study's label, with the arm that tells its contrasts apart."""
    if len(contrasts) == 1:
        return study.label
    is_shared = len({each.arm for each in contrasts}) == 1
    arm = study.arm(contrast.against if is_shared else contrast.arm)
    return f"{study.label}, {arm.name}" if arm else study.label


def _gap(study: Study, asking: Asking, arm: str | None = None) -> Text | None:
    """Return why the study cannot answer, as its file says; the arm's reason first."""
    mine = [gap for gap in study.gaps if gap.question == asking.question.id]
    for gap in sorted(mine, key=lambda each: each.arm is None):
        if gap.arm in {None, arm}:
            return gap.reason
    return None


def _row(study: Study, contrast: Contrast, option: Option, label: str) -> Row:
    lines = option.lines
    places = [line.basis.place for line in lines if line.basis.place]
    sources = [name for line in lines for name in line.basis.sources]
    return Row(
        study=study.id,
        label=label,
        contrast=contrast,
        outcome=option.outcome,
        week=option.week,
        data=option.data,
        estimand=option.estimand,
        status=option.status,
        results=tuple(line.id for line in lines),
        places=tuple(dict.fromkeys(places)),
        publications=tuple(dict.fromkeys(sources)),
    )


def _doubled(rows: list[Row], studies: Mapping[str, Study]) -> Iterator[Unusable]:
    """Yield the studies whose people are counted already by studies they pool."""
    present = {row.study: row.label for row in rows}
    for name, label in present.items():
        again = [present[part] for part in studies[name].parts if part in present]
        if again:
            whom = ", ".join(again)
            reason = Text(
                en=f"It holds the same people as {whom}.",
                de=f"Sie enthält dieselben Menschen wie {whom}.",
            )
            yield Unusable(name, label, reason)
