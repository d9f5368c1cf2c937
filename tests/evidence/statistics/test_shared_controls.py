"""Files in which several rows share one control group."""

from statistics import stdev

import pytest

from glabella.core.errors import InputError
from glabella.evidence.effects_file import StudyTable, read_table
from glabella.evidence.shared_controls import control_counted_once

COUNTS = "study,events1,n1,events2,n2\nA,3,20,2,19\nA,8,21,2,19\nB,5,30,3,31\n"
MEANS = (
    "study,n1,mean1,sd1,n2,mean2,sd2\n"
    "A,3,4,1,5,9,2\nB,9,4,1,9,5,1\nA,4,5.5,3.696845502136472,5,9,2\n"
)


def table(text: str) -> StudyTable:
    return read_table(text, name="studies.csv")


@pytest.mark.parametrize("text", [COUNTS, MEANS])
def test_two_rows_with_one_control_are_refused(text: str) -> None:
    with pytest.raises(InputError) as refusal:
        control_counted_once(table(text))

    assert str(refusal.value) == (
        "studies.csv: 2 rows of A share one control group, whose people would be "
        "counted more than once. Give --arms combine, or choose one row; name groups "
        "that differ in a column `control`."
    )


def test_counts_are_added_by_choice() -> None:
    made = control_counted_once(table(COUNTS), combine=True)

    assert made.labels == ("A", "B")
    assert made.columns == {
        "events1": [11, 5],
        "n1": [41, 30],
        "events2": [2, 3],
        "n2": [19, 31],
    }


def test_means_become_those_of_all_people_by_choice() -> None:
    """3, 4, 5 and 1, 5, 6, 10: seven people with mean 34/7."""
    made = control_counted_once(table(MEANS), combine=True)

    assert made.labels == ("A", "B")
    assert made.columns["n1"] == [7, 9]
    assert made.columns["mean1"] == pytest.approx([34 / 7, 4], abs=1e-12)
    spread = stdev([3, 4, 5, 1, 5, 6, 10])
    assert made.columns["sd1"] == pytest.approx([spread, 1], abs=1e-12)
    assert made.columns["n2"] == [5, 9]


@pytest.mark.parametrize(
    "text",
    [
        "study,control,events1,n1,events2,n2\nA,p,3,20,2,19\nA,q,8,21,2,19\n",
        "study,events1,n1,events2,n2\nA,3,20,2,19\nA,8,21,2,18\n",
        "study,events1,n1,events2,n2\nA,3,20,2,19\nB,8,21,2,19\n",
        "study,events1,n1,events2,n2\n ,3,20,2,19\n,8,21,2,19\n",
        "events1,n1,events2,n2\n3,20,2,19\n8,21,2,19\n",
        "study,effect,se\nA,1,1\nA,1,1\n",
    ],
)
@pytest.mark.parametrize("combine", [False, True])
def test_what_shares_no_control_stays_as_it_is(text: str, *, combine: bool) -> None:
    given = table(text)

    assert control_counted_once(given, combine=combine) is given


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            "study,control,effect,se\nA,p,1,1\nA,p,2,1\n",
            "Effects cannot be combined: choose one row",
        ),
        (
            "study,control,events1,n1,events2,n2\nA,p,3,20,2,19\nA,p,8,21,2,18\n",
            "share one control group, and differ in what they say of the control.",
        ),
        (
            "study,group,events1,n1,events2,n2\nA,low,3,20,2,19\nA,high,8,21,2,19\n",
            "share one control group, and differ in what they say of a subgroup.",
        ),
        (
            "study,events1,n1,events2,n2\nA,21,20,2,19\nA,8,21,2,19\n",
            "events",
        ),
        ("study,n1,mean1,sd1,n2,mean2,sd2\nA,0,1,1,5,9,2\nA,1,1,1,5,9,2\n", "arm"),
    ],
)
def test_what_cannot_be_combined_is_refused(text: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        control_counted_once(table(text), combine=True)


def test_groups_and_controls_keep_to_their_rows() -> None:
    text = (
        "study,group,control,events1,n1,events2,n2\n"
        "A,x,p,3,20,2,19\nB,y,p,1,9,1,9\nA,x,p,8,21,2,19\n"
    )

    made = control_counted_once(table(text), combine=True)

    assert (made.labels, made.groups, made.controls) == (
        ("A", "B"),
        ("x", "y"),
        ("p", "p"),
    )
