"""Which printed numbers of one contrast would answer a question."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

import attrs

from glabella.core.sources import Status
from glabella.evidence.outcomes import Outcome, OutcomeKind, Scale
from glabella.evidence.questions import Counts, Effect, Means, Question, RowData
from glabella.evidence.study import Contrast, Estimand, Estimate, Result, Study

WEAKEST_FIRST = (Status.RECALLED, Status.DERIVED, Status.SEEN)


@attrs.frozen
class Asking:
    """A question, with how its rows are to be chosen."""

    question: Question
    outcomes: Mapping[str, Outcome]
    include_recalled: bool = False
    estimand: Estimand | None = None
    combine_arms: bool = False


@attrs.frozen
class Option:
    """Numbers of one contrast that would do, and the lines they come from."""

    data: RowData
    lines: tuple[Result, ...]
    estimand: Estimand | None
    status: Status

    @property
    def outcome(self) -> str:
        """The outcome that the lines answer to."""
        return self.lines[0].outcome or ""

    @property
    def week(self) -> Decimal | None:
        """The week of the lines; None if they belong to the whole study."""
        return self.lines[0].week


def best_option(options: tuple[Option, ...], asking: Asking) -> Option | None:
    """Return the option that answers best, or None if there is none.

    The first outcome of the question counts most, then the nearest week, then the
    estimand: the one asked for, else final values before changes before models.
    """
    wanted = asking.question.outcomes
    order = {estimand: place for place, estimand in enumerate((None, *Estimand))}
    order[asking.estimand] = -1

    def rank(option: Option) -> tuple[int, Decimal, int, int]:
        week = asking.question.week if option.week is None else option.week
        away = abs(week - asking.question.week)
        believed = -WEAKEST_FIRST.index(option.status)
        return wanted.index(option.outcome), away, order[option.estimand], believed

    return min(options, key=rank, default=None)


def options(study: Study, contrast: Contrast, asking: Asking) -> tuple[Option, ...]:
    """Return everything printed that would do, recalled numbers included."""
    question = asking.question
    lines = [line for line in study.results if answers(line, question)]
    found: list[Option] = []
    toxin = [line for line in lines if _is_of_arm(line, contrast.arm)]
    control = [line for line in lines if _is_of_arm(line, contrast.against)]
    for one in toxin:
        for other in control:
            if (one.outcome, one.week) == (other.outcome, other.week):
                found += _pairs(one, other, question)
    found += _printed_effects(lines, study, contrast, asking)
    return tuple(found)


def answers(line: Result, question: Question) -> bool:
    """Return whether a line speaks of an outcome of the question in its weeks.

    A line without a week belongs to the whole study.
    """
    if line.outcome not in question.outcomes:
        return False
    return line.week is None or question.first_week <= line.week <= question.last_week


def _is_of_arm(line: Result, arm: str) -> bool:
    return line.arm == arm and line.against is None


def _pairs(one: Result, other: Result, question: Question) -> Iterator[Option]:
    status = weakest(one.basis.status, other.basis.status)
    if question.kind is OutcomeKind.EVENTS:
        counts = _counts(one, other)
        if counts is not None:
            yield Option(counts, (one, other), None, status)
        return
    for estimand in (Estimand.FINAL, Estimand.CHANGE):
        means = _means(one, other, estimand)
        if means is not None:
            yield Option(means, (one, other), estimand, status)


def _counts(one: Result, other: Result) -> Counts | None:
    toxin, control = one.numbers, other.numbers
    wanted = (toxin.events, toxin.total, control.events, control.total)
    numbers = [int(number) for number in wanted if number is not None]
    return Counts(*numbers) if len(numbers) == len(wanted) else None


def _means(one: Result, other: Result, estimand: Estimand) -> Means | None:
    first, second = _mean_of(one, estimand), _mean_of(other, estimand)
    if first is None or second is None:
        return None
    return Means(*first, *second)


def _mean_of(line: Result, estimand: Estimand) -> tuple[int, Decimal, Decimal] | None:
    told = line.numbers
    mean, sd = told.mean, told.sd
    if estimand is Estimand.CHANGE:
        mean, sd = told.change, told.change_sd
    if told.n is None or mean is None or sd is None:
        return None
    return int(told.n), mean, sd


def _printed_effects(
    lines: list[Result], study: Study, contrast: Contrast, asking: Asking
) -> Iterator[Option]:
    for line in lines:
        if (line.arm, line.against) != (contrast.arm, contrast.against):
            continue
        told = line.estimate
        if told is None or told.scale is not asking.question.scale:
            continue
        sign = asking.outcomes[line.outcome or ""].benefit_sign
        effect = _effect(told, study, contrast, sign)
        if effect is not None:
            status = weakest(line.basis.status, *_of_people(effect, study, contrast))
            yield Option(effect, (line,), told.estimand, status)


def _effect(
    told: Estimate, study: Study, contrast: Contrast, benefit_sign: int
) -> Effect | None:
    if told.value is None:
        return None
    has_error = told.se is not None or told.low is not None
    toxin_n, control_n = _people(study, contrast.arm), _people(study, contrast.against)
    if not has_error and not (
        told.scale is Scale.STANDARDISED_DIFFERENCE and toxin_n and control_n
    ):
        return None
    value, low, high = told.value, told.low, told.high
    if told.favours is not None:
        toxin_better = told.favours == contrast.arm
        turn = benefit_sign if toxin_better else -benefit_sign
        value, low, high = _turned(told, turn)
    return Effect(
        scale=told.scale,
        value=value,
        se=told.se,
        low=low,
        high=high,
        toxin_n=None if has_error else toxin_n,
        control_n=None if has_error else control_n,
        corrected=told.corrected,
    )


def _turned(
    told: Estimate, turn: int
) -> tuple[Decimal, Decimal | None, Decimal | None]:
    """Return value and interval with the sign of the outcome's convention."""
    value = told.value or Decimal(0)
    if told.low is None or told.high is None:
        return turn * value, told.low, told.high
    ends = sorted((turn * told.low, turn * told.high))
    return turn * value, ends[0], ends[1]


def _people(study: Study, arm_id: str) -> int | None:
    arm = study.arm(arm_id)
    return None if arm is None or arm.n is None else int(arm.n.value)


def _of_people(effect: Effect, study: Study, contrast: Contrast) -> list[Status]:
    """Return the statuses of the numbers of people that an effect rests on."""
    if effect.toxin_n is None:
        return []
    arms = (study.arm(contrast.arm), study.arm(contrast.against))
    return [arm.n.basis.status for arm in arms if arm and arm.n]


def weakest(*statuses: Status) -> Status:
    """Return the least reliable of some statuses."""
    return min(statuses, key=WEAKEST_FIRST.index)
