"""The page of a question as values: studies to choose from, answer, grading, texts."""

import attrs
from django.utils.translation import gettext as _

from glabella.clinic.library.evidence.answer import Answer, Refusal, pooled
from glabella.clinic.library.evidence.choice import Choice, chosen_rows
from glabella.clinic.library.evidence.forms import ChoiceForm
from glabella.clinic.library.evidence.knowledge import shelf
from glabella.evidence.certainty import DRAFT, Grading, Level
from glabella.evidence.questions import Question, QuestionRows, Row
from glabella.evidence.result_words import told, told_row
from glabella.evidence.words import word
from glabella.protocols.citing import status_word
from glabella.protocols.document import Language

TONES = {
    Level.HIGH: "accent",
    Level.MODERATE: "accent",
    Level.LOW: "neutral",
    Level.VERY_LOW: "neutral",
}


@attrs.frozen
class Numbers:
    """One row of a study in words."""

    text: str
    about: str
    status: str


@attrs.frozen
class Choosable:
    """A study that a reader may leave out, or take although it is recalled."""

    study: str
    label: str
    numbers: tuple[Numbers, ...]
    is_recalled: bool
    is_ticked: bool

    @property
    def field(self) -> str:
        """Name of the tick in the address."""
        return "recalled" if self.is_recalled else "without"


@attrs.frozen
class Certainty:
    """A grading in words; it says itself that nobody has signed it."""

    level: str
    tone: str
    conclusion: str
    unsigned: str
    begins: str
    begins_because: str
    judgements: tuple[tuple[str, str, str], ...]


@attrs.frozen
class Outcome:
    """What the studies that were chosen say: an answer, or why there is none.

    Args:
        rows: What was chosen.
        answer: The pooled answer.
        refusal: Why the statistics refused.
        cannot: Why there is nothing to pool; empty otherwise.
        before: The answer of the house's own choice, if the reader's is another.
    """

    rows: QuestionRows
    answer: Answer | None = None
    refusal: Refusal | None = None
    cannot: str = ""
    before: Answer | None = None


def outcome_of(question: Question, choice: Choice, say: Language) -> Outcome:
    """Return what the chosen studies say."""
    rows = chosen_rows(shelf(), question.id, choice)
    if rows.cannot_be_pooled is not None:
        return Outcome(rows, cannot=say.of(rows.cannot_be_pooled))
    found = pooled(rows, choice, say)
    if isinstance(found, Refusal):
        return Outcome(rows, refusal=found)
    return Outcome(rows, found, before=_usual(question, choice, say))


def _usual(question: Question, choice: Choice, say: Language) -> Answer | None:
    """Return the answer of the house's own choice, to see how far one's own moves."""
    rows = shelf().rows(question.id)
    if choice.is_usual or rows.cannot_be_pooled is not None:
        return None
    found = pooled(rows, Choice(), say)
    return found if isinstance(found, Answer) else None


def choosable(form: ChoiceForm, say: Language) -> list[Choosable]:
    """Return the studies with a tick each."""
    choice = form.choice
    return [
        Choosable(
            study=each.study,
            label=each.label,
            numbers=tuple(numbers_of(row, say) for row in each.rows),
            is_recalled=each.is_recalled,
            is_ticked=each.study
            in (choice.recalled if each.is_recalled else choice.without),
        )
        for each in form.found
    ]


def numbers_of(row: Row, say: Language) -> Numbers:
    """Return a row in words."""
    about = [say.of(shelf().outcomes[row.outcome].name)]
    if row.week is not None:
        about.append(_("week %(week)s") % {"week": row.week})
    if row.estimand is not None:
        about.append(say.of(word(row.estimand)))
    return Numbers(
        text=say.of(told_row(row.data)),
        about=", ".join(about),
        status=status_word(row.status, say),
    )


def certainty(grading: Grading, say: Language) -> Certainty:
    """Return a grading in words."""
    signed = grading.signed_by
    return Certainty(
        level=say.of(word(grading.level)),
        tone=TONES[grading.level],
        conclusion=say.of(grading.conclusion),
        unsigned="" if signed else say.of(DRAFT),
        begins=say.of(word(grading.start)),
        begins_because=say.of(grading.start_reason),
        judgements=tuple(
            (say.of(word(j.domain)), say.of(word(j.concern)), say.of(j.reason))
            for j in grading.judgements
        ),
    )


def published(question: Question, say: Language) -> list[tuple[str, str, str]]:
    """Return what reviews print on a question: id and label of the review, numbers."""
    return [
        (study.id, study.label, f"{line.instrument}: {say.of(told(line))}")
        for study, line in shelf().published(question.id)
    ]
