"""The few words that charts say themselves, and how they write numbers and days."""

import math
from datetime import date
from decimal import Decimal

import attrs

from glabella.charts.checks import Number

MINUS = "\u2212"
NO_BREAK_SPACE = "\u00a0"  # some readers of SVG drop plain ones at ends
NARROW_SPACE = "\u202f"  # between a number and its unit, never broken


_DIGITS_TOGETHER = 4
_MONTHS = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
_MONATE = (
    "Jan",
    "Feb",
    "Mär",
    "Apr",
    "Mai",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Okt",
    "Nov",
    "Dez",
)


@attrs.frozen
class Words:
    """One language. Everything else that a chart says comes from its caller.

    `{}` in a text stands for what is filled in.
    """

    language: str
    decimal_mark: str
    months: tuple[str, ...]
    day_first_numeric: bool
    unit: str
    not_recorded: str
    unknown: str
    units_unknown: str
    study: str
    weight: str
    interval: str
    interval_to: str
    prediction: str
    not_estimable: str
    subgroup: str
    standard_error: str
    significance: str
    imputed: str
    heterogeneity: str
    influence: str
    equal_risk: str
    today: str
    day: str
    kind: str
    what: str
    value: str
    until: str
    session: str
    window: str
    change: str
    muscle: str
    product: str
    before: str
    planned: str
    after: str
    limit: str
    free: str
    spare: str
    added: str
    taken: str
    over: str
    under: str
    remark: str
    beyond: str
    free_heading: str
    dose_heading: str
    step: str
    risk_in: str
    curve: str
    place: str
    low: str
    high: str

    def number(self, value: Number, places: int | None = None) -> str:
        """Return a number as it is read; `places` fixes the digits after the mark.

        Without `places`, decimals are exact, and floats have at most four digits, or
        as many as a small one needs.
        """
        text = _grouped(self._digits(value, places))
        if text.startswith("-"):
            text = MINUS + text[1:] if text.strip("-0.") else text[1:]
        return text.replace(".", self.decimal_mark)

    def units(self, value: Decimal | None, unit: str = "") -> str:
        """Return units with their sign, or the words that nobody knows them."""
        if value is None:
            return self.units_unknown if not unit else self.unknown
        return f"{self.number(value)}{NARROW_SPACE}{unit or self.unit}"

    def short_units(self, value: Decimal | None) -> str:
        """Return units, with a question mark where nobody knows them."""
        return self.units(value) if value is not None else f"?{NARROW_SPACE}{self.unit}"

    def dose(self, value: Decimal | None, product: str) -> str:
        """Return units with the product that they are units of, always."""
        return f"{self.units(value)} {product}"

    def percent(self, value: Number, places: int = 1) -> str:
        """Return a share that is given in percent."""
        return f"{self.number(value, places)}{NARROW_SPACE}%"

    def date_text(self, on: date) -> str:
        """Return a day: 2 Mar 2026, or 02.03.2026."""
        if self.day_first_numeric:
            return f"{on.day:02}.{on.month:02}.{on.year}"
        return f"{on.day} {self.months[on.month - 1]} {on.year}"

    def day_and_month(self, on: date) -> str:
        """Return a day without its year: 2 Mar, or 02.03."""
        if self.day_first_numeric:
            return f"{on.day:02}.{on.month:02}."
        return f"{on.day} {self.months[on.month - 1]}"

    def range(self, low: Number, high: Number, places: int | None = None) -> str:
        """Return an interval in words: "0.50 to 0.98"."""
        ends = self.number(low, places), self.number(high, places)
        return self.interval_to.format(*ends)

    def _digits(self, value: Number, places: int | None) -> str:
        if places is not None:
            return f"{value:.{places}f}"
        if isinstance(value, Decimal):
            return f"{value.normalize():f}"
        # Four places, or as many as a small number needs to be seen at all.
        size = math.floor(math.log10(abs(value))) if value else 0
        return f"{value:.{max(4, -size)}f}".rstrip("0").rstrip(".")


def _grouped(digits: str) -> str:
    """Return a number with its thousands apart, from five digits before the mark."""
    sign = "-" if digits.startswith("-") else ""
    whole, mark, rest = digits.removeprefix("-").partition(".")
    if len(whole) <= _DIGITS_TOGETHER:
        return digits
    return f"{sign}{int(whole):,}{mark}{rest}".replace(",", NARROW_SPACE)


ENGLISH = Words(
    language="en",
    decimal_mark=".",
    months=_MONTHS,
    day_first_numeric=False,
    unit="U",
    not_recorded="not recorded",
    unknown="unknown",
    units_unknown="units unknown",
    study="Study",
    weight="Weight",
    interval="{} [{}%\u00a0CI]",
    interval_to="{} to {}",
    prediction="Prediction interval",
    not_estimable="not estimable",
    subgroup="Subgroup",
    standard_error="Standard error",
    significance="p < {}",
    imputed="imputed",
    heterogeneity="Contribution to heterogeneity (Q)",
    influence="Influence on the pooled effect",
    equal_risk="equal risk",
    today="today",
    day="Day",
    kind="Kind",
    what="What",
    value="Value",
    until="Until",
    session="Session",
    window="Window",
    change="Change",
    muscle="Muscle",
    product="Product",
    before="Before",
    planned="Change",
    after="After",
    limit="Limit",
    free="{} free",
    spare="{} to spare",
    added="Added",
    taken="Taken out",
    over="{} over the limit",
    under="{} under the limit",
    remark="Remark",
    beyond="beyond the limit",
    free_heading="Free",
    dose_heading="Dose",
    step="Added",
    risk_in="Risk, {}",
    curve="Curve",
    place="Place",
    low="Low",
    high="High",
)

GERMAN = Words(
    language="de",
    decimal_mark=",",
    months=_MONATE,
    day_first_numeric=True,
    unit="E",
    not_recorded="nicht erfasst",
    unknown="unbekannt",
    units_unknown="Einheiten unbekannt",
    study="Studie",
    weight="Gewicht",
    interval="{} [{}-%-KI]",
    interval_to="{} bis {}",
    prediction="Prädiktionsintervall",
    not_estimable="nicht schätzbar",
    subgroup="Untergruppe",
    standard_error="Standardfehler",
    significance="p < {}",
    imputed="ergänzt",
    heterogeneity="Beitrag zur Heterogenität (Q)",
    influence="Einfluss auf den Gesamteffekt",
    equal_risk="gleiches Risiko",
    today="heute",
    day="Tag",
    kind="Art",
    what="Was",
    value="Wert",
    until="Bis",
    session="Sitzung",
    window="Zeitfenster",
    change="Änderung",
    muscle="Muskel",
    product="Präparat",
    before="Vorher",
    planned="Änderung",
    after="Nachher",
    limit="Grenze",
    free="{} frei",
    spare="{} Reserve",
    added="Hinzu",
    taken="Entnommen",
    over="{} über der Grenze",
    under="{} unter der Grenze",
    remark="Bemerkung",
    beyond="jenseits der Grenze",
    free_heading="Frei",
    dose_heading="Dosis",
    step="Hinzugekommen",
    risk_in="Risiko, {}",
    curve="Kurve",
    place="Stelle",
    low="Unten",
    high="Oben",
)


def words_in(language: str) -> Words:
    """Return the words of a language; English for any but German ("de", "de-CH")."""
    return GERMAN if language.partition("-")[0].lower() == "de" else ENGLISH
