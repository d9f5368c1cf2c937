"""Tests of the tabs of a patient's page."""

from glabella.clinic.folder.tabs import PARTS
from glabella.web.access_table import ACCESS


def test_readers_of_each_tab_are_those_of_the_access_table() -> None:
    said = {name: readers for _, _, name, readers in PARTS if name in ACCESS}

    assert said == {name: ACCESS[name].roles for name in said}
    assert {"desk:patient", "desk:card", "desk:notes"} <= set(said)
