"""A stored decision asked again: what today's text says of the facts of then."""

import attrs

from glabella.clinic.assessment.visits import replayed
from glabella.clinic.assessment.words import said
from glabella.clinic.record.models import Decision
from glabella.core.eligibility import Assessment, Verdict
from glabella.core.errors import GlabellaError
from glabella.protocols.loader import Library
from glabella.protocols.wording import TRUTHS


@attrs.frozen
class Difference:
    """A criterion whose answer is another one today."""

    text: str
    before: str
    after: str


@attrs.frozen
class Replay:
    """What today's text says.

    Args:
        verdict: None if the facts of then can no longer be read; `why` says it.
        is_same_text: Whether the protocol has not changed since.
        differences: The criteria that answer otherwise, or are new or gone.
    """

    verdict: Verdict | None
    is_same_verdict: bool
    is_same_text: bool
    differences: tuple[Difference, ...] = ()
    why: str = ""


def replay(row: Decision, library: Library) -> Replay:
    """Return what today's text says of the facts of a decision."""
    try:
        made = replayed(row, library)
    except GlabellaError as error:
        return Replay(None, is_same_verdict=False, is_same_text=False, why=str(error))
    return Replay(
        made.verdict,
        is_same_verdict=made.verdict.value == row.verdict,
        is_same_text=made.protocol.digest == row.digest,
        differences=tuple(_differences(row, made)),
    )


def _differences(row: Decision, made: Assessment) -> list[Difference]:
    then = {
        one["id"]: (one["text"], one["truth"]) for one in row.answer.get("criteria", [])
    }
    now = {
        one.criterion.id: (said(one.criterion.text), one.truth.value)
        for one in made.judgements
    }
    words = {truth.value: said(text) for truth, text in TRUTHS.items()}
    found = []
    for key in {**then, **now}:
        before, after = then.get(key), now.get(key)
        if before is None or after is None or before[1] != after[1]:
            found.append(
                Difference(
                    text=(after or before or ("", ""))[0],
                    before=words.get(before[1], "") if before else "",
                    after=words.get(after[1], "") if after else "",
                )
            )
    return found
