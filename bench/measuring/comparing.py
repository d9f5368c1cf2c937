"""Part two: the same criteria on the same patients, by the peer and by this project.

Both are handed parsed JSON in memory; opening the record, finding the facts and
answering the criteria are timed. They take turns, a batch at a time, so that whatever
else the machine does falls on both. Ours also says which facts each answer used and
which it missed; the peer gives the bare answer.
"""

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TypeVar

import attrs
from measuring.criteria_text import (
    Criteria,
    all_criteria,
    compared_criteria,
    fact_names,
    parameter_library,
    record_library,
)
from measuring.fact_values import fact_values
from measuring.peer import Answer, Peer
from measuring.people import as_recorded, in_doubt, worked_cases
from measuring.records import ON, Resource

from glabella.core.derived import with_derived
from glabella.core.fact_types import Catalogue
from glabella.core.facts import Evaluation, Fact, FactSet
from glabella.core.truth import Truth
from glabella.interop.fhir import read_bundle
from glabella.protocols.loader import Library

TARGET_RATIO = 20

BATCH = 100

Patient = TypeVar("Patient")
Evaluate = Callable[[Patient], Sequence[Evaluation]]

NULL = {Truth.YES: True, Truth.NO: False, Truth.UNKNOWN: None}


@attrs.frozen
class Batch:
    """What both took for the same patients, in seconds."""

    size: int
    peer: float
    peer_cpu: float
    ours: float
    ours_cpu: float


@attrs.frozen
class Comparison:
    """Speed and answers of both sides."""

    name: str
    criteria: int
    batches: tuple[Batch, ...]
    answers: Counter[str]
    differences: tuple[str, ...]

    @property
    def patients(self) -> int:
        """How many patients were timed."""
        return sum(batch.size for batch in self.batches)

    @property
    def ratio(self) -> float:
        """How many times faster this project is: the median of all batches."""
        return median(batch.peer / batch.ours for batch in self.batches)

    @property
    def cpu_ratio(self) -> float:
        """The same in processor time."""
        return median(batch.peer_cpu / batch.ours_cpu for batch in self.batches)

    @property
    def peer_rate(self) -> float:
        """Patients a second of the peer, in the median batch."""
        return median(batch.size / batch.peer for batch in self.batches)

    @property
    def our_rate(self) -> float:
        """Patients a second of this project, in the median batch."""
        return median(batch.size / batch.ours for batch in self.batches)

    def values(self) -> dict[str, object]:
        """Return the figures for a file."""
        return {
            "criteria": self.criteria,
            "patients": self.patients,
            "peer_per_second": self.peer_rate,
            "ours_per_second": self.our_rate,
            "ratio": self.ratio,
            "cpu_ratio": self.cpu_ratio,
            "answers": dict(self.answers),
            "differences": list(self.differences),
        }


@attrs.frozen
class Contest:
    """A peer with a library and data, ready to run beside this project."""

    peer: Peer
    name: str
    deed: str
    criteria: Criteria
    on: str = ON.isoformat()

    def compare(
        self, patients: Sequence[Patient], ours: Evaluate[Patient]
    ) -> Comparison:
        """Return both sides' speed and answers; the first batch warms up, untimed."""
        batches: list[Batch] = []
        answers: Counter[str] = Counter()
        differences: list[str] = []
        self._run(0, patients[:BATCH], ours)
        for start in range(0, len(patients), BATCH):
            some = patients[start : start + BATCH]
            batch, theirs, found = self._run(start, some, ours)
            batches.append(batch)
            for place, (their, our) in enumerate(zip(theirs, found, strict=True)):
                answers.update(evaluation.truth.value for evaluation in our)
                differences += self._differences(start + place, their, our)
        return Comparison(
            name=self.name,
            criteria=len(self.criteria),
            batches=tuple(batches),
            answers=answers,
            differences=tuple(differences),
        )

    def _run(
        self, start: int, some: Sequence[Patient], ours: Evaluate[Patient]
    ) -> tuple[Batch, Sequence[Sequence[bool | None]], list[Sequence[Evaluation]]]:
        """Let both sides answer for the same patients."""
        words = {"from": start, "to": start + len(some), "on": self.on}
        names = list(self.criteria)
        their: Answer = self.peer.ask(self.deed, name=self.name, names=names, **words)
        clock, cpu = perf_counter(), process_time()
        found = [ours(patient) for patient in some]
        cpu, clock = process_time() - cpu, perf_counter() - clock
        batch = Batch(len(some), their["seconds"], their["cpu_seconds"], clock, cpu)
        return batch, their["answers"], found

    def _differences(
        self, place: int, their: Sequence[bool | None], our: Sequence[Evaluation]
    ) -> Iterable[str]:
        for title, answer, evaluation in zip(self.criteria, their, our, strict=True):
            if NULL[evaluation.truth] is not answer:
                truth = evaluation.truth.value
                yield f"patient {place}, {title}: peer {answer}, ours {truth}"


@attrs.frozen
class Reader:
    """This project's side: a record in, an explained answer to each criterion out."""

    catalogue: Catalogue
    criteria: Criteria

    def facts(self, bundle: Resource) -> FactSet:
        """Return the facts of a record, derived ones included."""
        found = read_bundle(bundle, on=ON, catalogue=self.catalogue).facts
        return with_derived(FactSet(self.catalogue, on=ON, facts=found))

    def from_record(self, bundle: Resource) -> Sequence[Evaluation]:
        """Return the answers about a record."""
        return self.answers(self.facts(bundle))

    def from_facts(self, facts: Sequence[Fact]) -> Sequence[Evaluation]:
        """Return the answers about plain facts."""
        return self.answers(FactSet(self.catalogue, on=ON, facts=facts))

    def answers(self, facts: FactSet) -> Sequence[Evaluation]:
        """Return the answer to each criterion."""
        return [facts.answer(each.when) for each in self.criteria.values()]


def compare_records(
    peer: Peer, library: Library, records: Sequence[Resource], *, form: str
) -> Comparison:
    """Compare on FHIR records."""
    criteria = compared_criteria(library)
    peer.translate(form, record_library(criteria, library, form=form))
    _load(peer, records)
    contest = Contest(peer, form, "runRecords", criteria)
    return contest.compare(records, Reader(library.catalogue, criteria).from_record)


def compare_facts(
    peer: Peer, library: Library, records: Sequence[Resource]
) -> Comparison:
    """Compare on plain facts: no record is searched on either side."""
    criteria = compared_criteria(library)
    reader = Reader(library.catalogue, criteria)
    sets = [reader.facts(record) for record in records]
    names = fact_names(criteria)
    _load(peer, [{"on": ON, "facts": fact_values(each, names)} for each in sets])
    name = "facts as a parameter"
    peer.translate(name, parameter_library(criteria, library))
    contest = Contest(peer, name, "runFacts", criteria)
    return contest.compare([each.all_facts() for each in sets], reader.from_facts)


def compare_cases(peer: Peer, library: Library) -> tuple[Comparison, tuple[str, ...]]:
    """Compare every criterion of every protocol on all worked cases, as an oracle.

    Each case stands as it is, with lists that may be incomplete, and with gaps. Also
    returns the criteria that CQL cannot say.
    """
    criteria, silent = all_criteria(library)
    reader = Reader(library.catalogue, criteria)
    people = as_recorded(worked_cases(library))
    variants = chain.from_iterable(map(in_doubt, people))
    sets = [person.fact_set(library) for person in variants]
    names = fact_names(criteria)
    _load(peer, [{"on": each.on, "facts": fact_values(each, names)} for each in sets])
    name = "all criteria, all cases"
    peer.translate(name, parameter_library(criteria, library))
    contest = Contest(peer, name, "runFacts", criteria)
    return contest.compare(sets, reader.answers), silent


def _load(peer: Peer, data: Sequence[object]) -> None:
    """Hand the peer its data through a file, outside the clock."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.json"
        path.write_text(json.dumps(data, default=str), "utf-8")
        peer.ask("load", path=str(path))
