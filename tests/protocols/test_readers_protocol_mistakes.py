"""Mistakes in a protocol file, each found whole, with its place and its mending."""

from pathlib import Path

import pytest

from glabella.core.errors import Finding
from tests.protocols import tiny

RULE, WAIT, PAUSE = (f'criterion "{name}"' for name in ("has_spasm", "wait", "pause"))

SITE = 'scheme "range".site "1"'

SUMS = "Correct the sites or the total."

NO_FACT = ('there is no fact "lost".', "Add it to facts/ or correct it.")

KINDS = (
    "Use one of requirement, contraindication, deferral, inclusion, exclusion, "
    "trial_population, caution, stop."
)

ENDING = 'ending = { event = { en = "worse", de = "schlimmer" } }\n'


@pytest.mark.parametrize(
    ("old", "new", "place", "law", "mending"),
    [
        (
            'use = "therapeutic"',
            'usage = "x"\nuse = "therapeutic"',
            "file",
            'has an unknown key "usage".',
            "Correct or remove it.",
        ),
        (
            'shared_rules = ["old_enough"]',
            'shared_rules = ["young"]',
            "file",
            'there is no shared rule "young".',
            "Add it to rules/.",
        ),
        (
            '[new_start]\nafter_days = 182\nbasis = "DERIVED"\n',
            "",
            "file",
            'lacks "new_start".',
            "Say after how many days a course is new.",
        ),
        (
            "after_days = 182",
            "after_days = 182\nafter_weeks = 26",
            "file.new_start",
            'has an unknown key "after_weeks".',
            "Correct or remove it.",
        ),
        (
            'phases = ["start"]',
            'phases = ["start", "contine"]',
            RULE,
            '"contine" is no phase.',
            "Use one of start, continue.",
        ),
        (
            'phases = ["start"]',
            "phases = []",
            RULE,
            "speaks in no phase.",
            'Use phases = ["start"] or leave it out.',
        ),
        (
            'when = { fact = "spasm" }\n',
            "",
            RULE,
            'lacks "when".',
            "Say which facts decide.",
        ),
        (
            'when = { fact = "spasm" }\n',
            "when = 3\n",
            RULE,
            '"when" is 3, not a table.',
            "Write [when].",
        ),
        (
            'kind = "inclusion"',
            'kind = "wish"',
            RULE,
            "\"kind\" is 'wish'.",
            KINDS,
        ),
        (
            ENDING,
            "",
            WAIT,
            "defers without an end.",
            "Add [criterion.ending] with an event.",
        ),
        (
            "ending = { event =",
            "ending = { day = 3, event =",
            f"{WAIT}.ending",
            'has an unknown key "day".',
            "Correct or remove it.",
        ),
        (
            'advice = "consider_pause"\n',
            "",
            PAUSE,
            "stops without advice.",
            'Add advice = "consider_pause".',
        ),
        (
            "total_units = 20",
            "total_units = 25",
            'scheme "standard"',
            "its sites add up to 20 U, the total says 25 U.",
            SUMS,
        ),
        (
            "total_points = 4",
            "total_points = 5",
            'scheme "standard"',
            "has 4 points, the total says 5.",
            SUMS,
        ),
        (
            'choice = "default"',
            'choice = "always"',
            'scheme "standard"',
            '"choice" is "always".',
            "Use one of default, named, range.",
        ),
        (
            "[scheme.split]\n",
            '[scheme.split]\nhow = "x"\n',
            'scheme "standard".split',
            'has an unknown key "how".',
            "Correct or remove it.",
        ),
        (
            'side = "midline"',
            'side = "middle"',
            SITE,
            '"side" is "middle".',
            "Use one of bilateral, midline, left, right, affected.",
        ),
        (
            "units_range = [10, 20.5]",
            "units_range = [20, 10]",
            SITE,
            '"units_range" is [20, 10].',
            "Write [low, high].",
        ),
        (
            "units_range = [10, 20.5]",
            "units_range = [10]",
            SITE,
            '"units_range" is [10].',
            "Write [low, high].",
        ),
        (
            "units_range = [10, 20.5]",
            "units_range = [true, 20]",
            SITE,
            '"units_range" is [True, 20].',
            "Write [low, high].",
        ),
        (
            "units_range = [10, 20.5]",
            "units_range = 10",
            SITE,
            '"units_range" is 10.',
            "Write [low, high].",
        ),
        (
            "points_range = [2, 4]",
            "points_range = [2.5, 4]",
            SITE,
            '"points_range" has 2.5, not whole.',
            "Write whole numbers.",
        ),
        (
            'scope = "session"',
            'scope = "day"',
            'limit "most"',
            '"scope" is "day".',
            "Use one of point, muscle, side, session, window.",
        ),
        (
            'kind = "minimum"',
            'kind = "least"',
            'interval "1"',
            '"kind" is "least".',
            "Use one of minimum, usual, median_seen.",
        ),
        (
            'id = "onset"',
            'id = "start"',
            'window "start"',
            '"start" is no window.',
            "Use one of onset, full_effect, review, score, wear_off.",
        ),
        (
            "to_day = 7",
            "to_day = 2",
            'window "onset"',
            "ends before it begins.",
            "Swap from_day and to_day.",
        ),
        ('baseline = "age"', 'baseline = "lost"', 'measure "years"', *NO_FACT),
        ('recorded = "age"', 'recorded = "lost"', 'measure "years"', *NO_FACT),
        (
            'status = "on_label"',
            'status = "licensed"',
            'label "1"',
            "\"status\" is 'licensed'.",
            "Use one of on_label, off_label, unverified, conflict.",
        ),
        (
            'version = "2026-1"',
            'version = "2026-2"',
            "file",
            "stands in the wrong folder.",
            "Use conditions/ID/VERSION/.",
        ),
    ],
)
def test_a_mistake_is_found_at_its_place(
    folder: Path, old: str, new: str, place: str, law: str, mending: str
) -> None:
    found = tiny.findings_after(folder, tiny.PROTOCOL, old, new)

    assert found == [Finding(tiny.PROTOCOL, place, law, mending)]


@pytest.mark.parametrize("old", ["total_units = 20\n", "total_points = 4\n"])
def test_a_total_that_is_not_printed_is_not_compared(folder: Path, old: str) -> None:
    assert tiny.findings_after(folder, tiny.PROTOCOL, old, "") == []


def test_numbers_that_are_none_are_no_range(folder: Path) -> None:
    [found] = tiny.findings_after(
        folder, tiny.PROTOCOL, "units_range = [10, 20.5]", "units_range = [nan, 20]"
    )

    assert (found.place, found.mending) == (SITE, "Write [low, high].")
