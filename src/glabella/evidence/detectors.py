"""Looking for the mistakes that tables of studies are known for.

Each detector takes printed pairs and returns findings; a clean table gives none.
They say what to look at, not what is true: a finding is mended by reading the paper.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from math import isclose, sqrt
from pathlib import Path
from statistics import median

from glabella.core.errors import Finding
from glabella.evidence.csv_pairs import csv_pairs
from glabella.evidence.csv_reader import read_csv
from glabella.evidence.effects.arms import MOST_PATIENTS, MeanArm, mean_arm
from glabella.evidence.effects.means import standardised_mean_difference
from glabella.evidence.printed import PrintedArm, PrintedPair

LEAST_PEOPLE = 9
"""In smaller groups a standard error is too near to a standard deviation to tell."""

TOO_SMALL = 3.0
"""So many times smaller than its like looks like a standard error."""

CLOSE_TO_OTHERS = 2.0
"""Times the root of n it comes this near to what others print."""

EFFECT_TOLERANCE = 0.1
"""In standard deviations; rounding of means explains less."""

LEAST_FOR_SPREAD = 2
"""One person has no standard deviation."""

SAME_NUMBERS = 4
"""So many printed numbers alike in two studies are no chance."""


def all_findings(pairs: Iterable[PrintedPair]) -> list[Finding]:
    """Return the findings of all detectors."""
    lines = list(pairs)
    return [
        *standard_errors(lines),
        *contradicting_effects(lines),
        *impossible_counts(lines),
        *duplicate_cohorts(lines),
        *changed_denominators(lines),
    ]


def inspect_csv(path: Path) -> tuple[list[PrintedPair], list[Finding]]:
    """Return the rows of a CSV file of studies, and all that is odd about them.

    Raises:
        InputError: If the file cannot be read, or names no study.
    """
    table = read_csv(path)
    findings = list(table.findings)
    pairs = list(csv_pairs(table, findings))
    return pairs, findings + all_findings(pairs)


def standard_errors(pairs: Iterable[PrintedPair]) -> list[Finding]:
    """Find standard errors in a column of standard deviations.

    A value is blamed if it is at least three times smaller than what it is compared
    with (the arm's baseline, else the median of the instrument) and comes near to it
    when multiplied by the root of n.
    """
    lines = list(pairs)
    usual = _usual_deviations(lines)
    found = []
    for line in lines:
        for name, arm in line.arms:
            like = _like(arm, usual.get(line.instrument))
            if like is not None and _is_error(arm, like):
                law = (
                    f"prints {arm.sd} as the standard deviation of arm {name}, where "
                    f"about {like:.3g} is usual."
                )
                mending = "See whether it is a standard error; then times root n."
                found.append(Finding(line.file, line.place, law, mending))
    return found


def _usual_deviations(lines: list[PrintedPair]) -> dict[str, float]:
    """Return the median deviation per instrument, where three studies print one."""
    printed: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        for _, arm in line.arms:
            if arm.sd is not None:
                printed[line.instrument][line.study].append(float(arm.sd))
    return {
        instrument: median(median(values) for values in studies.values())
        for instrument, studies in printed.items()
        if len(studies) >= 3  # noqa: PLR2004 a median of two cannot tell which is odd
    }


def _like(arm: PrintedArm, usual: float | None) -> float | None:
    return usual if arm.baseline_sd is None else float(arm.baseline_sd)


def _is_error(arm: PrintedArm, like: float) -> bool:
    if not arm.sd or not arm.n or arm.n < LEAST_PEOPLE or like <= 0:
        return False
    value = float(arm.sd)
    as_deviation = value * sqrt(float(arm.n))
    is_near = like / CLOSE_TO_OTHERS <= as_deviation <= like * CLOSE_TO_OTHERS
    return value * TOO_SMALL <= like and is_near


def contradicting_effects(pairs: Iterable[PrintedPair]) -> list[Finding]:
    """Find standardised differences that their own means contradict, sign or size."""
    found = []
    for line in pairs:
        computed = _hedges(line)
        if computed is None or line.effect is None:
            continue
        printed = float(line.effect) * line.sign
        if isclose(printed, computed, abs_tol=EFFECT_TOLERANCE):
            continue
        is_turned = isclose(-printed, computed, abs_tol=EFFECT_TOLERANCE)
        reason = "the opposite sign" if is_turned else "another size"
        law = (
            f"prints the effect {line.effect}, but its means give "
            f"{computed * line.sign:.3f}: {reason}."
        )
        mending = "Read the paper again; correct the effect or the means."
        found.append(Finding(line.file, line.place, law, mending))
    return found


def _hedges(line: PrintedPair) -> float | None:
    """Return Hedges' g of the printed means, or None if they do not give one."""
    one, other = _mean_arm(line.first), _mean_arm(line.second)
    if one is None or other is None:
        return None
    return float(standardised_mean_difference(one, other).estimates[0])


def _mean_arm(arm: PrintedArm) -> MeanArm | None:
    if arm.n is None or arm.mean is None or arm.sd is None:
        return None
    if not LEAST_FOR_SPREAD <= arm.n <= MOST_PATIENTS or arm.sd <= 0:
        return None
    return mean_arm(float(arm.n), float(arm.mean), float(arm.sd))


def impossible_counts(pairs: Iterable[PrintedPair]) -> list[Finding]:
    """Find counts that no group of people can give.

    Events that are no whole number, more than the people, or below zero; people that
    are no whole number; a percentage that no whole number of people gives.
    """
    return [
        Finding(line.file, line.place, f"{law} in arm {name}.", "Read the paper again.")
        for line in pairs
        for name, arm in line.arms
        for law in _count_laws(arm)
    ]


def _count_laws(arm: PrintedArm) -> Iterator[str]:
    for kind, number in (("events", arm.events), ("people", arm.people)):
        if number is not None and (number < 0 or number != number.to_integral_value()):
            yield f"prints {number} {kind}"
    if arm.events is not None and arm.total is not None and arm.events > arm.total:
        yield f"prints {arm.events} events among {arm.total} people"
    if arm.percent is not None and arm.people and not _reachable(arm):
        yield f"prints {arm.percent} %, which no whole number of {arm.people} gives"


def _reachable(arm: PrintedArm) -> bool:
    """Return whether some whole number of people rounds to the printed percentage."""
    percent, people = arm.percent or Decimal(0), arm.people or Decimal(1)
    digit = Decimal(1).scaleb(int(percent.as_tuple().exponent))
    near = int(percent * people / 100)
    return any(
        (Decimal(100 * count) / people).quantize(digit, ROUND_HALF_UP) == percent
        for count in (near, near + 1)
    )


def duplicate_cohorts(pairs: Iterable[PrintedPair]) -> list[Finding]:
    """Find two studies that print the same people: all numbers of a line are alike."""
    seen: dict[tuple[object, ...], PrintedPair] = {}
    found = []
    for line in pairs:
        key = _fingerprint(line)
        if key is None:
            continue
        first = seen.setdefault(key, line)
        if first.study != line.study:
            law = f'prints the same numbers as "{first.study}", {first.place}.'
            mending = "See whether both report the same people; keep one."
            found.append(Finding(line.file, line.place, law, mending))
    return found


def _fingerprint(line: PrintedPair) -> tuple[object, ...] | None:
    """Return what identifies a cohort, or None if too little is printed."""
    numbers = tuple(
        number
        for _, arm in line.arms
        for number in (arm.n, arm.mean, arm.sd, arm.events, arm.total)
    )
    printed = [number for number in numbers if number is not None]
    if len(printed) < SAME_NUMBERS or len(set(printed)) <= SAME_NUMBERS // 2:
        return None
    return (line.instrument, *numbers)


def changed_denominators(pairs: Iterable[PrintedPair]) -> list[Finding]:
    """Find arms whose number of people differs within one week, or grows over time."""
    seen: dict[tuple[str, str], list[tuple[Decimal | None, Decimal]]] = {}
    found = []
    for line in pairs:
        for name, arm in line.arms:
            if arm.people is None:
                continue
            earlier = seen.setdefault((line.study, name), [])
            for law in _changes(line.week, arm.people, earlier):
                mending = "Say who is counted: randomised, treated or analysed."
                place = f"{line.place}, arm {name}"
                found.append(Finding(line.file, place, law, mending))
            earlier.append((line.week, arm.people))
    return found


def _changes(
    week: Decimal | None, people: Decimal, earlier: list[tuple[Decimal | None, Decimal]]
) -> Iterator[str]:
    same = [number for other, number in earlier if other == week]
    if same and people not in same:
        yield f"counts {people} people, and {same[0]} elsewhere in the same week."
    before = [n for other, n in earlier if other and week and other < week]
    if before and people > max(before):
        yield f"counts {people} people, more than the {max(before)} of earlier weeks."
