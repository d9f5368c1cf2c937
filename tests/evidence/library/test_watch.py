"""When an estimate moves, the texts that rest on it are named."""

from collections.abc import Mapping
from decimal import Decimal

import attrs
import pytest

from glabella.core.errors import Finding
from glabella.evidence.claims import Claim, Watch
from glabella.evidence.library import Library, load
from glabella.evidence.study import Study
from glabella.evidence.watch import texts_to_read_again
from tests.evidence.library import builders as b

LIBRARY = load()
DEPRESSION = LIBRARY.claim("treats_depression")


def watching(watch: Watch, claim: Claim = DEPRESSION) -> list[Finding]:
    """Return the findings of the shipped library with one claim and one watch."""
    claims: Mapping[str, Claim] = {claim.id: attrs.evolve(claim, watches=(watch,))}
    return texts_to_read_again(attrs.evolve(LIBRARY, claims=claims))


def with_study(study: Study) -> Library:
    return attrs.evolve(LIBRARY, studies={**LIBRARY.studies, study.id: study})


def test_nothing_has_moved_in_the_shipped_library() -> None:
    assert texts_to_read_again(LIBRARY) == []


OR = "the pooled OR of depression_response"


@pytest.mark.parametrize(
    ("watch", "law"),
    [
        (
            Watch("depression_response", poolable=True, high=Decimal(8)),
            f"expects {OR} at 8 or below, and it is 10.1.",
        ),
        (
            Watch("depression_response", poolable=True, low=Decimal(12)),
            f"expects {OR} at 12 or above, and it is 10.1.",
        ),
        (
            Watch("depression_response", poolable=True, includes_none=False),
            f"expects otherwise: the interval of {OR} now includes no effect.",
        ),
        (
            Watch("depression_response", poolable=False),
            "was written before depression_response can be pooled now.",
        ),
        (
            Watch("bruxism_pain", poolable=True, low=Decimal(0)),
            "was written before bruxism_pain can no longer be pooled.",
        ),
    ],
)
def test_what_has_moved_is_said(watch: Watch, law: str) -> None:
    assert [each.law for each in watching(watch)] == [law]


@pytest.mark.parametrize(
    "watch",
    [
        Watch("depression_response", poolable=True),
        Watch("depression_response", poolable=True, includes_none=True),
        Watch("bruxism_pain", poolable=False),
    ],
)
def test_what_stands_as_expected_is_not_told(watch: Watch) -> None:
    assert watching(watch) == []


def test_a_finding_names_the_texts_to_read() -> None:
    claim = attrs.evolve(DEPRESSION, remark="one", supports=("two", "one"))

    [found] = watching(Watch("bruxism_pain", poolable=True), claim)

    assert (found.file, found.place) == ("evidence/claims.toml", "[treats_depression]")
    assert found.mending == (
        "Read again, then set the watch anew: the claim treats_depression, one, two."
    )


def test_a_new_trial_makes_a_question_poolable_and_its_texts_are_named() -> None:
    arms = [
        b.arm_line(a, n=40, mean=m, sd=2) for a, m in (("toxin", 3), ("placebo", 3))
    ]
    lines = [
        attrs.evolve(line, outcome="bruxism_pain_chewing", week=Decimal(26))
        for line in arms
    ]
    trial = b.study(*lines, study_id="new_trial")

    found = texts_to_read_again(with_study(trial))

    assert [(each.place, each.law) for each in found] == [
        (
            "[bruxism_widely_used_internationally]",
            "was written before bruxism_pain can be pooled now.",
        )
    ]


def test_a_large_trial_without_effect_moves_the_first_estimate() -> None:
    counts = [
        attrs.evolve(b.arm_line(a, events=90, total=300), outcome="madrs_response")
        for a in ("toxin", "placebo")
    ]
    trial = b.study(*counts, study_id="new_trial")

    [found] = texts_to_read_again(with_study(trial))

    assert (found.place, found.law[:60]) == (
        "[treats_depression]",
        "expects the pooled OR of depression_response at 5 or above, ",
    )
