"""Where a contact after an injection ends, by rules that are data.

Any yes to a question that leads to the emergency services ends there. A question that
nobody answered is never a no: it ends with a clinician today. A complaint can only make
the end graver; what was only recalled never reassures.
"""

import functools
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from glabella.clinic.followup.rules.files import DATA, read
from glabella.clinic.followup.values import LEVELS
from glabella.core.sources import Basis, Text
from glabella.core.tables import Table


@attrs.frozen
class Question:
    """A question asked at every contact.

    Args:
        fact: The value of `spread_of_toxin_symptoms` that a yes states; "" for none.
        advice: Id of the words that are said first after a yes.
    """

    id: str
    text: Text
    level: str
    advice: str
    fact: str
    basis: Basis


@attrs.frozen
class Level:
    """An end of a contact, with its clock: "now", "end_of_day", "days" or "none"."""

    id: str
    name: Text
    text: Text
    clock: str
    days: int
    basis: Basis


@attrs.frozen
class Complaint:
    """What a person calls about, and where it ends if every question is a no."""

    id: str
    text: Text
    level: str
    basis: Basis


@attrs.frozen
class Advice:
    """Words that are said before anything else."""

    id: str
    text: Text
    basis: Basis


@attrs.frozen
class Triage:
    """The questions, the complaints, the ends and the words."""

    questions: tuple[Question, ...]
    complaints: tuple[Complaint, ...]
    levels: tuple[Level, ...]
    advice: tuple[Advice, ...]

    def level(self, level_id: str) -> Level:
        """Return a level by its id."""
        return next(each for each in self.levels if each.id == level_id)

    def complaint(self, complaint_id: str) -> Complaint | None:
        """Return a complaint; None if there is no such one."""
        found = (each for each in self.complaints if each.id == complaint_id)
        return next(found, None)

    def propose(self, answers: Mapping[str, str], complaint: Complaint) -> str:
        """Return the level that the rules end with."""
        found = [complaint.level]
        for question in self.questions:
            answer = answers.get(question.id, "unknown")
            if answer == "yes":
                found.append(question.level)
            elif answer != "no":
                found.append("today")
        return min(found, key=LEVELS.index)

    def words(self, answers: Mapping[str, str]) -> tuple[Advice, ...]:
        """Return what is said first after the answers, each once, in their order."""
        wanted = [
            question.advice
            for question in self.questions
            if answers.get(question.id) == "yes"
        ]
        return tuple(each for each in self.advice if each.id in wanted)

    def symptoms(self, answers: Mapping[str, str]) -> tuple[str, ...]:
        """Return the signs of distant spread that were answered with yes."""
        return tuple(
            question.fact
            for question in self.questions
            if question.fact and answers.get(question.id) == "yes"
        )

    @property
    def spread(self) -> tuple[Question, ...]:
        """The questions about distant spread alone."""
        return tuple(each for each in self.questions if each.fact)


def is_milder(level: str, than: str) -> bool:
    """Return whether a level is milder than another."""
    return LEVELS.index(level) > LEVELS.index(than)


@functools.cache
def triage() -> Triage:
    """Return the rules of this installation."""
    return read_triage(DATA)


def read_triage(folder: Path) -> Triage:
    """Return the rules of a folder.

    Raises:
        FindingsError: With every mistake in one of the files.
    """
    rules = read(folder / "triage.toml", _rules)
    questions = read(folder / "spread.toml", lambda file: tuple(_questions(file)))
    return attrs.evolve(rules, questions=questions)


def _questions(file: Table) -> Iterator[Question]:
    for row in file.tables("question"):
        yield Question(
            id=row.string("id"),
            text=row.text("text"),
            level=_level(row),
            advice=row.string("advice"),
            fact=str(row.raw("fact")),
            basis=row.basis(),
        )
        row.done()


def _rules(file: Table) -> Triage:
    return Triage(
        questions=(),
        complaints=tuple(_complaints(file)),
        levels=tuple(_levels(file)),
        advice=tuple(_advice(file)),
    )


def _complaints(file: Table) -> Iterator[Complaint]:
    for row in file.tables("complaint"):
        made = Complaint(row.string("id"), row.text("text"), _level(row), row.basis())
        if made.basis.is_recalled and made.level == "reassurance":
            row.blame("reassures by what nobody has read.", "Choose a graver level.")
        yield made
        row.done()


def _levels(file: Table) -> Iterator[Level]:
    for row in file.tables("level"):
        yield Level(
            id=row.string("id"),
            name=row.text("name"),
            text=row.text("text"),
            clock=row.string("clock"),
            days=row.optional_integer("days") or 0,
            basis=row.basis(),
        )
        row.done()


def _advice(file: Table) -> Iterator[Advice]:
    for row in file.tables("advice"):
        yield Advice(row.string("id"), row.text("text"), row.basis())
        row.done()


def _level(row: Table) -> str:
    level = row.string("level")
    if level not in LEVELS:
        row.blame(f'has the level "{level}".', f"Use one of {', '.join(LEVELS)}.")
    return level
