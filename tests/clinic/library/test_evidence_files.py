import csv
import io
import sys

import attrs
import pytest
from django.test import Client

from glabella.clinic.accounts.roles import Role
from glabella.clinic.library.evidence.choice import Choice, chosen_rows
from glabella.clinic.library.evidence.exports import publications_of, question_csv
from glabella.clinic.library.evidence.knowledge import shelf
from glabella.evidence.effects.effect import Measure
from glabella.evidence.effects_file import read_table, synthesise_table
from glabella.evidence.row_effects import answer as pool
from glabella.evidence.synthesis import Choices
from tests import world
from tests.clinic.pages import client_of, get, said

pytestmark = pytest.mark.django_db

RESPONSE = "depression_response"


@pytest.fixture
def reader() -> Client:
    return client_of(world.member(Role.AUDITOR, world.outlet()))


@pytest.mark.parametrize(
    ("name", "measure"),
    [
        (RESPONSE, Measure.LOG_ODDS_RATIO),
        ("depression_score", Measure.STANDARDISED_MEAN_DIFFERENCE),
    ],
)
def test_table_gives_others_the_same_answer(
    reader: Client, name: str, measure: Measure
) -> None:
    text = said(get(reader, "library:question_csv", name))

    made = synthesise_table(read_table(text, name="file"), Choices(), measure)
    expected = pool(shelf().rows(name))
    assert made.effect.estimate == pytest.approx(expected.effect.estimate, abs=1e-12)
    assert made.effect.se == pytest.approx(expected.effect.se, abs=1e-12)


def test_table_holds_the_studies_of_the_address(reader: Client) -> None:
    text = said(get(reader, "library:question_csv", RESPONSE, recalled="wollmer2012"))

    studies = [row["study"] for row in csv.DictReader(io.StringIO(text))]
    assert studies == ["Finzi 2014", "Magid 2014", "Wollmer 2012"]


def test_table_of_means_is_as_printed() -> None:
    rows = shelf().rows("bruxism_pain")

    (line,) = csv.DictReader(io.StringIO(question_csv(rows)))

    (row,) = rows.rows
    told = attrs.astuple(row.data)
    named = ("n1", "mean1", "sd1", "n2", "mean2", "sd2")
    assert tuple(line[name] for name in named) == tuple(map(str, told))


def test_table_without_statistics_is_as_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)

    lines = list(
        csv.DictReader(io.StringIO(question_csv(shelf().rows("bruxism_events"))))
    )

    (row,) = shelf().rows("bruxism_events").rows
    assert [line["effect"] for line in lines] == [str(row.data.value)]  # type: ignore[union-attr]  # an effect


def test_table_of_nothing_has_a_head_only(reader: Client) -> None:
    assert said(get(reader, "library:question_csv", "side_effects_brow")) == "study\n"


def test_metapsy_holds_unusable_studies_too(reader: Client) -> None:
    text = said(get(reader, "library:question_metapsy", RESPONSE))

    named = {row["study"] for row in csv.DictReader(io.StringIO(text), delimiter=";")}
    rows = shelf().rows(RESPONSE)
    ids = {row.study for row in rows.rows} | {each.study for each in rows.unusable}
    assert named == {shelf().study(name).label for name in ids}


def test_references_name_every_publication_once(reader: Client) -> None:
    papers = publications_of(shelf(), chosen_rows(shelf(), RESPONSE, Choice()))
    names = [paper.id for paper in papers]

    ris = said(get(reader, "library:question_ris", RESPONSE))
    bibtex = said(get(reader, "library:question_bibtex", RESPONSE))

    assert [line[6:] for line in ris.splitlines() if line.startswith("ID")] == names
    assert bibtex.count("@misc{") == len(names)
    assert len(set(names)) == len(names)


def test_file_has_a_name_of_its_own(reader: Client) -> None:
    found = get(reader, "library:question_bibtex", RESPONSE)

    assert found.headers["Content-Disposition"] == (
        'attachment; filename="depression_response.bib"'
    )
