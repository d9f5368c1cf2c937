"""Claims as values: from the statement to studies, questions, grading and texts."""

import functools
from collections.abc import Iterator, Mapping

import attrs
from django.urls import reverse

from glabella.clinic.library.evidence.answer import why_moved
from glabella.clinic.library.evidence.knowledge import shelf
from glabella.clinic.library.evidence.question_page import Certainty, certainty
from glabella.clinic.practice.knowledge import library as protocols
from glabella.core.errors import Finding
from glabella.core.sources import Text
from glabella.evidence.claims import Claim, Verdict
from glabella.evidence.result_words import told
from glabella.evidence.study import Study
from glabella.evidence.words import word
from glabella.protocols.document import Language

TONES = {Verdict.SUPPORTED: "accent", Verdict.PARTLY: "accent"}


@attrs.frozen
class Asked:
    """A question of a claim, one click from its forest plot."""

    id: str
    text: str
    certainty: Certainty
    cannot: str


@attrs.frozen
class Resting:
    """A text of the protocols that rests on a claim."""

    name: str
    words: str
    url: str


@attrs.frozen
class ClaimPage:
    """A claim in the words of the page; `moved` is None without the statistics."""

    id: str
    statement: str
    verdict: str
    tone: str
    may_say: str
    questions: tuple[Asked, ...]


@attrs.frozen
class Behind:
    """What stands behind a claim: studies, numbers, texts that rest on it."""

    studies: tuple[tuple[Study, str], ...]
    results: tuple[tuple[Study, str, str], ...]
    texts: tuple[Resting, ...]
    is_watched: bool
    moved: tuple[Finding, ...] | None


def claim_words(claim: Claim, say: Language) -> ClaimPage:
    """Return a claim with its questions."""
    statement = claim.statement or _texts().get(claim.remark or "")
    return ClaimPage(
        id=claim.id,
        statement=say.of(statement) if statement else claim.id,
        verdict=say.of(word(claim.verdict)),
        tone=TONES.get(claim.verdict, "neutral"),
        may_say=say.of(claim.may_say),
        questions=tuple(_asked(name, say) for name in claim.questions),
    )


def behind(claim: Claim, say: Language) -> Behind:
    """Return what stands behind a claim."""
    found = [shelf().study(name) for name in claim.studies]
    return Behind(
        studies=tuple((study, say.of(word(study.design))) for study in found),
        results=tuple(_results(claim, say)),
        texts=resting(claim, say),
        is_watched=bool(claim.watches),
        moved=why_moved(claim.id),
    )


def resting(claim: Claim, say: Language) -> tuple[Resting, ...]:
    """Return the texts of the protocols that rest on a claim."""
    return tuple(
        Resting(name, say.of(_texts().get(name, Text("", ""))), _address(name))
        for name in claim.texts
    )


def claims_behind(protocol: str, say: Language) -> tuple[ClaimPage, ...]:
    """Return the claims that texts of a protocol rest on."""
    return tuple(
        claim_words(claim, say)
        for claim in shelf().claims.values()
        if any(text.startswith(f"{protocol}/") for text in claim.texts)
    )


def _asked(name: str, say: Language) -> Asked:
    cannot = shelf().rows(name).cannot_be_pooled
    return Asked(
        id=name,
        text=say.of(shelf().question(name).text),
        certainty=certainty(shelf().gradings[name], say),
        cannot="" if cannot is None else say.of(cannot),
    )


def _results(claim: Claim, say: Language) -> Iterator[tuple[Study, str, str]]:
    """Yield study, id and words of the single numbers of a claim."""
    for name in claim.results:
        study_id, _, line_id = name.partition("/")
        study = shelf().study(study_id)
        line = study.result(line_id)
        if line is not None:
            numbers = say.of(told(line)) or line.quote or line.measure
            yield study, line.id, f"{line.instrument}, {line.measure}: {numbers}"


def _address(name: str) -> str:
    """Return where a text is read on screen; empty where it has no page of its own."""
    owner, _, rest = name.partition("/")
    if rest and owner in protocols().protocols:
        return reverse("library:protocol", args=[owner])
    return ""


# The data files never change while a process runs.
@functools.cache
def _texts() -> Mapping[str, Text]:
    """Return the texts that a claim may name: remarks and consent items."""
    held = protocols()
    found = {remark.id: remark.text for remark in held.remarks}
    for protocol in held.protocols.values():
        for remark in protocol.remarks:
            found[f"{protocol.id}/{remark.id}"] = remark.text
    return found | {f"consent/{item.id}": item.text for item in held.consent}
