"""Claims of the ledger in the full text: what people say, and how far it carries."""

from collections.abc import Iterable, Iterator

from glabella.clinic.practice.knowledge import library, shelf
from glabella.clinic.public.full_values import Said, Telling
from glabella.core.protocol import Remark
from glabella.evidence.claims import Claim, Verdict
from glabella.evidence.words import word
from glabella.protocols.citing import cited

TONES = {Verdict.SUPPORTED: "accent", Verdict.PARTLY: "accent"}
# "Claim: it raises serotonin. Animals only: ...": the protocols word the claim first.
OPENINGS = ("Claim: ", "Behauptung: ")


def claim(key: str, tell: Telling) -> Said:
    """Return a claim of the ledger: what people say, the verdict, what may be said.

    Raises:
        KeyError: If the ledger has no such claim.
    """
    one = shelf().claims[key]
    remark = _remark(one)
    numbers = tell.cite(remark.basis.sources) if remark else ()
    return Said(
        words=tell.say.of(one.may_say),
        grade=tell.say.of(word(one.verdict)),
        tone=TONES.get(one.verdict, "neutral"),
        numbers=tuple(dict.fromkeys((*numbers, *_studies(one, tell)))),
        head=_said_by_people(one, remark, tell),
    )


def certainties(claims: Iterable[str], tell: Telling) -> Iterator[Said]:
    """Yield what may be concluded of each question of the claims, and how surely."""
    asked = dict.fromkeys(
        (name, key) for key in claims for name in shelf().claims[key].questions
    )
    seen: set[str] = set()
    for name, key in asked:
        if name in seen:
            continue
        seen.add(name)
        grading = shelf().gradings[name]
        yield Said(
            words=tell.say.of(grading.conclusion),
            grade=tell.say.of(word(grading.level)),
            numbers=_studies(shelf().claims[key], tell),
            head=tell.say.of(shelf().question(name).text),
        )


def _remark(one: Claim) -> Remark | None:
    return next((each for each in library().remarks if each.id == one.remark), None)


def _said_by_people(one: Claim, remark: Remark | None, tell: Telling) -> str:
    if one.statement is not None:
        return tell.say.of(one.statement)
    if remark is None:
        # Worded as a number of a protocol: then the question says what is meant.
        return tell.say.of(shelf().question(one.questions[0]).text)
    words = tell.say.of(remark.text)
    for opening in OPENINGS:
        words = words.removeprefix(opening)
    first = words.partition(". ")[0]
    return first[:1].upper() + first[1:] + "."


def _studies(one: Claim, tell: Telling) -> tuple[int, ...]:
    """Return the numbers of the publications that the studies of a claim rest on."""
    papers = shelf().publications
    ids = [name for key in one.studies for name in shelf().study(key).publications[:1]]
    return tuple(
        tell.numbers.of(
            f"evidence/{name}",
            cited(papers[name].as_source(), tell.say),
            papers[name].url or "",
        )
        for name in dict.fromkeys(ids)
        if name in papers
    )
