import html
import re
import sys
from decimal import Decimal

import attrs
import pytest
from django.test import Client
from django.utils import translation

from glabella.clinic.accounts.roles import Role
from glabella.clinic.library.evidence.claim_page import behind, claims_behind, resting
from glabella.clinic.library.evidence.courses import courses_of
from glabella.clinic.library.evidence.knowledge import shelf
from glabella.clinic.library.evidence.study_page import page_of
from glabella.clinic.library.evidence.watched import findings_by_file, moved_in
from glabella.evidence.claims import Claim, Watch
from glabella.evidence.study import Result
from glabella.protocols.document import Language
from tests import world
from tests.clinic.pages import client_of, get, said

pytestmark = pytest.mark.django_db

ENGLISH = Language("en")
CLAIM = "treats_depression"


@pytest.fixture
def reader() -> Client:
    return client_of(world.member(Role.FRONT_DESK, world.outlet()))


def shown(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_every_study_is_listed(reader: Client) -> None:
    page = said(get(reader, "library:studies"))

    listed = re.findall(r'href="/evidence/studies/(\w+)/"', page)
    assert sorted(listed) == sorted(shelf().studies)


def test_every_study_has_a_page(reader: Client) -> None:
    codes = {get(reader, "library:study", name).status_code for name in shelf().studies}

    assert codes == {200}


@pytest.mark.parametrize("name", sorted(shelf().studies))
def test_study_page_holds_every_line_with_its_status(name: str) -> None:
    study = shelf().study(name)

    page = page_of(study, ENGLISH)

    assert [line.id for line in page.results] == [one.id for one in study.results]
    assert [line.rest.is_recalled for line in page.results if line.rest] == [
        one.is_recalled for one in study.results
    ]


def test_what_nobody_read_is_said_to_be_unknown(reader: Client) -> None:
    page = page_of(shelf().study("finzi2014"), ENGLISH)

    unknown = [line.name for line in page.known if line.text is None]
    assert unknown == ["side effects"]
    text = shown(said(get(reader, "library:study", "finzi2014")))
    assert "Side effects unknown not read in any source" in text
    assert "Unknown: no judgement of it has been read, domain by domain." in text


def test_review_is_not_shown_as_a_trial(reader: Client) -> None:
    text = shown(said(get(reader, "library:study", "parsaik2016")))

    assert "meta-analysis, not a trial" in text


def test_study_says_for_which_questions_it_is_used() -> None:
    uses = page_of(shelf().study("finzi2014"), ENGLISH).uses

    assert [(use.question, use.reason == "") for use in uses] == [
        ("depression_response", True),
        ("depression_remission", True),
        ("depression_score", False),
    ]


def test_detectors_speak_of_the_study_with_the_mistake() -> None:
    study = shelf().study("magid2014")
    results = tuple(_with_too_many_events(line) for line in study.results)
    wrong = attrs.evolve(study, results=results)
    held = attrs.evolve(shelf(), studies={**shelf().studies, study.id: wrong})

    found = findings_by_file(held)

    assert [(file, len(each)) for file, each in found.items()] == [
        ("studies/magid2014.toml", 1)
    ]
    assert found["studies/magid2014.toml"][0].law == (
        "prints 12 events among 11 people in arm bont_first."
    )


def _with_too_many_events(line: Result) -> Result:
    if line.id != "o012":
        return line
    return attrs.evolve(line, numbers=attrs.evolve(line.numbers, events=Decimal(12)))


def test_clean_study_says_so(reader: Client) -> None:
    text = shown(said(get(reader, "library:study", "magid2014")))

    assert "Nothing odd in the numbers of two arms that stand here." in text


def test_page_of_a_study_without_statistics_says_so(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)

    text = shown(said(get(reader, "library:study", "magid2014")))

    assert "They need the extra “evidence”, which is not installed." in text


@pytest.mark.parametrize("name", sorted(shelf().claims))
def test_claim_is_one_click_from_its_plots(reader: Client, name: str) -> None:
    page = said(get(reader, "library:claim", name))

    linked = re.findall(r'href="/evidence/questions/(\w+)/#answer"', page)
    assert tuple(linked) == shelf().claim(name).questions


def test_ledger_says_what_may_be_said(reader: Client) -> None:
    page = html.unescape(shown(said(get(reader, "library:claims"))))

    unsaid = [
        claim.id for claim in shelf().claims.values() if claim.may_say.en not in page
    ]
    assert unsaid == []


def test_claim_leads_to_studies_numbers_and_texts(reader: Client) -> None:
    claim = shelf().claim(CLAIM)
    page = said(get(reader, "library:claim", CLAIM))

    studies = re.findall(r'href="/evidence/studies/(\w+)/"', page)
    numbers = re.findall(r'href="/evidence/studies/(\w+)/#(\w+)"', page)
    protocols = re.findall(r'href="(/protocols/major_depression/)"', page)
    assert tuple(studies) == claim.studies
    assert tuple("/".join(each) for each in numbers) == claim.results
    named = [text for text in claim.texts if text.startswith("major_depression/")]
    assert len(protocols) == len(named)
    assert "The estimates have not left the bounds" in page


@pytest.mark.parametrize("claim", shelf().claims.values(), ids=lambda one: one.id)
def test_every_text_that_rests_on_a_claim_has_words(claim: Claim) -> None:
    wordless = [each.name for each in resting(claim, ENGLISH) if not each.words]

    assert wordless == []


def test_estimate_that_left_its_bounds_asks_to_read_the_texts_again() -> None:
    claim = shelf().claim(CLAIM)
    watch = Watch("depression_response", poolable=True, low=Decimal(20))
    held = attrs.evolve(
        shelf(), claims={claim.id: attrs.evolve(claim, watches=(watch,))}
    )

    (found,) = moved_in(held, CLAIM)

    assert found.law == (
        "expects the pooled OR of depression_response at 20 or above, and it is 10.1."
    )
    assert "consent/state_of_evidence_in_plain_words" in found.mending


def test_claim_without_statistics_leaves_open_whether_it_moved(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)

    assert "The estimates have not left" not in said(
        get(reader, "library:claim", CLAIM)
    )


def test_number_of_a_claim_that_is_gone_is_left_out() -> None:
    claim = attrs.evolve(shelf().claim(CLAIM), results=("finzi2014/none",))

    assert behind(claim, ENGLISH).results == ()


def test_page_speaks_german() -> None:
    with translation.override("de"):
        page = page_of(shelf().study("finzi2014"), Language("de"))

    assert page.known[0].name == "Menschen"
    assert page.results[0].about == "Woche 6, onabotulinumtoxinA"


def test_course_joins_the_weeks_of_each_arm(reader: Client) -> None:
    first, *_more = courses_of(shelf().study("guarda2008"), ENGLISH)

    arms = {row[0] for row in first.drawn.table.rows}
    weeks = [row[1] for row in first.drawn.table.rows]
    assert arms == {"botulinum toxin A", "saline"}
    assert weeks == ["0", "1", "4.35", "26"] * 2
    page = said(get(reader, "library:study", "guarda2008"))
    assert page.count('role="img"') == 6


def test_two_weeks_are_no_course() -> None:
    assert courses_of(shelf().study("compel2018"), ENGLISH) == []


def test_recalled_course_is_not_drawn() -> None:
    study = shelf().study("alwayli2017")

    assert {line.is_recalled for line in study.results if line.series} == {True}
    assert courses_of(study, ENGLISH) == []


def test_protocol_names_the_claims_that_its_texts_rest_on() -> None:
    found = claims_behind("major_depression", ENGLISH)

    assert [one.id for one in found] == [
        claim.id
        for claim in shelf().claims.values()
        if any(text.split("/")[0] == "major_depression" for text in claim.texts)
    ]
    assert found[0].id == CLAIM


def test_protocol_page_leads_to_claims_and_plots(reader: Client) -> None:
    page = said(get(reader, "library:protocol", "major_depression"))

    named = [one.id for one in claims_behind("major_depression", ENGLISH)]
    assert re.findall(r'href="/evidence/claims/(\w+)/"', page) == named
    assert 'href="/evidence/questions/depression_response/#answer"' in page
    assert page.count('id="claims-behind"') == 1
