"""Claims as `glabella claims` publishes them."""

from glabella.cli.evidence_join import ClaimWords
from glabella.cli.fact_rows import Json
from glabella.cli.studies_json import grading_json
from glabella.evidence.library import Library
from glabella.evidence.words import word
from glabella.protocols.document import Language


def claim_json(words: ClaimWords, library: Library, say: Language) -> Json:
    """Return one claim with its studies, questions and what may be said."""
    claim = words.claim
    return {
        "id": claim.id,
        "statement": say.of(words.statement),
        "verdict": claim.verdict,
        "verdict_in_words": say.of(word(claim.verdict)),
        "may_say": say.of(claim.may_say),
        "remark": claim.remark,
        "supports": claim.supports,
        "studies": [
            {
                "id": name,
                "label": library.study(name).label,
                "design": library.study(name).design,
            }
            for name in claim.studies
        ],
        "results": claim.results,
        "certainty": [
            grading_json(library.gradings[name], say) for name in claim.questions
        ],
    }
