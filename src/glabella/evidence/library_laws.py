"""What the files of the library must say of each other: no name leads nowhere."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from glabella.core.errors import Finding
from glabella.core.sources import Basis
from glabella.evidence.bibliography import Publication
from glabella.evidence.certainty import Grading
from glabella.evidence.claims import Claim
from glabella.evidence.conclusions import stronger_words, too_strong
from glabella.evidence.outcomes import Outcome
from glabella.evidence.questions import Question
from glabella.evidence.study import Study
from glabella.evidence.words import DETAILS


class Names(Protocol):
    """The parts of a library that the laws look at."""

    @property
    def publications(self) -> Mapping[str, Publication]:
        """Publications by id."""

    @property
    def outcomes(self) -> Mapping[str, Outcome]:
        """Outcomes by id."""

    @property
    def studies(self) -> Mapping[str, Study]:
        """Studies by id."""

    @property
    def questions(self) -> Mapping[str, Question]:
        """Questions by id."""

    @property
    def claims(self) -> Mapping[str, Claim]:
        """Claims by id."""

    @property
    def gradings(self) -> Mapping[str, Grading]:
        """Gradings by question."""


def law_findings(names: Names) -> Iterator[Finding]:
    """Yield every name that leads nowhere, and every sentence that says too much."""
    for study in names.studies.values():
        yield from _of_study(study, names)
    for question in names.questions.values():
        yield from _of_question(question, names)
    for claim in names.claims.values():
        yield from _of_claim(claim, names)
    for grading in names.gradings.values():
        yield from _of_grading(grading, names)


def _unknown(
    asked: Iterable[str], known: Iterable[str], *, kind: str, file: str, place: str
) -> Iterator[Finding]:
    there = set(known)
    for name in asked:
        if name not in there:
            law = f'names the {kind} "{name}", which there is not.'
            yield Finding(file, place, law, f"Add the {kind} or correct the name.")


def _of_study(study: Study, names: Names) -> Iterator[Finding]:
    file = f"studies/{study.id}.toml"
    cited = [*study.publications]
    cited += [name for basis in bases(study) for name in basis.sources]
    yield from _unknown(
        dict.fromkeys(cited),
        names.publications,
        kind="publication",
        file=file,
        place="file",
    )
    yield from _unknown(
        study.parts, names.studies, kind="study", file=file, place="parts"
    )
    keys = [key for key, _ in study.details]
    yield from _unknown(keys, DETAILS, kind="detail", file=file, place="detail")
    asked = [gap.question for gap in study.gaps]
    yield from _unknown(asked, names.questions, kind="question", file=file, place="gap")
    arms = [gap.arm for gap in study.gaps if gap.arm]
    yield from _unknown(
        arms, [arm.id for arm in study.arms], kind="arm", file=file, place="gap"
    )
    for line in study.results:
        wanted = [line.outcome] if line.outcome else []
        place = f'result "{line.id}"'
        yield from _unknown(
            wanted, names.outcomes, kind="outcome", file=file, place=place
        )


def bases(study: Study) -> Iterator[Basis]:
    """Yield the basis of everything that a study says."""
    for line in study.results:
        yield line.basis
    for _, stated in study.details:
        yield stated.basis
    for _, figure in study.people:
        yield figure.basis
    for arm in study.arms:
        yield from (part.basis for part in (arm.n, arm.dose, arm.units) if part)
    for risk in study.risks:
        yield risk.basis
    if study.weeks_basis is not None:
        yield study.weeks_basis


def _of_question(question: Question, names: Names) -> Iterator[Finding]:
    file, place = "questions.toml", f"[{question.id}]"
    yield from _unknown(
        question.outcomes, names.outcomes, kind="outcome", file=file, place=place
    )
    if question.id not in names.gradings:
        law = "has no judgement of how sure its evidence is."
        yield Finding("certainty.toml", place, law, "Add one.")
    known = [names.outcomes[key] for key in question.outcomes if key in names.outcomes]
    for outcome in known:
        if outcome.direction is not question.direction:
            law = f'asks for "{outcome.id}", whose sign convention is the other one.'
            yield Finding(file, place, law, "Never mix two conventions.")
        if outcome.kind is not question.kind:
            law = f'asks for "{outcome.id}", which is counted otherwise.'
            yield Finding(file, place, law, "Ask for one kind of outcome.")


def _of_claim(claim: Claim, names: Names) -> Iterator[Finding]:
    place = f"[{claim.id}]"
    lines = result_names(names.studies)
    for asked, known, kind in (
        (claim.studies, names.studies, "study"),
        (claim.questions, names.questions, "question"),
        (claim.results, lines, "result"),
        ([watch.question for watch in claim.watches], names.questions, "question"),
    ):
        yield from _unknown(asked, known, kind=kind, file="claims.toml", place=place)
    graded = [names.gradings[key] for key in claim.questions if key in names.gradings]
    for level in {grading.level for grading in graded}:
        for word in stronger_words(claim.may_say, level):
            law = f"says {word}, which is not for {level.value} certainty."
            yield Finding("claims.toml", place, law, "Say no more than is known.")


def result_names(studies: Mapping[str, Study]) -> set[str]:
    """Return the names of all results, such as "finzi2014/o024"."""
    return {
        f"{each.id}/{line.id}" for each in studies.values() for line in each.results
    }


def _of_grading(grading: Grading, names: Names) -> Iterator[Finding]:
    file, place = "certainty.toml", f"[{grading.question}]"
    yield from _unknown(
        [grading.question], names.questions, kind="question", file=file, place=place
    )
    known = {*names.studies, *result_names(names.studies)}
    for judgement in grading.judgements:
        yield from _unknown(
            judgement.rests_on,
            known,
            kind="study or result",
            file=file,
            place=f"{place}.{judgement.domain.value}",
        )
    for word in too_strong(grading):
        law = f"concludes {word}, which is not for {grading.level.value} certainty."
        yield Finding(file, place, law, "Say no more than the evidence does.")
