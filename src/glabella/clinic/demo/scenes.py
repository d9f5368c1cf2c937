"""What every demo shows: a recalled lot, an urgent item 9, a block, an inbox."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from glabella.clinic.accounts.roles import Role
from glabella.clinic.booking.queries import visits_of
from glabella.clinic.demo.house import House
from glabella.clinic.demo.telling import Act, Deed, Story, book_free
from glabella.clinic.people import actions as people
from glabella.clinic.practice.knowledge import instruments, library
from glabella.clinic.record import actions as record
from glabella.clinic.record.values import (
    NewDocument,
    NewFact,
    NewProblem,
    NewScore,
    NewTask,
)
from glabella.clinic.stock import actions as stock

LETTER = b"Synthetic letter of the demo. No person, no finding.\n"


def scenes(stories: list[Story], house: House, *, at: datetime) -> Iterator[Deed]:
    """Yield the deeds of the last days, after the stories have begun."""
    known = [s for s in stories if s.who.first_on is not None]
    moods = [s for s in known if s.who.condition == "major_depression"]
    migraines = [s for s in known if s.who.condition == "chronic_migraine"]
    yield at - timedelta(days=3), _recall(house)
    yield at - timedelta(hours=1), _item_nine(moods[0])
    yield at - timedelta(hours=5), _blocked(migraines[0])
    yield at - timedelta(hours=4), _call_back(migraines[1], at)
    for story in migraines[2:8]:
        yield at - timedelta(hours=3), _visit_today(story)
    for place in (0, 1):
        yield at - timedelta(hours=2), _letter(house, place)


def _recall(house: House) -> Act:
    def act(at: datetime) -> None:
        by = house.actor(Role.LEAD_CLINICIAN, 0)
        reference = "Recall of the demo; no authority has issued it."
        stock.recall(house.lots[2].id, reference=reference, by=by, at=at)

    return act


def _item_nine(story: Story) -> Act:
    def act(at: datetime) -> None:
        record.record_score(
            story.id,
            NewScore("phq9", story.on, items=(2, 3, 2, 2, 1, 2, 2, 1, 1)),
            by=story.by(Role.ASSISTANT),
            at=at,
            instruments=instruments(),
        )

    return act


def _blocked(story: Story) -> Act:
    def act(at: datetime) -> None:
        by = story.by(Role.CLINICIAN)
        new = NewFact(
            "nmj_disorder_mg_or_lems", value=True, as_of=story.on, source="history"
        )
        catalogue = library().catalogue
        record.record_fact(story.id, new, by=by, at=at, catalogue=catalogue)
        problem = NewProblem("Myasthenia gravis", "ICD-10", "G70.0")
        record.note_problem(story.id, problem, by=by, at=at)
        text = "Myasthenia gravis: no botulinum toxin"
        people.add_alert(story.id, text, is_clinical=True, by=by, at=at)

    return act


def _call_back(story: Story, now: datetime) -> Act:
    def act(at: datetime) -> None:
        new = NewTask(
            outlet=story.outlet,
            patient=story.id,
            kind="call_back",
            title="Call back: question five days after the injection",
            due_at=now + timedelta(hours=6),
            owner=story.doctor,
            deputy=story.house.staff[Role.ASSISTANT].id,
        )
        record.open_task(new, by=story.by(Role.FRONT_DESK), at=at)

    return act


def _visit_today(story: Story) -> Act:
    def act(at: datetime) -> None:
        booked = {visit.starts_at.date() for visit in visits_of([story.id])}
        if story.on not in booked:
            book_free(story, story.on, "treatment", at=at)

    return act


def _letter(house: House, place: int) -> Act:
    def act(at: datetime) -> None:
        new = NewDocument(
            outlet=house.outlets[place].id,
            title="Synthetic letter",
            media_type="text/plain",
            kind="letter",
        )
        by = house.actor(Role.FRONT_DESK, place)
        record.receive_document(LETTER, new, by=by, at=at)

    return act
