"""The evidence library as one frozen value: studies, outcomes, questions, claims.

`load` raises if anything is wrong, with every mistake; the files stand beside this
module.
"""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import attrs

from glabella.core.errors import Finding, FindingsError, UnknownNameError
from glabella.core.tables import Table, named_tables
from glabella.evidence import library_reader as reader
from glabella.evidence.bibliography import Publication
from glabella.evidence.certainty import Grading
from glabella.evidence.claims import Claim
from glabella.evidence.library_laws import law_findings
from glabella.evidence.options import Asking
from glabella.evidence.outcomes import Outcome
from glabella.evidence.questions import Question, QuestionRows
from glabella.evidence.rows import rows_of
from glabella.evidence.study import Estimand, Result, Study
from glabella.evidence.study_reader import read_study

Item = TypeVar("Item")

DATA = Path(__file__).parent


@attrs.frozen
class Library:
    """Everything the data files of this room say; gradings go by question."""

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
        combine_arms: bool = False,
    ) -> QuestionRows:
        """Return what can be pooled on a question, and what cannot and why.

        Numbers that are only recalled enter only if they are asked for by name.
        Where a study prints several differences, `estimand` is preferred.
        Of contrasts that share an arm the first counts, or all of them as one if
        `combine_arms` and their numbers allow it.
        """
        asking = Asking(
            question=self.question(question_id),
            outcomes=self.outcomes,
            include_recalled=include_recalled,
            estimand=estimand,
            combine_arms=combine_arms,
        )
        return rows_of(asking, self.studies)

    def published(self, question_id: str) -> tuple[tuple[Study, Result], ...]:
        """Return the estimates that reviews print on a question, to compare with."""
        wanted = self.question(question_id).outcomes
        return tuple(
            (study, line)
            for study in self.studies.values()
            if study.design.is_review
            for line in study.results
            if line.estimate is not None and line.outcome in wanted
        )

    def claims_of(self, text: str) -> tuple[Claim, ...]:
        """Return the claims that a text of the protocols rests on.

        A text is a general remark by its id, a remark of a protocol as protocol/id, or
        an item of the consent talk as consent/id.
        """
        return tuple(each for each in self.claims.values() if text in each.texts)


def _known(items: Mapping[str, Item], name: str, kind: str) -> Item:
    if name not in items:
        raise UnknownNameError(
            f'there is no {kind} "{name}".', mending=f"Use one of {', '.join(items)}."
        )
    return items[name]


def load(folder: Path = DATA) -> Library:
    """Return the library; raise FindingsError with every mistake if there is one."""
    library, findings = load_with_findings(folder)
    if findings:
        raise FindingsError(tuple(findings))
    return library


def load_with_findings(folder: Path = DATA) -> tuple[Library, list[Finding]]:
    """Return what could be read, and every mistake in the data."""
    findings: list[Finding] = []

    def named(name: str) -> dict[str, Table]:
        tables = _tables(folder, name, findings)
        return named_tables(tables, file=name, findings=findings)

    library = Library(
        publications=reader.read_all(named("publications.toml"), reader.publication),
        outcomes=reader.read_all(named("outcomes.toml"), reader.outcome),
        studies=_studies(folder, findings),
        questions=reader.read_all(named("questions.toml"), reader.question),
        claims=reader.read_all(named("claims.toml"), reader.claim),
        gradings=reader.read_all(named("certainty.toml"), reader.grading),
    )
    findings += law_findings(library)
    return library, findings


def _studies(folder: Path, findings: list[Finding]) -> dict[str, Study]:
    studies = {}
    for path in sorted((folder / "studies").glob("*.toml")):
        file = f"studies/{path.name}"
        tables = _tables(folder, file, findings)
        study = read_study(Table(tables, file=file, place="file", findings=findings))
        studies[study.id] = study
    return studies


def _tables(folder: Path, file: str, findings: list[Finding]) -> dict[str, object]:
    """Return the tables of a file, numbers exact; a file that is none is a finding."""
    try:
        text = (folder / file).read_text("utf-8")
        return tomllib.loads(text, parse_float=Decimal)
    except (OSError, ValueError) as error:
        law = f"cannot be read: {error}."
        findings.append(Finding(file, "file", law, "Save it as TOML in UTF-8."))
        return {}
