"""What a page of studies says where the shipped data give no example of it."""

from decimal import Decimal

import attrs

from glabella.cli.claims_json import claim_json
from glabella.cli.claims_page import claim_page, claims_list
from glabella.cli.evidence_join import claim_words
from glabella.cli.studies_json import grading_json, study_json
from glabella.cli.studies_page import certainty_blocks, question_page, study_page
from glabella.core.sources import Basis, Status, Text
from glabella.evidence.library import load
from glabella.evidence.outcomes import Scale
from glabella.evidence.questions import Effect
from glabella.evidence.study import RiskLevel, RiskOfBias
from glabella.protocols.document import Language, as_text

LIBRARY = load()
EN = Language("en")
READ = Basis(Status.SEEN, ("finzi2014",), place="abstract")


def test_a_signed_grading_is_no_draft() -> None:
    grading = LIBRARY.gradings["bruxism_pain"]
    signed = attrs.evolve(grading, signed_by="Dr. A. Example")

    page = as_text(certainty_blocks(signed, EN))
    made = grading_json(signed, EN)

    assert "Draft" not in page
    assert (made["signed_by"], made["draft"]) == ("Dr. A. Example", None)


def test_a_judged_risk_of_bias_is_published() -> None:
    risk = RiskOfBias("allocation", RiskLevel.LOW, READ)
    study = attrs.evolve(LIBRARY.studies["finzi2014"], risks=(risk,))

    made = study_json(study, LIBRARY, EN)

    assert made["risk_of_bias"] == [
        {
            "domain": "allocation",
            "level": RiskLevel.LOW,
            "basis": Status.SEEN,
            "sources": ("finzi2014",),
            "place": "abstract",
            "confidence": None,
            "check": None,
            "note": None,
        }
    ]


def test_a_study_with_little_has_a_short_page() -> None:
    bare = attrs.evolve(
        LIBRARY.studies["finzi2014"],
        arms=(),
        results=(),
        gaps=(),
        details=(),
        people=(),
        weeks=(Decimal(6),),
        weeks_basis=None,
        publications=(),
    )

    lines = as_text(study_page(bare, LIBRARY, EN)).splitlines()

    assert [line for line in lines if line and not line.startswith((" ", "="))] == [
        "Finzi 2014",
        "randomised trial: randomized, double-blind, placebo-controlled, outpatient",
        "What is known of it",
        "Sources",
    ]


def test_a_row_without_a_week_names_none() -> None:
    found = LIBRARY.rows("bruxism_pain")
    effect = Effect(Scale.MEAN_DIFFERENCE, Decimal(-1), se=Decimal(1))
    row = attrs.evolve(found.rows[0], week=None, estimand=None, data=effect)

    page = as_text(
        question_page(attrs.evolve(found, rows=(row,), unusable=()), LIBRARY, EN)
    )

    assert "jaw pain when chewing; derived [permuter_ipd]" in page
    assert "What cannot be used" not in page


def test_a_claim_whose_remark_is_gone_has_no_statement() -> None:
    words = claim_words(LIBRARY.claim("treats_depression"), {})

    assert (words.statement, words.remark) == (Text("", ""), None)


def test_a_claim_without_studies_and_questions_says_so() -> None:
    words = claim_words(LIBRARY.claim("facial_feedback_theory"), {})

    page = as_text(claim_page(words, LIBRARY, EN))

    assert "No question of the library answers it." in page
    assert "The library holds none on it." in page


def test_a_claim_that_no_text_words_leads_to_none() -> None:
    words = claim_words(LIBRARY.claim("better_than_topiramate"), {})

    page = as_text(claim_page(words, LIBRARY, EN))

    assert "Texts that rest on this" not in page
    assert claim_json(words, LIBRARY, EN)["remark"] is None
    assert "1 claims." in as_text(claims_list([words], EN))
