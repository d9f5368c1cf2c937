"""Our own facts file: what it says, and every way in which it may be wrong."""

import json
from datetime import date
from decimal import Decimal

import pytest

from glabella.core.errors import InputError
from glabella.core.fact_types import Catalogue
from glabella.interop.facts_file import (
    FactsFile,
    FileKind,
    facts_of_value,
    read_facts_file,
)
from glabella.interop.mistakes import SeveralMistakesError
from glabella.interop.strict_text import SIZE_LIMIT
from tests import build


def toml(text: str, catalogue: Catalogue, *, on: date | None = None) -> FactsFile:
    return read_facts_file(
        text, kind=FileKind.TOML, catalogue=catalogue, on=on, name="p.toml"
    )


def as_json(value: object, catalogue: Catalogue) -> FactsFile:
    return raw_json(json.dumps(value), catalogue)


def raw_json(text: str, catalogue: Catalogue) -> FactsFile:
    return read_facts_file(
        text, kind=FileKind.JSON, catalogue=catalogue, on=build.ON, name="p.json"
    )


def refused(text: str, catalogue: Catalogue) -> str:
    with pytest.raises(InputError) as caught:
        raw_json(text, catalogue)
    return str(caught.value)


def test_values_statements_and_histories(catalogue: Catalogue) -> None:
    file = toml(
        """
        on = 2026-03-02
        [facts]
        birth_date = 1980-05-01
        pregnancy = false
        phq9_total = [
          { value = 21, as_of = 2025-11-03, source = "letter" },
          { value = 12, as_of = "2026-02-20", certainty = "by telephone" },
        ]
        headache_days_per_month = { value = [18, 17.5, 19], as_of = 2026-02-28 }
        """,
        catalogue,
    )

    assert file.on == date(2026, 3, 2)
    assert [(f.id, f.value, f.as_of, f.source, f.certainty) for f in file.facts] == [
        ("birth_date", date(1980, 5, 1), date(1980, 5, 1), "stated", "recorded"),
        ("pregnancy", False, date(2026, 3, 2), "stated", "recorded"),
        ("phq9_total", 21, date(2025, 11, 3), "letter", "recorded"),
        ("phq9_total", 12, date(2026, 2, 20), "stated", "by telephone"),
        (
            "headache_days_per_month",
            (Decimal(18), Decimal("17.5"), Decimal(19)),
            date(2026, 2, 28),
            "stated",
            "recorded",
        ),
    ]


def test_json_and_toml_say_the_same(catalogue: Catalogue) -> None:
    text = """
        on = 2026-03-02
        [facts]
        phq9_item9 = 1
        [[sessions]]
        date = 2026-01-12
        product = "onabotulinumtoxinA"
        units = 7.10
        """
    value = """{
        "on": "2026-03-02",
        "sessions": [{"date": "2026-01-12", "product": "onabotulinumtoxinA",
                      "units": 7.10}],
        "facts": {"phq9_item9": 1}
    }"""

    assert raw_json(value, catalogue) == toml(text, catalogue)


def test_decimals_stay_as_they_were_written(catalogue: Catalogue) -> None:
    file = raw_json('{"facts": {"headache_hours_per_day": 7.10}}', catalogue)

    assert str(file.facts[0].value) == "7.10"


def test_sessions_are_a_short_form(catalogue: Catalogue) -> None:
    row = {"date": "2026-01-12", "product": "onabotulinumtoxinA", "units": 155}
    short = as_json({"sessions": [row]}, catalogue)
    long = as_json({"facts": {"toxin_sessions": [row]}}, catalogue)

    assert short.facts == long.facts


def test_an_empty_cell_is_unknown_not_zero(catalogue: Catalogue) -> None:
    file = as_json({"sessions": [{"date": "2026-01-12"}]}, catalogue)

    assert file.facts[0].value == (
        {
            "date": date(2026, 1, 12),
            "product": None,
            "units": None,
            "condition": None,
            "place": None,
            "external": None,
            "certainty": None,
        },
    )


def test_a_baseline_has_a_day_of_its_own(catalogue: Catalogue) -> None:
    file = toml(
        """
        on = 2026-03-02
        practice = { name = "Lake" }
        [baseline]
        on = 2025-10-01
        facts = { phq9_total = 21 }
        """,
        catalogue,
    )

    assert file.baseline is not None
    assert file.baseline.on == date(2025, 10, 1)
    assert [(f.value, f.as_of) for f in file.baseline.facts] == [
        (21, date(2025, 10, 1))
    ]
    assert file.practice == {"name": "Lake"}


def test_without_a_day_in_the_file_the_day_of_the_decision_counts(
    catalogue: Catalogue,
) -> None:
    file = toml("facts.pregnancy = false", catalogue, on=build.ON)

    assert (file.on, file.facts[0].as_of) == (None, build.ON)


def test_a_day_in_the_future_is_kept(catalogue: Catalogue) -> None:
    """The fact set ignores and counts it; the reader does not judge."""
    late = {"value": 3, "as_of": "2031-01-01"}
    file = as_json({"facts": {"phq9_total": late}}, catalogue)

    assert file.facts[0].as_of == date(2031, 1, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '{"facts": {"phq9_total": 12}',
            (
                "p.json, line 1, column 29: the JSON cannot be read: Expecting ',' "
                "delimiter. The file may be cut off; export it again."
            ),
        ),
        (
            '{"facts": {"phq9_totl": 12}}',
            (
                'p.json: there is no fact "phq9_totl". Did you mean "phq9_total"? '
                "`glabella facts` lists all facts."
            ),
        ),
        (
            '{"fact": {}}',
            (
                'p.json: there is no "fact" here. Did you mean "facts"? '
                "Known are on, facts, baseline, sessions, practice."
            ),
        ),
        (
            '{"facts": {"pregnancy": {"value": true, "asof": "2026-03-01"}}}',
            (
                'p.json, facts.pregnancy: there is no "asof" here. '
                'Did you mean "as_of"? '
                "Known are value, as_of, source, certainty."
            ),
        ),
        (
            '{"facts": {"birth_date": "1980-02-31"}}',
            (
                "p.json, facts.birth_date, fact \"birth_date\": '1980-02-31' is not "
                "a day of the calendar. Its type is date."
            ),
        ),
        (
            '{"on": "2026-02-31"}',
            (
                "p.json, on: '2026-02-31' is no day of the calendar. "
                "Use a date such as 2026-03-31."
            ),
        ),
        (
            '{"sessions": [{"date": "2026-01-12", "units": -5}]}',
            (
                'p.json, sessions, fact "toxin_sessions.units": -5 is not at least 0. '
                "Its type is decimal."
            ),
        ),
        (
            '{"facts": {"headache_hours_per_day": NaN}}',
            (
                'p.json: "NaN" is not a number that can be used. '
                "Leave an unknown value out."
            ),
        ),
        (
            '{"facts": {"headache_hours_per_day": 1e999999}}',
            (
                'p.json: "1e999999" is not a number that can be used. '
                "Leave an unknown value out."
            ),
        ),
        (
            '{"facts": {"phq9_total": 1, "phq9_total": 2}}',
            (
                'p.json: the name "phq9_total" stands twice in one object. '
                "Keep one of them."
            ),
        ),
        (
            '["facts"]',
            'p.json: the top level is no table. Write {"on": ..., "facts": {...}}.',
        ),
        ('{"facts": [1]}', "p.json, facts: this is no table."),
        (
            '{"facts": {"phq9_total": {"as_of": "2026-03-01"}}}',
            "p.json, facts.phq9_total: the value is missing. Add `value`.",
        ),
        (
            '{"facts": {"phq9_total": {"value": 3, "source": 7}}}',
            "p.json, facts.phq9_total, source: 7 is no text.",
        ),
        (
            '{"facts": {"phq9_total": [{"value": 3}]}}',
            "p.json, facts.phq9_total, entry 1: a history needs a day for each value.",
        ),
        (
            '{"baseline": {"facts": {}}}',
            "p.json, baseline: the day of the baseline is missing. Add `on`.",
        ),
        (
            '{"sessions": [], "facts": {"toxin_sessions": []}}',
            "p.json, facts.toxin_sessions: the sessions stand here too. Keep one.",
        ),
        (
            '{"facts": {"phq9_total": 99999999999999999999999999999999999999999}}',
            (
                'p.json: "9999999999999999999999999999999999999999" is not a number '
                "that can be used. Leave an unknown value out."
            ),
        ),
        ("[" * 100_000, "p.json: the input is nested too deeply. Export it again."),
    ],
)
def test_a_mistake_says_what_where_and_what_to_do(
    catalogue: Catalogue, text: str, expected: str
) -> None:
    assert refused(text, catalogue) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on = 2026-02-31", "p.toml, line 1, column 6: the TOML cannot be read:"),
        ("facts = {", "p.toml"),
        ("on = 2026-03-02\non = 2026-03-03\n", "p.toml, line 2, column 16:"),
        ("facts.headache_hours_per_day = nan", 'p.toml: "nan" is not a number'),
        ("facts.headache_hours_per_day = -inf", 'p.toml: "-inf" is not a number'),
        ("facts.phq9_total = " + "9" * 5000, "p.toml"),
        ("facts.pregnancy = " + "[" * 50_000, "p.toml: the input is nested too deeply"),
        ("on = 2026-03-02T10:00:00", "p.toml, on: datetime.datetime(2026"),
    ],
)
def test_a_mistake_in_toml_is_told_with_its_place(
    catalogue: Catalogue, text: str, expected: str
) -> None:
    with pytest.raises(InputError) as caught:
        toml(text, catalogue)

    assert str(caught.value).startswith(expected)


def test_a_statement_without_any_day_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(InputError) as caught:
        toml("facts.pregnancy = false", catalogue)

    assert str(caught.value) == (
        "p.toml, facts.pregnancy: nothing says on which day this was so. "
        "Add `as_of` here, or `on` to the file."
    )


def test_all_mistakes_of_a_file_are_told_together(catalogue: Catalogue) -> None:
    with pytest.raises(SeveralMistakesError) as caught:
        as_json(
            {
                "fakts": {},
                "facts": {"phq9_total": 99, "gad7_totl": 3, "pregnancy": "no"},
            },
            catalogue,
        )

    assert len(caught.value.errors) == 4
    assert str(caught.value).startswith("4 mistakes:\n  - p.json: there is no")


def test_an_input_beyond_the_limit_is_refused_before_it_is_read(
    catalogue: Catalogue,
) -> None:
    assert refused("{" + " " * SIZE_LIMIT, catalogue) == (
        "p.json: the input is larger than 64 MiB and was not read. "
        "Give the record of one patient only."
    )


def test_a_baseline_of_an_impossible_day_is_told_once(catalogue: Catalogue) -> None:
    assert refused('{"baseline": {"on": "2026-02-31"}}', catalogue) == (
        "p.json, baseline, on: '2026-02-31' is no day of the calendar. "
        "Use a date such as 2026-03-31."
    )


def test_a_value_nested_too_deeply_is_refused(catalogue: Catalogue) -> None:
    """Deep enough to be read and too deep to be shown in a message."""
    deep: list[object] = []
    for _ in range(5_000):
        deep = [deep]

    with pytest.raises(InputError, match="nested too deeply"):
        facts_of_value(
            {"facts": {"phq9_total": deep}}, catalogue=catalogue, on=build.ON, name="p"
        )
