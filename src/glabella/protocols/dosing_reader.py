"""From dosing tables to schemes, options, limits and intervals."""

from decimal import Decimal

from glabella.core.protocol import (
    ExtraSites,
    Interval,
    Limit,
    Scheme,
    SchemeOption,
    SitePattern,
)
from glabella.core.sources import Basis
from glabella.core.tables import Table, exact_number

CHOICES = ("default", "named", "range")
SIDES = ("bilateral", "midline", "left", "right", "affected")
SCOPES = ("point", "muscle", "side", "session", "window")


def read_scheme(table: Table) -> Scheme:
    """Return a scheme; its sites must add up to its printed total."""
    split = table.table("split")
    scheme = Scheme(
        id=table.string("id"),
        product=table.string("product"),
        name=table.text("name"),
        choice=_one_of(table, "choice", CHOICES),
        basis=table.basis(),
        sites=tuple(_site(part) for part in table.tables("site")),
        total_units=table.optional_decimal("total_units"),
        total_points=table.optional_integer("total_points"),
        split_basis=split.basis() if split else None,
        ml_per_point=table.optional_decimal("ml_per_point"),
        dilution_ml=table.optional_decimal("dilution_ml"),
        vial_units=table.optional_decimal("vial_units"),
        needle=table.optional_text("needle"),
        population=table.optional_text("population"),
        profiles=table.strings("profiles"),
        values=table.values("values"),
        origin=table.origin(),
    )
    if split:
        split.done()
    _check_sums(scheme, table)
    return scheme


def _check_sums(scheme: Scheme, table: Table) -> None:
    if not scheme.sites or any(site.units_per_point is None for site in scheme.sites):
        return
    units = sum((scheme_units(site) for site in scheme.sites), Decimal(0))
    if scheme.total_units is not None and units != scheme.total_units:
        law = f"its sites add up to {units} U, the total says {scheme.total_units} U."
        table.blame(law, "Correct the sites or the total.")
    points = sum(point_count(site) for site in scheme.sites)
    if scheme.total_points is not None and points != scheme.total_points:
        law = f"has {points} points, the total says {scheme.total_points}."
        table.blame(law, "Correct the sites or the total.")


def point_count(site: SitePattern) -> int:
    """Return the points of a pattern on both sides together; 0 if none is printed."""
    return (site.points or 0) * (2 if site.side == "bilateral" else 1)


def scheme_units(site: SitePattern) -> Decimal:
    """Return the units of a pattern on both sides together."""
    return point_count(site) * (site.units_per_point or Decimal(0))


def _site(table: Table) -> SitePattern:
    landmark_basis = table.table("landmark_basis")
    site = SitePattern(
        muscle=table.string("muscle"),
        side=_one_of(table, "side", SIDES),
        points=table.optional_integer("points"),
        units_per_point=table.optional_decimal("units_per_point"),
        units_range=_pair(table, "units_range"),
        points_range=_whole_pair(table, "points_range"),
        depth=table.optional_string("depth"),
        landmark=table.optional_text("landmark"),
        landmark_basis=_basis(landmark_basis),
    )
    table.done()
    return site


def _basis(table: Table | None) -> Basis | None:
    if table is None:
        return None
    basis = table.basis()
    table.done()
    return basis


def _pair(table: Table, key: str) -> tuple[Decimal, Decimal] | None:
    value = table.raw(key)
    if value is None:
        return None
    items = value if isinstance(value, list) else []
    match [exact_number(item) for item in items]:
        case [Decimal() as low, Decimal() as high] if low <= high:
            return low, high
    table.blame(f'"{key}" is {value!r}.', "Write [low, high].")
    return None


def _whole_pair(table: Table, key: str) -> tuple[int, int] | None:
    pair = _pair(table, key)
    if pair is None:
        return None
    for number in pair:
        if number != number.to_integral_value():
            table.blame(f'"{key}" has {number}, not whole.', "Write whole numbers.")
    return int(pair[0]), int(pair[1])


def _one_of(table: Table, key: str, allowed: tuple[str, ...]) -> str:
    value = table.string(key)
    if value and value not in allowed:
        table.blame(f'"{key}" is "{value}".', f"Use one of {', '.join(allowed)}.")
    return value


def read_option(table: Table) -> SchemeOption:
    """Return an option that adds points to a scheme."""
    return SchemeOption(
        id=table.string("id"),
        scheme=table.string("scheme"),
        name=table.text("name"),
        extras=tuple(_extra(part) for part in table.tables("extra")),
        max_extra_units=table.decimal("max_extra_units"),
        max_extra_points=table.integer("max_extra_points"),
        basis=table.basis(),
        note=table.optional_text("remark"),
        origin=table.origin(),
    )


def _extra(table: Table) -> ExtraSites:
    extra = ExtraSites(
        muscle=table.string("muscle"),
        max_units=table.decimal("max_units"),
        units_per_point=table.decimal("units_per_point"),
    )
    table.done()
    return extra


def read_limit(table: Table) -> Limit:
    """Return a limit."""
    return Limit(
        id=table.string("id"),
        scope=_one_of(table, "scope", SCOPES),
        units=table.decimal("units"),
        product=table.string("product"),
        basis=table.basis(),
        text=table.text("text"),
        muscle=table.optional_string("muscle"),
        window_days=table.optional_integer("window_days"),
        window_months=table.optional_integer("window_months"),
        profiles=table.strings("profiles"),
        enforced=table.flag("enforced", default=True),
        origin=table.origin(),
    )


def read_interval(table: Table) -> Interval:
    """Return an interval."""
    return Interval(
        kind=_one_of(table, "kind", ("minimum", "usual", "median_seen")),
        days=table.integer("days"),
        basis=table.basis(),
        days_to=table.optional_integer("days_to"),
        months=table.optional_integer("months"),
        product=table.optional_string("product"),
        profiles=table.strings("profiles"),
        text=table.optional_text("text"),
        origin=table.origin(),
    )
