"""From products/ and profiles/ to products and profiles.

These files hold more than planning and stock need (reporting, billing); the rest is
read by the rooms that use it, so keys nobody asks for here are no mistake.
"""

from decimal import Decimal

import attrs

from glabella.core.dilution import Dilution, LabelStrength, reconstituted
from glabella.core.errors import Finding, InputError
from glabella.core.keeping import AfterReconstitution, Storage
from glabella.core.ledger import DEFAULT_WINDOW_DAYS, LedgerRule
from glabella.core.product import Brand, Product, VialSizes
from glabella.core.profile import Profile, Role
from glabella.core.quantity import Concentration, Dose, Volume
from glabella.core.sources import Basis, Status
from glabella.core.tables import Table
from glabella.protocols.raw_data import RawData

NOBODY_SAID = Basis(Status.DERIVED)


def read_products(raw: RawData, findings: list[Finding]) -> dict[str, Product]:
    """Return all products by id; files that begin with an underscore are no product."""
    products = {}
    for file, tables in raw.below("products/"):
        if not file.startswith("products/_"):
            table = Table(tables, file=file, place="file", findings=findings)
            product = _product(table)
            products[product.id] = product
    return products


def _product(table: Table) -> Product:
    product_id = table.string("id")
    dilutions = [_dilution(part, product_id) for part in table.tables("dilution")]
    return Product(
        id=product_id,
        name=table.text("name"),
        brands=tuple(
            Brand(part.string("name"), part.strings("profiles"), part.basis())
            for part in table.tables("brand")
        ),
        vials=tuple(
            VialSizes(part.decimals("units"), part.strings("brands"), part.basis())
            for part in table.tables("vials")
        ),
        dilutions=tuple(each for each in dilutions if each is not None),
        storage=_storage(table.table("storage_unopened")),
        after_reconstitution=_keeps(table.table("after_reconstitution")),
    )


def _storage(table: Table | None) -> Storage | None:
    if table is None:
        return None
    low, high = table.optional_decimal("low_c"), table.optional_decimal("high_c")
    if low is not None and high is not None and low > high:
        table.blame(f"low_c is {low}, above high_c.", "Correct the temperatures.")
    return Storage(table.text("text"), table.basis(), low_c=low, high_c=high)


def _keeps(table: Table | None) -> AfterReconstitution | None:
    if table is None:
        return None
    hours = table.integer("hours")
    if hours <= 0:
        table.blame(f"hours is {hours}.", "Nothing keeps for no time.")
    return AfterReconstitution(hours, table.text("text"), table.basis())


def _dilution(table: Table, product: str) -> Dilution | None:
    """Return a dilution; numbers that make no strength are a finding."""
    basis = table.basis()
    try:
        made = _strength(table, product, basis)
    except InputError as error:
        table.blame(str(error), "Correct the numbers.")
        return None
    return made


def _strength(table: Table, product: str, basis: Basis) -> Dilution:
    key, brands, uses = (
        table.string("id"),
        table.strings("brands"),
        table.strings("uses"),
    )
    if table.has("units_per_ml"):
        strength = Concentration(table.decimal("units_per_ml"), product)
        return Dilution(key, strength, basis, brands=brands, uses=uses)
    made = reconstituted(
        key,
        basis,
        vial=Dose(table.decimal("vial"), product),
        diluent=Volume(table.decimal("diluent_ml")),
        label_says=_label_strength(table) if table.has("label_units") else None,
    )
    return attrs.evolve(made, brands=brands, uses=uses)


def _label_strength(table: Table) -> LabelStrength | None:
    units, ml = table.decimal("label_units"), table.decimal("label_ml")
    if ml > 0:
        return LabelStrength(units, ml)
    table.blame(f'"label_ml" is {ml}.', "A volume is above zero.")
    return None


def read_profiles(raw: RawData, findings: list[Finding]) -> dict[str, Profile]:
    """Return all country profiles by id."""
    profiles = {}
    for file, tables in raw.below("profiles/"):
        table = Table(tables, file=file, place="file", findings=findings)
        profile = _profile(table)
        profiles[profile.id] = profile
    return profiles


def _profile(table: Table) -> Profile:
    profile_id = table.string("id")
    rules, diary = table.table("stop_rules"), table.table("diary")
    return Profile(
        id=profile_id,
        name=table.text("name"),
        guideline=rules.optional_string("in_force") if rules else None,
        guidelines_shown=rules.strings("shown") if rules else (),
        ledger_rules=tuple(_rule(part, profile_id) for part in table.tables("ledger")),
        roles=tuple(_role(part) for part in table.tables("role")),
        full_labels=table.strings("full_labels"),
        diary_demanded=bool(diary and diary.flag("demanded_to_start", default=False)),
    )


def _rule(table: Table, profile: str) -> LedgerRule:
    interval = table.table("interval")
    days = interval.optional_integer("days") if interval else None
    window = table.optional_integer("window_days")
    return LedgerRule(
        product=table.string("product"),
        window_days=window or DEFAULT_WINDOW_DAYS,
        window_months=table.optional_integer("window_months"),
        cap_units=_positive(table, "cap_units"),
        session_cap_units=_positive(table, "session_cap_units"),
        min_interval_days=days or DEFAULT_WINDOW_DAYS,
        min_interval_months=interval.optional_integer("months") if interval else None,
        conditions=table.strings("conditions"),
        profile=profile,
        basis=table.basis(),
    )


def _positive(table: Table, key: str) -> Decimal | None:
    number = table.optional_decimal(key)
    if number is not None and number <= 0:
        table.blame(f'"{key}" is {number}.', "A cap is above zero.")
    return number


def _role(table: Table) -> Role:
    return Role(
        deed=table.string("deed"),
        who=table.text("who"),
        basis=table.basis(),
        conditions=table.strings("conditions"),
        uses=table.strings("uses"),
    )
