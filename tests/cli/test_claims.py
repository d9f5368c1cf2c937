"""`glabella claims`: each statement leads to its studies, and no text is doubled."""

import pytest

from glabella.cli.claims_page import claim_page
from glabella.cli.evidence_join import claim_words, remarks_by_name, text_names
from glabella.evidence.claims import Verdict
from glabella.evidence.library import load
from glabella.protocols import loader as protocols
from glabella.protocols.document import Language, as_text
from tests.cli.conftest import Glabella

LIBRARY = load()
PROTOCOLS = protocols.load()
REMARKS = remarks_by_name(PROTOCOLS)

# How the protocols grade a claim, and how the ledger does.
GRADES = {
    "animal_only": Verdict.ANIMALS_ONLY,
    "weak_to_moderate_mechanism": Verdict.WEAK,
    "contested": Verdict.CONTESTED,
    "not_supported": Verdict.NOT_SUPPORTED,
    "usage_unverified_efficacy_low_certainty": Verdict.UNVERIFIED,
    "misleading": Verdict.MISLEADING,
}


def graded() -> dict[str, str]:
    """Return the claims that the protocols grade, with their grade."""
    return {
        remark.id: str(dict(remark.values)["grade"])
        for remark in PROTOCOLS.remarks
        if "grade" in dict(remark.values)
    }


def test_every_claim_of_the_protocols_is_in_the_ledger_with_its_grade() -> None:
    ledger = {claim.remark: claim.verdict for claim in LIBRARY.claims.values()}

    wanted = {name: GRADES[grade] for name, grade in graded().items()}
    assert len(wanted) == 8
    assert {name: ledger.get(name) for name in wanted} == wanted


def test_every_text_that_a_claim_names_exists() -> None:
    named = {
        name
        for claim in LIBRARY.claims.values()
        for name in (claim.remark, *claim.supports)
        if name
    }

    assert sorted(named - text_names(PROTOCOLS)) == []


def test_every_claim_says_something_in_both_languages() -> None:
    said = [claim_words(claim, REMARKS) for claim in LIBRARY.claims.values()]

    assert [w.claim.id for w in said if not (w.statement.en and w.statement.de)] == []


def test_the_ledger_repeats_no_text_of_the_protocols() -> None:
    worded = {remark.text.en for remark in REMARKS.values()}

    own = {c.statement.en for c in LIBRARY.claims.values() if c.statement}
    assert own & worded == set()


def test_every_claim_is_listed(glabella: Glabella) -> None:
    result = glabella("claims", "--json")

    listed = [each["id"] for each in result.json["claims"]]
    assert (result.code, listed) == (0, list(LIBRARY.claims))


@pytest.mark.parametrize("name", LIBRARY.claims)
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_claim_leads_to_its_studies_and_numbers(name: str, language: str) -> None:
    claim = LIBRARY.claims[name]
    words = claim_words(claim, REMARKS)

    lines = as_text(claim_page(words, LIBRARY, Language(language))).splitlines()

    page = " ".join(" ".join(lines).split())
    may_say = claim.may_say.in_language(language)
    named = (may_say, *claim.studies, *claim.results, *claim.questions)
    assert [each for each in named if each not in page] == []
    wide = [line for line in lines if len(line) > 80]
    assert [line for line in wide if " " in line.strip()] == []


def test_a_claim_is_printed(glabella: Glabella) -> None:
    lines = glabella("claims", "treats_depression").out.splitlines()

    assert lines[:2] == ["treats_depression", "================="]


def test_the_list_says_what_may_be_said(glabella: Glabella) -> None:
    page = " ".join(glabella("claims", "--language", "de").out.split())

    silent = [
        claim.id for claim in LIBRARY.claims.values() if claim.may_say.de not in page
    ]
    assert silent == []


def test_a_certainty_is_told_as_a_draft(glabella: Glabella) -> None:
    [made] = glabella("claims", "treats_depression", "--json").json["claims"]

    assert {each["draft"] for each in made["certainty"]} == {
        "Draft of this project; no clinician has signed it."
    }


def test_an_unknown_claim_is_bad_input(glabella: Glabella) -> None:
    result = glabella("claims", "gone", "--json")

    [error] = result.json["errors"]
    assert (result.code, error["what"]) == (2, 'there is no claim "gone".')
