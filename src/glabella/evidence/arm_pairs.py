"""The numbers of two arms side by side, as a table prints them."""

from collections.abc import Iterable, Iterator

from glabella.evidence.printed import PrintedArm, PrintedPair
from glabella.evidence.study import ArmNumbers, Contrast, Result, Study

Pair = tuple[Contrast, Result, Result]


def arm_pairs(study: Study) -> Iterator[Pair]:
    """Yield the lines of both arms that answer to one outcome, week and instrument.

    Lines without an outcome of the library, and recalled ones, are left out.
    """
    for contrast in study.contrasts:
        toxin = [one for one in study.results if _is_of(one, contrast.arm)]
        control = [one for one in study.results if _is_of(one, contrast.against)]
        for one in toxin:
            for other in control:
                if _key(one) == _key(other):
                    yield contrast, one, other


def _is_of(line: Result, arm: str) -> bool:
    if line.arm != arm or line.against is not None or line.outcome is None:
        return False
    told = line.numbers
    has_numbers = any(n is not None for n in (told.events, told.mean, told.change))
    return has_numbers and not line.is_recalled


def _key(line: Result) -> tuple[object, ...]:
    told = line.numbers
    kind = (told.events is None, told.mean is None, told.change is None)
    return line.outcome, line.week, line.instrument, kind


def printed_pairs(studies: Iterable[Study]) -> Iterator[PrintedPair]:
    """Yield the numbers of studies as the detectors read them."""
    for study in studies:
        for contrast, one, other in arm_pairs(study):
            yield PrintedPair(
                file=f"studies/{study.id}.toml",
                place=f"{one.id}, {other.id}",
                study=study.id,
                instrument=one.instrument,
                week=one.week,
                first=_printed(one.numbers),
                second=_printed(other.numbers),
                names=(contrast.arm, contrast.against),
            )


def _printed(told: ArmNumbers) -> PrintedArm:
    is_change = told.mean is None
    return PrintedArm(
        n=told.n,
        mean=told.change if is_change else told.mean,
        sd=told.change_sd if is_change else told.sd,
        events=told.events,
        total=told.total,
        percent=told.percent,
    )
