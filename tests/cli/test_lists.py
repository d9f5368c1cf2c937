"""`glabella protocols`, `facts`, `sources`: what the data say."""

import pytest

from glabella.protocols.loader import load
from tests.cli.conftest import Glabella

LIBRARY = load()


def test_every_protocol_is_listed(glabella: Glabella) -> None:
    result = glabella("protocols", "--json")

    listed = [each["id"] for each in result.json["protocols"]]
    assert (result.code, listed) == (0, list(LIBRARY.protocols))


def test_the_list_is_a_page_of_its_own(glabella: Glabella) -> None:
    lines = glabella("protocols", "--language", "de").out.splitlines()

    assert lines[:2] == ["Protokolle", "=========="]
    assert len([line for line in lines if " 2026-1 " in line]) == len(LIBRARY.protocols)


@pytest.mark.parametrize("name", LIBRARY.protocols)
def test_a_protocol_is_told_whole(glabella: Glabella, name: str) -> None:
    made = glabella("protocols", name, "--json").json["protocols"][0]
    page = glabella("protocols", name).out
    german = glabella("protocols", name, "--language", "de").out

    protocol = LIBRARY.protocols[name]
    assert [rule["id"] for rule in made["criteria"]] == [
        rule.id for rule in protocol.criteria
    ]
    assert [rule.id for rule in protocol.criteria if f"- {rule.id}" not in page] == []
    wide = [line for line in (page + german).splitlines() if len(line) > 80]
    assert [line for line in wide if " " in line.strip()] == []  # but a long name


def test_an_unknown_protocol_is_bad_input(glabella: Glabella) -> None:
    result = glabella("protocols", "headache", "--json")

    (error,) = result.json["errors"]
    assert (result.code, error["what"]) == (2, 'there is no protocol "headache".')


def test_every_fact_has_its_question_in_both_languages(glabella: Glabella) -> None:
    made = glabella("facts", "--json").json["facts"]

    by_id = {fact["id"]: fact for fact in made}
    assert list(by_id) == list(LIBRARY.catalogue.definitions)
    assert by_id["pregnancy"] == {
        "id": "pregnancy",
        "type": "boolean",
        "unit": None,
        "question": {
            "en": "Is the person pregnant, or could she be?",
            "de": "Ist die Person schwanger oder könnte sie es sein?",
        },
        "choices": [],
        "minimum": None,
        "maximum": None,
        "fields": {},
        "validity": {"id": "same_day", "days": 0},
        "topic": "safety",
        "derived_from": [],
    }


def test_the_page_of_facts_tells_type_unit_limits_and_life_span(
    glabella: Glabella,
) -> None:
    names = ("headache_days_per_month", "age", "pregnancy", "alternative_diagnosis")

    lines = glabella("facts", *names).out.splitlines()

    assert "  - headache_days_per_month: monthly days from 0 to 31" in lines
    assert "    counts for 92 days" in lines
    assert "    counts on the same day" in lines
    assert "    follows from birth_date" in lines
    assert "  - alternative_diagnosis: choice (none | suspected | present)" in lines


def test_an_unknown_fact_is_bad_input(glabella: Glabella) -> None:
    result = glabella("facts", "pregnant")

    told = (
        'glabella: there is no fact "pregnant". Did you mean "pregnancy"? '
        "`glabella facts` lists all facts.\n"
    )
    assert (result.code, result.err) == (2, told)


def test_every_source_is_listed(glabella: Glabella) -> None:
    made = glabella("sources", "--json").json["sources"]

    assert [source["id"] for source in made] == sorted(LIBRARY.sources)


def test_one_source_shows_tier_title_and_address(glabella: Glabella) -> None:
    assert glabella("sources", "ICHD3").out.splitlines() == [
        "Sources",
        "=======",
        "  [ICHD3] tier A: ICHD-3 1.3 Chronic migraine (2018)",
        "  https://beta.ichd-3.org/1-migraine/1-3-chronic-migraine/",
        "1 sources.",
    ]


def test_an_unknown_source_is_bad_input(glabella: Glabella) -> None:
    result = glabella("sources", "ICHD-3", "--json")

    (error,) = result.json["errors"]
    assert (result.code, error["mending"]) == (
        2,
        'Did you mean "ICHD3"? `glabella sources` lists all.',
    )
