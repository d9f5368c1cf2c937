"""How the answers of an instrument become numbers: a closed set of rules.

Vocabulary: an *answer sheet* holds the known answers by item; an item that is absent
was not answered, and a missing answer is never zero.
An *outcome* is what a rule makes of a sheet; a number that cannot be had is None.
A rule is a value read from an instrument's file; its figures have their source there.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

import attrs

from glabella.core.sources import Basis, Text
from glabella.core.truth import Truth, any_of

Amounts = Mapping[str, Decimal | None]


@attrs.frozen
class Form:
    """A printed version of an instrument and its greatest value for each sub-score."""

    id: str
    name: Text
    maxima: Mapping[str, Decimal]
    basis: Basis

    @property
    def total_maximum(self) -> Decimal:
        """The greatest total on this form."""
        return sum(self.maxima.values(), Decimal(0))


@attrs.frozen
class AnswerSheet:
    """The known answers, the scored items that were asked, and the form if named."""

    known: Mapping[str, Decimal]
    scored: tuple[str, ...]
    form: Form | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The scored items without an answer."""
        return tuple(item for item in self.scored if item not in self.known)

    def all_of(self, items: tuple[str, ...]) -> tuple[Decimal, ...] | None:
        """Return the answers of the items, or None if one of them is missing."""
        if any(item not in self.known for item in items):
            return None
        return tuple(self.known[item] for item in items)

    def sum_of(self, items: tuple[str, ...]) -> Decimal | None:
        """Return the sum of the items, or None if one of them is missing."""
        values = self.all_of(items)
        return None if values is None else sum(values, Decimal(0))


@attrs.frozen
class Outcome:
    """What a rule makes of a sheet.

    `level` is a band that the rule reaches by itself, not through the total.
    `label` is the printed answer where it is not a number: a grade, a profile.
    """

    total: Decimal | None = None
    subscores: Amounts = attrs.field(factory=dict)
    level: str | None = None
    label: str | None = None
    notices: tuple[Text, ...] = ()


@attrs.frozen
class SumRule:
    """Add all scored items."""

    def outcome(self, sheet: AnswerSheet) -> Outcome:
        """Return the sum, or no total if an item is missing."""
        return Outcome(total=sheet.sum_of(sheet.scored))


@attrs.frozen
class MeanRule:
    """Take the mean of the answered items; some may be missing, as published."""

    max_missing: int

    def outcome(self, sheet: AnswerSheet) -> Outcome:
        """Return the mean to the hundredth, or no total if too many are missing."""
        answered = tuple(item for item in sheet.scored if item in sheet.known)
        amount = sheet.sum_of(answered)
        too_many = len(sheet.missing) > self.max_missing
        if too_many or not answered or amount is None:
            return Outcome()
        count = f"{len(answered)}/{len(sheet.scored)}"
        notice = Text(
            en=f"Mean of the answered items ({count}), as the published rule allows.",
            de=f"Mittelwert der beantworteten Items ({count}), wie veröffentlicht.",
        )
        total = round_to_hundredth(amount / len(answered))
        return Outcome(total=total, notices=(notice,) if sheet.missing else ())


@attrs.frozen
class DomainMaximumRule:
    """Take the greatest answer of each domain, then add the domains."""

    domains: tuple[tuple[str, ...], ...]

    def outcome(self, sheet: AnswerSheet) -> Outcome:
        """Return the sum of the domain maxima, or no total if an item is missing."""
        answers = [sheet.all_of(domain) for domain in self.domains]
        known = [max(values) for values in answers if values is not None]
        is_complete = len(known) == len(answers)
        return Outcome(total=sum(known, Decimal(0)) if is_complete else None)


@attrs.frozen
class ProductRule:
    """Multiply the factors, then add the other components."""

    factors: tuple[str, ...]
    addends: tuple[str, ...]

    def outcome(self, sheet: AnswerSheet) -> Outcome:
        """Return product plus sum, or no total if a component is missing."""
        factors, rest = sheet.all_of(self.factors), sheet.sum_of(self.addends)
        if factors is None or rest is None:
            return Outcome()
        product = Decimal(1)
        for factor in factors:
            product *= factor
        return Outcome(total=product + rest)


@attrs.frozen
class PointStep:
    """From this amount on, so many points."""

    at_least: Decimal
    points: int


@attrs.frozen
class GradedPainRule:
    """Characteristic pain intensity, disability points and the grade made of both."""

    intensity: tuple[str, ...]
    interference: tuple[str, ...]
    days: str
    interference_steps: tuple[PointStep, ...]
    day_steps: tuple[PointStep, ...]
    intensity_cut: Decimal
    grade_three_from: int
    grade_four_from: int

    def outcome(self, sheet: AnswerSheet) -> Outcome:
        """Return the intensity as the total, the parts as sub-scores, and the grade."""
        intensity = _mean_times_ten(sheet, self.intensity)
        interference = _mean_times_ten(sheet, self.interference)
        points = _points(interference, self.interference_steps)
        day_points = _points(sheet.known.get(self.days), self.day_steps)
        both = None if points is None or day_points is None else points + day_points
        parts = {
            "cpi": intensity,
            "interference": interference,
            "disability_points": both,
        }
        return Outcome(intensity, parts, level=self._grade(intensity, both))

    def _grade(self, intensity: Decimal | None, points: Decimal | None) -> str | None:
        if intensity is None:
            return None
        if intensity == 0:
            return "grade_0"
        if points is None:
            return None
        if points >= self.grade_four_from:
            return "grade_4"
        if points >= self.grade_three_from:
            return "grade_3"
        return "grade_2" if intensity >= self.intensity_cut else "grade_1"


@attrs.frozen
class TotalOnlyRule:
    """The total is entered from the holder's form; this project has no items."""

    def outcome(self, sheet: AnswerSheet) -> Outcome:
        """Return no total: items alone give none here."""
        del sheet
        return Outcome()


@attrs.frozen
class GradeRule:
    """One grade chosen by an examiner or the patient; ranks, not measures."""

    item: str
    labels: tuple[str, ...] = ()
    lowest: Decimal = Decimal(0)

    def outcome(self, sheet: AnswerSheet) -> Outcome:
        """Return the rank as the total and the printed grade as the label."""
        rank = sheet.known.get(self.item)
        if rank is None or not self.labels:
            return Outcome(total=rank)
        return Outcome(total=rank, label=self.labels[int(rank - self.lowest)])


@attrs.frozen
class SubscoresRule:
    """Sub-scores are entered; they add up only where the instrument says so.

    Where printed forms differ in their maxima, a total needs the name of the form.
    """

    adds_up: bool
    forms: tuple[Form, ...] = ()

    def outcome(self, sheet: AnswerSheet) -> Outcome:
        """Return the sub-scores, and their sum where it means something."""
        parts = {item: sheet.known.get(item) for item in sheet.scored}
        if not self.adds_up:
            return Outcome(subscores=parts)
        if self.forms and sheet.form is None:
            return Outcome(subscores=parts, notices=(_NAME_THE_FORM,))
        return Outcome(sheet.sum_of(sheet.scored), parts)


@attrs.frozen
class ProfileRule:
    """A row of digits read one by one; nothing is added."""

    digits: tuple[str, ...]

    def outcome(self, sheet: AnswerSheet) -> Outcome:
        """Return the values as sub-scores and the row as the label, if complete."""
        parts = {item: sheet.known.get(item) for item in sheet.scored}
        digits = sheet.all_of(self.digits)
        label = None if digits is None else "".join(str(int(digit)) for digit in digits)
        return Outcome(subscores=parts, label=label)


@attrs.frozen
class TriageLevel:
    """A level reached when any of its items is a yes."""

    id: str
    any_yes: tuple[str, ...]


@attrs.frozen
class TriageRule:
    """Levels from the most to the least worrying; the first that applies holds."""

    levels: tuple[TriageLevel, ...]

    def outcome(self, sheet: AnswerSheet) -> Outcome:
        """Return the level, or none while a missing answer could raise it."""
        for level in self.levels:
            reached = any_of(self._answer(sheet, item) for item in level.any_yes)
            if reached is not Truth.NO:
                return Outcome(level=level.id if reached is Truth.YES else None)
        return Outcome()

    @staticmethod
    def _answer(sheet: AnswerSheet, item: str) -> Truth:
        # An item that its opening question closed was not asked and counts as a no.
        if item not in sheet.known and item not in sheet.scored:
            return Truth.NO
        value = sheet.known.get(item)
        return Truth.of(None if value is None else value == 1)


@attrs.frozen
class ResultField:
    """A result that is recorded as the clinician writes it."""

    id: str
    name: Text


@attrs.frozen
class RecordRule:
    """Results are recorded in fields; this project computes nothing from them."""

    fields: tuple[ResultField, ...]

    def outcome(self, sheet: AnswerSheet) -> Outcome:
        """Return nothing but the statement that nothing is computed."""
        del sheet
        return Outcome(notices=(_NOTHING_COMPUTED,))


Rule = (
    SumRule
    | MeanRule
    | DomainMaximumRule
    | ProductRule
    | GradedPainRule
    | TotalOnlyRule
    | GradeRule
    | SubscoresRule
    | ProfileRule
    | TriageRule
    | RecordRule
)

_NAME_THE_FORM = Text(
    en="No total: printed forms differ in their maximum. Name the form.",
    de="Kein Gesamtwert: Höchstwerte je nach Formular verschieden. Formular nennen.",
)
_NOTHING_COMPUTED = Text(
    en="Results are recorded only; nothing is computed from them.",
    de="Die Ergebnisse werden nur festgehalten; daraus wird nichts berechnet.",
)


def round_to_hundredth(amount: Decimal) -> Decimal:
    """Return the amount to two places, halves away from zero."""
    return amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _mean_times_ten(sheet: AnswerSheet, items: tuple[str, ...]) -> Decimal | None:
    amount = sheet.sum_of(items)
    return None if amount is None else round_to_hundredth(amount * 10 / len(items))


def _points(amount: Decimal | None, steps: tuple[PointStep, ...]) -> Decimal | None:
    if amount is None:
        return None
    reached = [step.points for step in steps if amount >= step.at_least]
    return Decimal(max(reached, default=0))
