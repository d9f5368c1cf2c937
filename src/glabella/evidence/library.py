"""The evidence library as one frozen value: studies, outcomes, questions, claims."""

from collections.abc import Mapping
from typing import TypeVar

import attrs

from glabella.core.errors import UnknownNameError
from glabella.evidence.bibliography import Publication
from glabella.evidence.certainty import Grading
from glabella.evidence.claims import Claim
from glabella.evidence.options import Asking
from glabella.evidence.outcomes import Outcome
from glabella.evidence.questions import Question, QuestionRows
from glabella.evidence.rows import rows_of
from glabella.evidence.study import Estimand, Study

Item = TypeVar("Item")


@attrs.frozen
class Library:
    """Everything the data files of this room say."""

    publications: Mapping[str, Publication]
    outcomes: Mapping[str, Outcome]
    studies: Mapping[str, Study]
    questions: Mapping[str, Question]
    claims: Mapping[str, Claim]
    gradings: Mapping[str, Grading]

    def study(self, study_id: str) -> Study:
        """Return a study; raise UnknownNameError for a name that is none."""
        return _known(self.studies, study_id, "study")

    def question(self, question_id: str) -> Question:
        """Return a question; raise UnknownNameError for a name that is none."""
        return _known(self.questions, question_id, "question")

    def claim(self, claim_id: str) -> Claim:
        """Return a claim; raise UnknownNameError for a name that is none."""
        return _known(self.claims, claim_id, "claim")

    def rows(
        self,
        question_id: str,
        *,
        include_recalled: bool = False,
        estimand: Estimand | None = None,
    ) -> QuestionRows:
        """Return what can be pooled on a question, and what cannot and why.

        Numbers that are only recalled enter only if they are asked for by name.
        Where a study prints several differences, `estimand` is preferred.
        """
        asking = Asking(
            question=self.question(question_id),
            outcomes=self.outcomes,
            include_recalled=include_recalled,
            estimand=estimand,
        )
        return rows_of(asking, self.studies)


def _known(items: Mapping[str, Item], name: str, kind: str) -> Item:
    if name not in items:
        raise UnknownNameError(
            f'there is no {kind} "{name}".', mending=f"Use one of {', '.join(items)}."
        )
    return items[name]
