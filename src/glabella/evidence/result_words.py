"""A line of numbers in words, as printed; German has decimal commas."""

from collections.abc import Iterator
from decimal import Decimal
from typing import assert_never

from glabella.core.sources import Text
from glabella.evidence.outcomes import Scale
from glabella.evidence.questions import Counts, Effect, Means, RowData
from glabella.evidence.study import ArmNumbers, Estimate, Printed, Result
from glabella.evidence.words import word


def told(result: Result) -> Text:
    """Return the numbers of a line; an empty text if it prints none."""
    parts = list(_arm_parts(result.numbers))
    if result.estimate is not None:
        parts += _estimate_parts(result.estimate)
    if result.p is not None:
        parts.append(both(f"p = {result.p}"))
    parts += _also(result.also)
    return Text(
        en=", ".join(part.en for part in parts), de=", ".join(part.de for part in parts)
    )


def told_row(data: RowData) -> Text:
    """Return the numbers of a row: toxin against control."""
    match data:
        case Counts():
            return _against(
                f"{data.toxin_events}/{data.toxin_total}",
                f"{data.control_events}/{data.control_total}",
            )
        case Means():
            return _against(
                f"{data.toxin_mean} (SD {data.toxin_sd}, n {data.toxin_n})",
                f"{data.control_mean} (SD {data.control_sd}, n {data.control_n})",
            )
        case Effect():
            return _effect(data)
        case _:
            assert_never(data)


def _against(toxin: str, control: str) -> Text:
    return Text(
        en=f"{toxin} against {control}", de=f"{_comma(toxin)} gegen {_comma(control)}"
    )


def _effect(data: Effect) -> Text:
    name = word(data.scale)
    error = ""
    if data.low is not None and data.high is not None:
        error = f" [{data.low}; {data.high}]"
    elif data.se is not None:
        error = f" (SE {data.se})"
    elif data.toxin_n is not None:
        error = f" (n {data.toxin_n} + {data.control_n})"
    number = f"{data.value}{error}"
    return Text(en=f"{name.en} {number}", de=f"{name.de} {_comma(number)}")


def both(text: str) -> Text:
    """Return a text that differs between the languages by its decimal comma only."""
    return Text(en=text, de=_comma(text))


def _comma(text: str) -> str:
    return text.replace(".", ",")


def _arm_parts(told: ArmNumbers) -> Iterator[Text]:
    if told.events is not None and told.total is not None:
        yield Text(f"{told.events} of {told.total}", f"{told.events} von {told.total}")
    elif told.events is not None:
        yield Text(f"{told.events} people", f"{told.events} Personen")
    if told.percent is not None:
        yield both(f"{told.percent} %")
    yield from _mean_parts(told)
    if told.percent_change is not None:
        number = f"{told.percent_change} %"
        yield Text(f"change {number}", f"Änderung {_comma(number)}")
    if told.median is not None:
        yield both(f"median {told.median}")
    if told.low is not None and told.high is not None:
        yield both(f"[{told.low}; {told.high}]")
    if told.n is not None:
        yield both(f"n = {told.n}")


def _mean_parts(told: ArmNumbers) -> Iterator[Text]:
    if told.mean is not None:
        number = f"{told.mean}{_spread(told.sd)}"
        yield Text(f"mean {number}", f"Mittelwert {_comma(number)}")
    if told.change is not None:
        number = f"{told.change}{_spread(told.change_sd)}"
        yield Text(f"mean change {number}", f"mittlere Änderung {_comma(number)}")


def _spread(sd: Decimal | None) -> str:
    return "" if sd is None else f" (SD {sd})"


def _estimate_parts(told: Estimate) -> Iterator[Text]:
    if told.value is None:
        return
    name = word(told.scale)
    if told.scale is Scale.STANDARDISED_DIFFERENCE:
        name = both("g" if told.corrected else "d")
    number = f"{told.value}"
    if told.low is not None and told.high is not None:
        number += f" [{told.low}; {told.high}]"
    if told.se is not None:
        number += f" (SE {told.se})"
    favours = f" ({told.favours})" if told.favours else ""
    yield Text(
        en=f"{name.en} {number}{favours}", de=f"{name.de} {_comma(number)}{favours}"
    )


def _also(printed: Printed) -> Iterator[Text]:
    for key, value in printed:
        shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        yield both(f"{key} {shown}")
