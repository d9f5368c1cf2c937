"""Raw data of people: who, when, which arm; rows that two people share are reported."""

from decimal import Decimal
from pathlib import Path
from statistics import mean

import pytest

from glabella.core.errors import InputError
from glabella.evidence.individual import Layout, read_individual

LAYOUT = Layout(
    study="small",
    person="who",
    time="when",
    arm="what",
    weeks={"start": Decimal(0), "end": Decimal(6)},
    arms={"t": "toxin", "s": "saline"},
    together=("left", "right"),
)
HEAD = "who,when,what,left,right,pain"
CLEAN = (
    "a,start,t,1,2,5",
    "b,start,s,3,4,6",
    "a,end,t,5,6,2",
    "b,end,s,7,8,5",
)


def data(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "raw.csv"
    path.write_text("\n".join((head, *rows)) + "\n", "utf-8")
    return path


def told(path: Path) -> list[str]:
    found = read_individual(path, LAYOUT)
    return [f"{each.place}: {each.law}" for each in found.findings]


def test_clean_data_are_read(tmp_path: Path) -> None:
    found = read_individual(data(tmp_path, *CLEAN), LAYOUT)

    assert found.findings == ()
    assert (found.people, found.weeks) == (("a", "b"), (Decimal(0), Decimal(6)))
    assert found.values("pain", arm="toxin", week=Decimal(6)) == (Decimal(2),)


@pytest.mark.parametrize(
    ("rows", "law"),
    [
        (
            (*CLEAN[:3], "b,end,s,1,2,5"),
            "line 5: b in week 6 has the same 2 measurements as a in week 0 (line 2).",
        ),
        (CLEAN[:3], "b: has visits in weeks 0 only, or one of them twice."),
        ((*CLEAN[:3], "b,end,t,7,8,5"), "b: is in the arms saline, toxin."),
        (
            (*CLEAN, "c,later,t,9,9,9"),
            "line 6: does not say who, when or which arm in the known words.",
        ),
        (
            (*CLEAN[:3], "b,end,s,much,8,5"),
            'line 5, column left: has "much", which is no number.',
        ),
    ],
)
def test_what_is_odd_is_reported(
    tmp_path: Path, rows: tuple[str, ...], law: str
) -> None:
    assert told(data(tmp_path, *rows)) == [law]


def test_a_file_of_another_layout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="lacks the columns when, what, left, right"):
        read_individual(data(tmp_path, head="who"), LAYOUT)


@pytest.mark.parametrize("column", ["gone", "pain"])
def test_values_that_are_not_there_are_refused(tmp_path: Path, column: str) -> None:
    found = read_individual(data(tmp_path, *CLEAN), LAYOUT)
    arm = "toxin" if column == "gone" else "another"

    with pytest.raises(InputError, match=f'has no "{column}" of arm "{arm}"'):
        found.values(column, arm=arm, week=Decimal(6))


def test_the_public_trial_is_read_and_its_copied_rows_are_found(
    shared_data: Path,
) -> None:
    found = read_individual(shared_data / "trials" / "guarda-nardini-2008.csv")

    assert (len(found.people), len(found.visits)) == (20, 80)
    assert [each.law.partition(" measurements")[0] for each in found.findings] == [
        "Paz. 11 in week 4.35 has the same 8",
        "Paz. 11 in week 26 has the same 8",
        "Paz. 19 in week 26 has the same 8",
        "Paz. 12 in week 26 has the same 8",
    ]
    means = {
        arm: mean(found.values("DM", arm=arm, week=Decimal(26)))
        for arm in ("bont", "placebo")
    }
    assert means == {"bont": Decimal("3.6"), "placebo": Decimal("4.7")}
