"""The library as shipped: complete, sound, and never stronger than its numbers."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache

import pytest

from glabella.core.errors import UnknownNameError
from glabella.core.sources import Status
from glabella.evidence.arm_pairs import printed_pairs
from glabella.evidence.certainty import LADDER, Domain, Level
from glabella.evidence.detectors import all_findings
from glabella.evidence.library import Library, load, load_with_findings
from glabella.evidence.library_laws import bases
from glabella.evidence.questions import Counts, Effect, Means
from glabella.evidence.study import Design, Estimand

# Every trial, cohort and review that the evidence of this project names.
STUDIES = [
    "affatato2021",
    "alhashel2015",
    "alwayli2017",
    "alwayli2024",
    "arnone2021",
    "biteforce2025",
    "boudreau2015",
    "brin2020",
    "chen2023",
    "cheng2022",
    "coles2019",
    "compel2018",
    "cruse2022",
    "elf_review",
    "escher_review",
    "fernandez2019",
    "fhl_phase3",
    "finzi2006",
    "finzi2014",
    "finzi2023",
    "forward2019",
    "glogau2012",
    "guarda2008",
    "herd2018",
    "herd2019",
    "inco2013",
    "jadhao2017",
    "kaya2021",
    "kim2009",
    "lanteri2022",
    "lee2010",
    "lowdose2022",
    "magid2014",
    "magid2015",
    "makunts2020",
    "martinezpias2021",
    "masters2019",
    "moh_trial",
    "multicentre2023",
    "ondo2018",
    "overview_t2",
    "parsaik2016",
    "pmc9606430_t2",
    "preempt1",
    "preempt2",
    "preempt_pooled",
    "prs2022",
    "qian2020",
    "rappl2013",
    "repeat2016",
    "repose2019",
    "rodriguez2023",
    "schulze2021",
    "shim2014",
    "shim2020",
    "stearns2018",
    "thickness",
    "ufl2022",
    "umbrella_t2",
    "umea2023",
    "wearoff_scielo2021",
    "woe2020",
    "wollmer2012",
    "wollmer2022",
    "zamanian2017",
    "zhang2021",
]


@cache
def library() -> Library:
    return load()


QUESTIONS = list(library().questions)


def test_the_library_has_no_mistake() -> None:
    assert load_with_findings()[1] == []


def test_every_study_is_there() -> None:
    assert sorted(library().studies) == sorted(STUDIES)


@pytest.mark.parametrize(
    ("study", "design"),
    [
        ("affatato2021", Design.META_ANALYSIS),
        ("escher_review", Design.NARRATIVE_REVIEW),
        ("finzi2023", Design.NARRATIVE_REVIEW),
    ],
)
def test_what_articles_cite_as_a_trial_has_its_true_design(
    study: str, design: Design
) -> None:
    found = library().study(study)

    assert (found.design, found.cited_as is not None) == (design, True)


def test_every_number_that_was_read_says_where() -> None:
    silent = [
        (study.id, basis)
        for study in library().studies.values()
        for basis in bases(study)
        if basis.status is Status.SEEN and not (basis.sources and basis.place)
    ]

    assert silent == []


def test_every_derived_number_says_how() -> None:
    silent = [
        f"{study.id}/{line.id}"
        for study in library().studies.values()
        for line in study.results
        if line.basis.status is Status.DERIVED and not line.basis.note
    ]

    assert silent == []


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_recalled_number_is_pooled_unasked(name: str) -> None:
    found = library().rows(name)

    assert [row for row in found.rows if row.status is Status.RECALLED] == []


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_row_can_be_traced_to_its_results(name: str) -> None:
    found = library().rows(name, include_recalled=True)

    for row in found.rows:
        study = library().study(row.study)
        assert None not in [study.result(each) for each in row.results]


def test_the_counts_of_the_first_question() -> None:
    found = library().rows("depression_response")
    all_counts = library().rows("depression_response", include_recalled=True)

    assert [(row.label, row.data, row.status) for row in found.rows] == [
        ("Finzi 2014", Counts(17, 33, 6, 41), Status.DERIVED),
        ("Magid 2014", Counts(6, 11, 0, 19), Status.SEEN),
    ]
    assert [(row.label, row.data) for row in all_counts.rows][-1] == (
        "Wollmer 2012",
        Counts(9, 15, 2, 15),
    )


def test_the_effects_on_scores_have_one_sign() -> None:
    found = library().rows("depression_score", include_recalled=True)

    values = {
        row.label: row.data.value for row in found.rows if isinstance(row.data, Effect)
    }
    assert values == {
        "Brin 2020, onabotulinumtoxinA 30 U": Decimal("-0.351"),
        "Wollmer 2012": Decimal("-1.28"),
        "Zamanian 2017": Decimal("-1.194"),
    }


@pytest.mark.parametrize(
    ("estimand", "value"),
    [(Estimand.CHANGE, "-3.2"), (Estimand.ADJUSTED, "-2.377")],
)
def test_the_published_contrast_depends_on_the_estimand(
    estimand: Estimand, value: str
) -> None:
    [usual] = library().rows("bruxism_pain").rows
    [asked] = library().rows("bruxism_pain", estimand=estimand).rows

    assert isinstance(usual.data, Means)
    assert usual.data.toxin_mean - usual.data.control_mean == Decimal("-1.1")
    assert isinstance(asked.data, Effect)
    assert asked.data.value == Decimal(value)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_with_too_little_says_why_of_each_study(name: str) -> None:
    found = library().rows(name)

    reasons = [each.reason for each in found.unusable]
    assert all(reason.en and reason.de for reason in reasons)
    assert (found.cannot_be_pooled is None) == (len(found.rows) > 1)


def test_what_can_be_pooled_today() -> None:
    able = [n for n in QUESTIONS if library().rows(n).cannot_be_pooled is None]

    assert able == ["depression_response", "depression_remission", "depression_score"]


def test_the_detectors_find_nothing_in_the_shipped_numbers() -> None:
    assert all_findings(printed_pairs(library().studies.values())) == []


def test_reviews_are_published_beside_the_rows() -> None:
    found = library().published("depression_response")

    assert [(study.id, line.id) for study, line in found] == [("parsaik2016", "p2")]


# --- Certainty and claims


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_is_judged_in_all_domains_and_by_nobody_yet(name: str) -> None:
    grading = library().gradings[name]

    assert [each.domain for each in grading.judgements] == list(Domain)
    assert grading.signed_by is None


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_level_is_the_start_less_what_the_concerns_take(name: str) -> None:
    grading = library().gradings[name]
    lost = {"none": 0, "serious": 1, "very_serious": 2}

    steps = sum(lost[each.concern.value] for each in grading.judgements)

    at = LADDER.index(grading.start) - steps
    assert grading.level is LADDER[max(at, 0)]


def test_no_question_is_surer_than_its_numbers_allow() -> None:
    """With fewer than two rows that were read nothing is high."""
    high = [n for n, g in library().gradings.items() if g.level is Level.HIGH]

    assert high == []


def test_every_study_is_reached_from_a_claim_or_a_question() -> None:
    reached = {name for claim in library().claims.values() for name in claim.studies}
    for name in QUESTIONS:
        rows = library().rows(name, include_recalled=True)
        reached |= {row.study for row in rows.rows}
        reached |= {each.study for each in rows.unusable}

    assert sorted(set(STUDIES) - reached) == ["fhl_phase3"]


def test_a_text_leads_to_the_claims_it_rests_on() -> None:
    found = library().claims_of("consent/common_local_effects_for_these_sites")

    assert [claim.id for claim in found] == [
        "bruxism_widely_used_internationally",
        "neck_pain_from_neck_sites",
        "drooping_eyelid",
    ]
    assert library().claims_of("consent/costs") == ()


@pytest.mark.parametrize(
    ("ask", "mending"),
    [
        (library().study, "Use one of affatato2021, "),
        (library().question, "Use one of depression_response, "),
        (library().claim, "Use one of botox_increases_serotonin, "),
    ],
)
def test_a_name_that_is_none_is_refused(
    ask: Callable[[str], object], mending: str
) -> None:
    with pytest.raises(UnknownNameError) as refused:
        ask("gone")

    assert refused.value.mending.startswith(mending)
