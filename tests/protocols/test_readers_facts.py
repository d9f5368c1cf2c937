"""Mistakes in facts, sources, muscles, urgent rules and products, each found whole."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

from glabella.core.criteria import Is
from glabella.core.dilution import Dilution, LabelStrength, reconstituted
from glabella.core.errors import Finding
from glabella.core.fact_types import FactDefinition, FactType, Validity
from glabella.core.ledger import LedgerRule
from glabella.core.muscles import Muscle
from glabella.core.product import Brand, Product, VialSizes
from glabella.core.profile import Profile, Role
from glabella.core.quantity import Concentration, Dose, Volume
from glabella.core.sources import Basis, Source, Status, Text
from glabella.core.urgent import Urgency, UrgentRule
from glabella.protocols.loader import load
from tests.protocols import tiny

SEEN = Basis(Status.SEEN, ("LABEL",))

FACTS, SOURCES, MUSCLES = "facts/all.toml", "sources/all.toml", "muscles.toml"
URGENT, PRODUCT, PROFILE = "urgent.toml", "products/toxin.toml", "profiles/UK.toml"

SPREAD = 'urgent "spread"'


def test_a_sound_folder_has_no_findings(folder: Path) -> None:
    assert tiny.findings(folder) == []


# ---- sources, spans, facts ----------------------------------------------------------


def test_a_source_is_read_whole(folder: Path) -> None:
    assert load(folder).sources == {
        "LABEL": Source(
            "LABEL",
            "A",
            "A label",
            2024,
            "https://example.org",
            "2026-11-21",
            "section 4",
        )
    }


def test_facts_are_read_whole(folder: Path) -> None:
    catalogue = load(folder).catalogue

    assert catalogue["age"] == FactDefinition(
        id="age",
        type=FactType.INTEGER,
        question=Text("age?", "Alter?"),
        validity=Validity("for_life", None),
        unit="years",
        minimum=Decimal(0),
        maximum=Decimal(120),
        topic="person",
        derived_from=("birth_date",),
    )
    assert catalogue["grade"].choices == ("mild", "severe")
    assert catalogue["grade"].validity == Validity("same_day", 0)
    assert catalogue["toxin_sessions"].fields == {
        "date": FactType.DATE,
        "product": FactType.TEXT,
        "condition": FactType.TEXT,
    }


CHOICES = ("has choices that do not fit its type.", "Add or remove choices.")
FIELDS = ("has fields that do not fit its type.", "Add or remove fields.")
TYPES = (
    "Use one of boolean, integer, decimal, date, text, choice, choices, monthly, "
    "records."
)
UNKNOWN_KEY = ('has an unknown key "nota".', "Correct or remove it.")

ROWS = 'fields = { date = "date", product = "text", condition = "text" }\n'

BROKEN = [
    (
        'tier = "A"',
        'tier = "E"',
        Finding(SOURCES, "[LABEL]", 'has the tier "E".', "Use A, B, C or D."),
    ),
    ("note =", "nota =", Finding(SOURCES, "[LABEL]", *UNKNOWN_KEY)),
    ("days =", "nota =", Finding("validity.toml", "[same_day]", *UNKNOWN_KEY)),
    (
        'validity = "same_day"',
        'validity = "a_week"',
        Finding(
            FACTS,
            "[spasm]",
            'has the validity "a_week".',
            "Use one of for_life, same_day.",
        ),
    ),
    (
        'type = "date"',
        'type = "day"',
        Finding(FACTS, "[birth_date]", "\"type\" is 'day'.", TYPES),
    ),
    (
        'type = "date"',
        'type = "date"\nchoices = ["a"]',
        Finding(FACTS, "[birth_date]", *CHOICES),
    ),
    (
        'type = "date"',
        'type = "choices"',
        Finding(FACTS, "[birth_date]", *CHOICES),
    ),
    (
        'type = "date"',
        'type = "date"\nfields = { date = "date" }',
        Finding(FACTS, "[birth_date]", *FIELDS),
    ),
    (ROWS, "", Finding(FACTS, "[toxin_sessions]", *FIELDS)),
    (
        'date = "date"',
        'date = "day"',
        Finding(FACTS, "[toxin_sessions].fields", "\"date\" is 'day'.", TYPES),
    ),
    ("note =", "nota =", Finding(MUSCLES, "[frontalis]", *UNKNOWN_KEY)),
    (
        'part_of = "frontalis"',
        'part_of = "temporalis"',
        Finding(
            MUSCLES,
            "[frontalis_lateral]",
            'is part of "temporalis", which is no muscle.',
            "Add the whole muscle or correct its name.",
        ),
    ),
    (
        'derived_from = ["birth_date"]',
        'derived_from = ["birthday"]',
        Finding(
            FACTS,
            "[age]",
            'follows from "birthday", which is no fact.',
            "Add it to facts/ or correct the name.",
        ),
    ),
    (
        'when = { fact = "spasm" }\n',
        "",
        Finding(URGENT, SPREAD, 'lacks "when".', "Say which facts decide."),
    ),
    (
        'when = { fact = "spasm" }',
        "when = 3",
        Finding(URGENT, SPREAD, '"when" is 3, not a table.', "Write [when]."),
    ),
    (
        '"emergency_now"',
        '"soon"',
        Finding(
            URGENT,
            SPREAD,
            "\"urgency\" is 'soon'.",
            "Use one of emergency_now, clinician_today.",
        ),
    ),
    (
        "diluent_ml = 2",
        "diluent_ml = 0",
        Finding(
            PRODUCT,
            'dilution "100_in_2"',
            "100 U toxin in 0 ml has no strength. "
            "Give a vial with units and a volume above 0 ml.",
            "Correct the numbers.",
        ),
    ),
    (
        "label_ml = 0.1",
        "label_ml = 0",
        Finding(
            PRODUCT,
            'dilution "100_in_2"',
            '"label_ml" is 0.',
            "A volume is above zero.",
        ),
    ),
    (
        "session_cap_units = 360",
        "session_cap_units = -1",
        Finding(
            PROFILE,
            'ledger "1"',
            '"session_cap_units" is -1.',
            "A cap is above zero.",
        ),
    ),
]


@pytest.mark.parametrize(("old", "new", "finding"), BROKEN)
def test_a_mistake_is_found_at_its_place(
    folder: Path, old: str, new: str, finding: Finding
) -> None:
    assert tiny.findings_after(folder, finding.file, old, new) == [finding]


@pytest.mark.parametrize(
    ("name", "text", "law"),
    [
        ("sources/more.toml", "[LABEL]\ntier = 'A'\ntitle = 'twice'", "a source"),
        (
            "facts/more.toml",
            """
[spasm]
type = "boolean"
question = { en = "spasm?", de = "Spasmus?" }
validity = "same_day"
topic = "face"
""",
            "a fact",
        ),
    ],
)
def test_a_name_stands_in_one_file_only(
    folder: Path, name: str, text: str, law: str
) -> None:
    (folder / name).write_text(text, "utf-8")
    place = "[LABEL]" if law == "a source" else "[spasm]"

    assert tiny.findings(folder) == [
        Finding(name, place, f"is {law} twice.", "Keep one.")
    ]


def test_a_field_table_that_is_none_is_found_once_for_each_law(folder: Path) -> None:
    found = tiny.findings_after(folder, FACTS, ROWS, "fields = 3\n")

    assert found == [
        Finding(FACTS, "[toxin_sessions]", law, mending)
        for law, mending in (
            ('"fields" is 3, not a table.', "Write [fields]."),
            FIELDS,
        )
    ]


# ---- muscles and urgent rules -------------------------------------------------------


def test_muscles_are_read_whole(folder: Path) -> None:
    assert load(folder).muscles == {
        "frontalis": Muscle(
            "frontalis", Text("frontalis", "Stirnmuskel"), "face", "muscle"
        ),
        "frontalis_lateral": Muscle(
            id="frontalis_lateral",
            name=Text("side of frontalis", "seitlicher Stirnmuskel"),
            region="face",
            kind="part",
            part_of="frontalis",
            aliases=("lateral frontalis",),
            depth="superficial",
            figure="face",
        ),
    }


def test_an_urgent_rule_is_read_whole(folder: Path) -> None:
    assert load(folder).urgent == (
        UrgentRule(
            id="spread",
            family="spread",
            urgency=Urgency.EMERGENCY_NOW,
            when=Is("spasm"),
            text=Text("spread", "Ausbreitung"),
            action=Text("call", "rufen"),
            basis=SEEN,
        ),
    )


# ---- products and profiles ----------------------------------------------------------


def test_a_product_is_read_whole(folder: Path) -> None:
    """A file that begins with an underscore is no product."""
    printed = reconstituted(
        "100_in_2",
        SEEN,
        vial=Dose(Decimal(100), "toxin"),
        diluent=Volume(Decimal(2)),
        label_says=LabelStrength(Decimal(5), Decimal("0.1")),
    )
    ready = Dilution("ready", Concentration(Fraction(200), "toxin"), SEEN)

    assert load(folder).products == {
        "toxin": Product(
            id="toxin",
            name=Text("toxin", "Toxin"),
            brands=(Brand("Brand", ("UK",), SEEN),),
            vials=(VialSizes((Decimal(50), Decimal(100)), ("Brand",), SEEN),),
            dilutions=(
                attrs.evolve(printed, brands=("Brand",), uses=("spasm",)),
                ready,
            ),
        )
    }


def test_a_profile_is_read_whole(folder: Path) -> None:
    narrow = LedgerRule(
        product="toxin",
        window_days=90,
        window_months=3,
        cap_units=Decimal(400),
        session_cap_units=Decimal(360),
        min_interval_days=84,
        min_interval_months=3,
        conditions=("spasm",),
        profile="UK",
        basis=SEEN,
    )
    role = Role(
        "inject", Text("physician", "ärztlich"), SEEN, ("spasm",), ("therapeutic",)
    )

    assert load(folder).profiles == {
        "UK": Profile(
            id="UK",
            name=Text("Kingdom", "Königreich"),
            guideline="guideline",
            guidelines_shown=("other",),
            ledger_rules=(
                narrow,
                LedgerRule(product="toxin", profile="UK", basis=SEEN),
            ),
            roles=(role,),
            full_labels=("toxin",),
            diary_demanded=True,
        )
    }


def test_a_country_without_stop_rules_and_diary_names_none(folder: Path) -> None:
    (folder / PROFILE).write_text('id = "UK"\nname = { en = "a", de = "b" }\n', "utf-8")

    assert load(folder).profiles == {
        "UK": Profile("UK", Text("a", "b"), None, (), (), ())
    }
