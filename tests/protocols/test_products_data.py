"""The files of products and countries obey the laws that their heads state."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from glabella.core.dilution import LabelStrength, strength
from glabella.core.ledger import LedgerRule, ledger
from glabella.core.quantity import Concentration, Dose, Volume
from glabella.core.sources import Basis, Status
from glabella.core.syringe import vials_to_open
from glabella.protocols.raw_data import DATA

Table = Mapping[str, object]

PRODUCTS = [
    "abobotulinumtoxinA",
    "daxibotulinumtoxinA",
    "incobotulinumtoxinA",
    "letibotulinumtoxinA",
    "onabotulinumtoxinA",
    "prabotulinumtoxinA",
    "relabotulinumtoxinA",
    "rimabotulinumtoxinB",
]
PROFILES = ["AT", "CH", "DE", "EU", "SG", "UK", "US"]

# Where the printed strength is not the arithmetic one, as the sources print it.
ROUNDED_BY_THE_LABEL = {
    ("abobotulinumtoxinA", "300_in_2_5"),
    ("abobotulinumtoxinA", "125_in_0_63"),
    ("daxibotulinumtoxinA", "100_in_1_2"),
}


@cache
def load(path: Path) -> Table:
    return tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)


def product(name: str) -> Table:
    return load(DATA / "products" / f"{name}.toml")


def profile(name: str) -> Table:
    return load(DATA / "profiles" / f"{name}.toml")


def every_file() -> list[Path]:
    return sorted([*DATA.glob("products/*.toml"), *DATA.glob("profiles/*.toml")])


@cache
def source_ids() -> frozenset[str]:
    return frozenset(key for file in DATA.glob("sources/*.toml") for key in load(file))


def rows(table: Table, key: str) -> list[Table]:
    value = table.get(key, [])
    assert isinstance(value, list)
    return value


def number(table: Table, key: str) -> Decimal:
    value = table[key]
    assert isinstance(value, int | Decimal)
    return Decimal(value)


def words(table: Table, key: str) -> list[str]:
    value = table.get(key, [])
    assert isinstance(value, list)
    return value


def statements(value: object) -> Iterator[Table]:
    """Yield every table, at any depth, that says where it comes from."""
    if isinstance(value, Mapping):
        if "basis" in value:
            yield value
        for part in value.values():
            yield from statements(part)
    elif isinstance(value, list):
        for part in value:
            yield from statements(part)


def tables(value: object, *, inside: str = "") -> Iterator[tuple[str, Table]]:
    """Yield every table with its key."""
    if isinstance(value, Mapping):
        yield inside, value
        for key, part in value.items():
            yield from tables(part, inside=key)
    elif isinstance(value, list):
        for part in value:
            yield from tables(part, inside=inside)


def test_all_eight_products_and_seven_profiles_are_there() -> None:
    products = {path.stem for path in DATA.glob("products/*.toml")} - {"_common"}
    profiles = {path.stem for path in DATA.glob("profiles/*.toml")}

    assert products == set(PRODUCTS)
    assert profiles == set(PROFILES)


@pytest.mark.parametrize("name", PRODUCTS)
def test_product_file_is_named_after_its_product(name: str) -> None:
    assert product(name)["id"] == name


@pytest.mark.parametrize("name", PROFILES)
def test_profile_file_is_named_after_its_profile(name: str) -> None:
    assert profile(name)["id"] == name


@pytest.mark.parametrize("path", every_file(), ids=lambda path: path.stem)
def test_every_statement_has_a_known_status_and_its_evidence(path: Path) -> None:
    for statement in statements(load(path)):
        status = Status(statement["basis"])
        if status is Status.SEEN:
            assert words(statement, "sources"), statement
        if status is Status.RECALLED:
            assert {"confidence", "check"} <= statement.keys(), statement
        assert set(words(statement, "sources")) <= source_ids(), statement


@pytest.mark.parametrize("path", every_file(), ids=lambda path: path.stem)
def test_every_table_says_where_it_comes_from(path: Path) -> None:
    """Texts and printed values belong to the statement around them."""
    parts = {"name", "text", "what", "who", "values", "shelf_months", "example"}
    silent = [
        key
        for key, table in tables(load(path))
        if key not in parts | {"", "billing_us"} and "basis" not in table
    ]

    assert silent == []


@pytest.mark.parametrize("path", every_file(), ids=lambda path: path.stem)
def test_every_human_text_is_bilingual(path: Path) -> None:
    for key, table in tables(load(path)):
        if key in {"name", "text", "what", "who"}:
            assert set(table) == {"en", "de"}, table


@pytest.mark.parametrize("name", PRODUCTS)
def test_ready_strength_and_vial_agree(name: str) -> None:
    for row in rows(product(name), "dilution"):
        if "volume_ml" in row:
            held = number(row, "units_per_ml") * number(row, "volume_ml")
            assert held == number(row, "vial")


def test_printed_strength_is_the_arithmetic_one_or_a_known_rounding() -> None:
    rounded = set()
    for name in PRODUCTS:
        for row in rows(product(name), "dilution"):
            if "diluent_ml" not in row:
                continue
            vial = Dose(number(row, "vial"), name)
            exact = strength(vial, diluent=Volume(number(row, "diluent_ml")))
            said = LabelStrength(number(row, "label_units"), number(row, "label_ml"))
            off = abs(said.units_per_ml / exact.units_per_ml - 1)
            assert off <= Fraction(5, 100), row
            if off:
                rounded.add((name, row["id"]))

    assert rounded == ROUNDED_BY_THE_LABEL


def test_rounded_daxibotulinum_strength_is_shown_to_two_places() -> None:
    (row,) = rows(product("daxibotulinumtoxinA"), "dilution")

    exact = number(row, "vial") / number(row, "diluent_ml") * number(row, "label_ml")

    assert round(exact, 2) == number(row, "arithmetic_units")


@pytest.mark.parametrize("name", PRODUCTS)
def test_dilution_is_of_a_vial_that_exists(name: str) -> None:
    sizes = {
        size for row in rows(product(name), "vials") for size in words(row, "units")
    }

    for row in rows(product(name), "dilution"):
        assert row.get("vial") is None or row["vial"] in sizes


@pytest.mark.parametrize("name", PRODUCTS)
def test_ids_within_a_product_are_unique(name: str) -> None:
    for key in ("dilution", "limit"):
        ids = [row["id"] for row in rows(product(name), key)]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", PRODUCTS)
def test_superseded_or_literature_numbers_are_never_enforced(name: str) -> None:
    for row in rows(product(name), "limit"):
        if row.get("superseded") or row.get("engine"):
            assert row["enforced"] is False


@pytest.mark.parametrize("name", PRODUCTS)
def test_profiles_of_a_product_exist(name: str) -> None:
    for _, table in tables(product(name)):
        assert set(words(table, "profiles")) <= set(PROFILES)


@pytest.mark.parametrize("name", PROFILES)
def test_every_product_has_one_general_rule_in_every_profile(name: str) -> None:
    general = [
        row["product"]
        for row in rows(profile(name), "ledger")
        if "conditions" not in row
    ]

    assert sorted(map(str, general)) == PRODUCTS


@pytest.mark.parametrize("name", PROFILES)
def test_rule_of_a_profile_repeats_the_limit_it_is_taken_from(name: str) -> None:
    for row in rows(profile(name), "ledger"):
        if "limit" not in row:
            continue
        limits = rows(product(str(row["product"])), "limit")
        (limit,) = [one for one in limits if one["id"] == row["limit"]]
        cap = "session_cap_units" if limit["scope"] == "session" else "cap_units"
        assert row[cap] == limit["units"]
        assert row.get("window_months") == limit.get("window_months")
        assert row.get("conditions") == limit.get("conditions")
        assert row["basis"] == limit["basis"]
        assert limit.get("is_default") or name in words(limit, "profiles")
        assert limit["enforced"] is True


@pytest.mark.parametrize("name", PROFILES)
def test_cap_that_no_rule_names_is_read_in_a_source(name: str) -> None:
    """A narrower rule, for one condition, has no limit among the product's own."""
    for row in rows(profile(name), "ledger"):
        if "cap_units" in row and "limit" not in row:
            assert (row["basis"], "conditions" in row) == ("SEEN", True)


@pytest.mark.parametrize("name", PROFILES)
def test_no_rule_of_a_profile_is_recalled(name: str) -> None:
    assert [
        row for row in rows(profile(name), "ledger") if row["basis"] == "RECALLED"
    ] == []


@pytest.mark.parametrize("name", PROFILES)
def test_nobody_has_put_a_full_label_on_file(name: str) -> None:
    assert profile(name)["full_labels"] == []


def test_cap_of_the_adult_is_400_units_everywhere() -> None:
    """Printed for UK and US; a strict default of this project elsewhere."""
    caps = {}
    for name in PROFILES:
        for row in rows(profile(name), "ledger"):
            if row["product"] == "onabotulinumtoxinA" and "conditions" not in row:
                caps[name] = (row["cap_units"], row["window_days"], row["basis"])

    assert caps == {
        name: (400, 84, "SEEN" if name in {"UK", "US"} else "DERIVED")
        for name in PROFILES
    }


def test_only_the_united_states_print_months() -> None:
    printing = [name for name in PROFILES if profile(name)["prints_months"]]
    with_months = {
        name
        for name in PROFILES
        for row in rows(profile(name), "ledger")
        if "window_months" in row
    }

    assert printing == ["US"]
    assert with_months == {"US"}


def test_guideline_in_force_by_country() -> None:
    in_force = {}
    for name in PROFILES:
        rules = profile(name)["stop_rules"]
        assert isinstance(rules, Mapping)
        in_force[name] = rules.get("in_force")

    countries = {"UK": "NICE", "US": None, "SG": None}
    assert in_force == countries | dict.fromkeys(["AT", "CH", "DE", "EU"], "EHF")


def test_swiss_deadlines() -> None:
    """VAM Art. 63 paragraph 3: 15 days, at once for defects, 60 days for the rest."""
    clocks = {
        row["id"]: (row.get("deadline_days"), row.get("at_once", False))
        for row in rows(profile("CH"), "reporting")
    }

    assert clocks == {
        "swissmedic_serious": (15, False),
        "swissmedic_quality": (15, True),
        "swissmedic_unknown": (60, False),
    }


def test_billing_example_of_the_data_is_what_the_arithmetic_gives() -> None:
    billing = load(DATA / "products" / "_common.toml")["billing_us"]
    assert isinstance(billing, Mapping)
    example = billing["wastage"]["example"]
    given = Dose(number(example, "given"), "onabotulinumtoxinA")

    from_one = vials_to_open(given, sizes=[number(example, "vial")])
    from_two = vials_to_open(given, sizes=[Decimal(100)])

    assert from_one.waste.units == from_two.waste.units == number(example, "jw_units")


def test_rules_of_a_profile_become_rules_of_the_ledger() -> None:
    """The United Kingdom: 400 U for everything, 100 U of it for blepharospasm."""
    kept = [
        LedgerRule(
            product=str(row["product"]),
            window_days=int(number(row, "window_days")),
            cap_units=number(row, "cap_units"),
            conditions=tuple(words(row, "conditions")),
            profile="UK",
            basis=Basis(Status(row["basis"]), tuple(words(row, "sources"))),
        )
        for row in rows(profile("UK"), "ledger")
        if row["product"] == "onabotulinumtoxinA"
    ]

    books = [ledger(date(2026, 1, 1), [], rule=rule) for rule in kept]
    limits = [(book.rule.conditions, book.remaining) for book in books]

    assert limits == [((), Decimal(400)), (("blepharospasm",), Decimal(100))]


def test_strength_of_a_ready_product_is_a_concentration() -> None:
    (row,) = rows(product("relabotulinumtoxinA"), "dilution")

    made = Concentration(number(row, "units_per_ml"), "relabotulinumtoxinA")

    assert made.volume_of(Dose(50, "relabotulinumtoxinA")) == Volume(Decimal("0.5"))
