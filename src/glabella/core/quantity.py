"""Doses, volumes and strengths, each of which refuses what is unlike it.

Vocabulary: a *product* is named by its active substance ("onabotulinumtoxinA"), never
by a brand; a *unit* is that product's own biological unit.
A *graduation* is the distance between two marks of a syringe.

The unit of one botulinum toxin is not the unit of another: "Botulinum toxin units are
not interchangeable from one product to another" (EMC-BOTOX-100, section 2).
So a dose carries its product, and two products never add, compare, convert or share a
total; here nothing converts at all.

Doses are exact decimals. Volumes and strengths are exact fractions, because 300 U in
2.5 ml puts 50 U into 0.41666... ml, which no decimal can say. A volume becomes a
decimal once, in `round_to_drawable_volume`.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

import attrs

from glabella.core.errors import GlabellaError, InputError
from glabella.core.sources import Text

# Bounds of this project, not of medicine: within them sums of millions of doses stay
# exact in the 28 digits of a decimal, and a slip such as "1e400" is found at the door.
DECIMAL_PLACES = 12
QUANTITY_BELOW = 10**9

# DERIVED: a project default. Above this share of the dose, the nearest mark of the
# syringe is no longer the same dose, and the plan says so.
ROUNDING_SHARE_ALLOWED = Fraction(5, 100)


class UnlikeUnitsError(GlabellaError):
    """Units of two products met in one sum, difference, comparison or strength."""

    def __init__(self, deed: str, *, first: object, second: object) -> None:
        """Name both quantities, so that the reader sees which two products met."""
        super().__init__(
            f"Cannot {deed} {first} and {second}: units of one botulinum toxin are not "
            "units of another. Keep a separate total for each product."
        )


class QuantityError(InputError):
    """A number that is no amount: negative, not finite, a float, or out of bounds."""


def checked_amount(value: Decimal | int, *, what: str = "An amount") -> Decimal:
    """Return an amount as an exact decimal, not negative.

    Floats are refused because 0.1 as a float is not a tenth; so are yes and no.

    Raises:
        QuantityError: If the value is no exact, finite amount within the bounds.
    """
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise QuantityError(
            f"{what} is {value!r}, a {type(value).__name__}.",
            mending='Give an exact decimal, made from text: Decimal("2.5").',
        )
    amount = Decimal(value)
    if not amount.is_finite():
        raise QuantityError(f"{what} is {amount}.", mending="Give a number.")
    if amount < 0:
        raise QuantityError(f"{what} is {amount}.", mending="It cannot be below zero.")
    exponent = amount.as_tuple().exponent
    too_fine = isinstance(exponent, int) and exponent < -DECIMAL_PLACES
    if too_fine or amount >= QUANTITY_BELOW:
        raise QuantityError(
            f"{what} is {amount}.",
            mending=f"Give at most {DECIMAL_PLACES} decimal places and less than "
            f"{QUANTITY_BELOW}.",
        )
    return amount.copy_abs()  # minus zero is zero


def plain_number(value: Decimal) -> str:
    """Return the digits without an exponent and without idle zeros: 100, 2.5."""
    return f"{value.normalize():f}"


def _checked_units(value: Decimal | int) -> Decimal:
    return checked_amount(value, what="A number of units")


def _checked_product(value: str) -> str:
    if not _is_name(value):
        raise QuantityError(
            f"{value!r} names no product.",
            mending='Give the active substance, such as "onabotulinumtoxinA".',
        )
    return value


def _is_name(value: object) -> bool:
    return isinstance(value, str) and value.isidentifier()


def _exact_decimal(value: Fraction, *, what: str) -> Decimal:
    scaled, rest = divmod(value.numerator * 10**DECIMAL_PLACES, value.denominator)
    if rest:
        raise QuantityError(
            f"{what} is {value}, which no decimal says exactly.",
            mending="Round at a named place first.",
        )
    return Decimal(scaled).scaleb(-DECIMAL_PLACES)


@attrs.frozen
class Dose:
    """Units of one product.

    Two doses are equal if units and product are. Whether one is larger is a question
    only within a product: between products it raises `UnlikeUnitsError`.
    """

    units: Decimal = attrs.field(converter=_checked_units)
    product: str = attrs.field(converter=_checked_product)

    def __add__(self, other: "Dose") -> "Dose":
        self._must_be_like(other, "add")
        return Dose(self.units + other.units, self.product)

    def __sub__(self, other: "Dose") -> "Dose":
        self._must_be_like(other, "subtract")
        return Dose(self.units - other.units, self.product)

    def __mul__(self, count: Decimal | int) -> "Dose":
        factor = Fraction(checked_amount(count, what="A count"))
        units = _exact_decimal(Fraction(self.units) * factor, what="A dose")
        return Dose(units, self.product)

    __rmul__ = __mul__

    def __lt__(self, other: "Dose") -> bool:
        self._must_be_like(other, "compare")
        return self.units < other.units

    def __le__(self, other: "Dose") -> bool:
        self._must_be_like(other, "compare")
        return self.units <= other.units

    def __gt__(self, other: "Dose") -> bool:
        return other < self

    def __ge__(self, other: "Dose") -> bool:
        return other <= self

    def __str__(self) -> str:
        return f"{plain_number(self.units)} U {self.product}"

    def _must_be_like(self, other: object, deed: str) -> None:
        if not isinstance(other, Dose) or other.product != self.product:
            raise UnlikeUnitsError(deed, first=self, second=other)

    @property
    def ucum(self) -> str:
        """The unit for the wire: an arbitrary unit that names its substance.

        Source: UCUM 2.2, sections 6 (annotations) and 24 (arbitrary units are not
        commensurable with any other unit).
        """
        return f"[arb'U]{{{self.product}}}"


def total_dose(doses: Iterable[Dose], *, product: str) -> Dose:
    """Return the sum of doses of one product; no dose makes zero of that product.

    Raises:
        UnlikeUnitsError: If a dose is of another product.
    """
    total = Dose(0, product)
    for dose in doses:
        total += dose
    return total


def _exact_ml(value: Fraction | Decimal | int) -> Fraction:
    if isinstance(value, Fraction) and value >= 0:
        return value
    if isinstance(value, Fraction):
        raise QuantityError(f"A volume is {value} ml.", mending="Give no less than 0.")
    return Fraction(checked_amount(value, what="A volume in ml"))


@attrs.frozen(order=True)
class Volume:
    """Millilitres, exact."""

    ml: Fraction = attrs.field(converter=_exact_ml)

    def __add__(self, other: "Volume") -> "Volume":
        return Volume(self.ml + other.ml)

    def __sub__(self, other: "Volume") -> "Volume":
        return Volume(self.ml - other.ml)

    def __str__(self) -> str:
        return f"{self.ml} ml"


def total_volume(volumes: Iterable[Volume]) -> Volume:
    """Return the sum of volumes, exact."""
    return Volume(sum((volume.ml for volume in volumes), Fraction(0)))


def _exact_strength(value: Fraction | Decimal | int) -> Fraction:
    strength = (
        value
        if isinstance(value, Fraction)
        else Fraction(checked_amount(value, what="A strength in U/ml"))
    )
    if strength <= 0:
        raise QuantityError(
            f"A strength is {strength} U/ml.", mending="Give more than 0."
        )
    return strength


@attrs.frozen
class Concentration:
    """Units of one product in a millilitre, exact."""

    units_per_ml: Fraction = attrs.field(converter=_exact_strength)
    product: str = attrs.field(converter=_checked_product)

    @property
    def units_per_0_1_ml(self) -> Fraction:
        """Units in a tenth of a millilitre, as labels print it."""
        return self.units_per_ml / 10

    def volume_of(self, dose: Dose) -> Volume:
        """Return the exact volume that holds a dose.

        Raises:
            UnlikeUnitsError: If the dose is of another product.
        """
        if dose.product != self.product:
            raise UnlikeUnitsError("measure out", first=dose, second=self)
        return Volume(Fraction(dose.units) / self.units_per_ml)

    def units_in(self, volume: Volume) -> Fraction:
        """Return the units of this product that a volume holds, exact."""
        return volume.ml * self.units_per_ml

    def __str__(self) -> str:
        return f"{self.units_per_ml} U/ml {self.product}"


def _above_zero_ml(value: Decimal | int) -> Decimal:
    size = checked_amount(value, what="A size in ml")
    if size == 0:
        raise QuantityError("A size is 0 ml.", mending="Give more than 0.")
    return size


@attrs.frozen
class Syringe:
    """What a volume is drawn into: how much it holds and how finely it is marked.

    Its capacity is a whole number of graduations.
    """

    capacity_ml: Decimal = attrs.field(converter=_above_zero_ml)
    graduation_ml: Decimal = attrs.field(converter=_above_zero_ml)

    def __attrs_post_init__(self) -> None:
        if Fraction(self.capacity_ml) % Fraction(self.graduation_ml):
            raise QuantityError(
                f"A syringe of {self.capacity_ml} ml cannot be marked every "
                f"{self.graduation_ml} ml.",
                mending="Give the distance between two marks as printed on it.",
            )


# The usual fine syringe: 1 ml, a mark every 0.01 ml. A practice may use others.
ONE_ML_SYRINGE = Syringe(Decimal(1), Decimal("0.01"))


@attrs.frozen
class DrawableVolume:
    """A volume that a syringe can show, beside the exact one it stands for."""

    ml: Decimal
    exact: Volume
    share_allowed: Fraction = ROUNDING_SHARE_ALLOWED

    @property
    def error_ml(self) -> Fraction:
        """What rounding added, in ml; negative if it took away."""
        return Fraction(self.ml) - self.exact.ml

    @property
    def error_share(self) -> Fraction:
        """The size of the error as a share of the exact volume, hence of the dose."""
        return abs(self.error_ml) / self.exact.ml if self.exact.ml else Fraction(0)

    @property
    def is_faithful(self) -> bool:
        """Whether the drawn dose is the wanted dose within the share allowed."""
        return self.error_share <= self.share_allowed

    @property
    def warning(self) -> Text | None:
        """What to tell the person who draws, or None if the dose is kept."""
        if self.is_faithful:
            return None
        percent = round(self.error_share * 100)
        mark = plain_number(self.ml)
        return Text(
            en=f"Drawing {mark} ml changes the dose by {percent} %. "
            "Choose another dilution or a finer syringe.",
            de=f"Mit {mark} ml ändert sich die Dosis um {percent} %. "
            "Andere Verdünnung oder feinere Spritze wählen.",
        )


def round_to_drawable_volume(
    volume: Volume,
    *,
    syringe: Syringe = ONE_ML_SYRINGE,
    share_allowed: Fraction = ROUNDING_SHARE_ALLOWED,
) -> DrawableVolume:
    """Return the nearest mark of a syringe; half way goes up to the next mark.

    The rule is "round half up", as a person reads a scale. Half to even would send
    0.125 ml down and 0.135 ml up, which nobody at the bench expects; always up or
    always down would shift every site the same way and add up over a session.
    The error is at most half a graduation and stays visible in the answer, with a
    warning where it changes the dose by more than the share allowed.

    This is the only place where a volume is rounded. Round the volume of a whole draw,
    never the sum of rounded sites.
    """
    graduation = Fraction(syringe.graduation_ml)
    marks = (volume.ml / graduation + Fraction(1, 2)).__floor__()
    return DrawableVolume(
        ml=marks * syringe.graduation_ml, exact=volume, share_allowed=share_allowed
    )
