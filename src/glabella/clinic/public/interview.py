"""The self-check as data: questions, where each answer leads, and the ends.

Nothing is kept here: the answers travel with the page, signed.
"""

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from glabella.clinic.public.content import Words, conditions, countries, words
from glabella.core.errors import InputError

PATH = Path(__file__).resolve().parent / "check.toml"
NONE = "none"
BY_TOPIC = "by_topic"
ELSEWHERE = "elsewhere"  # no number is on file: the page names the services themselves
# Of several ends the most urgent one counts.
URGENCY = ("crisis", "emergency", "today", "not_for_you", "talk")
# Ends that are help: whoever is led there is never held up.
AT_ONCE = frozenset(URGENCY[:3])
Answers = Mapping[str, tuple[str, ...]]


@attrs.frozen
class Option:
    """One answer, and where it leads: to a question, or to an end."""

    id: str
    words: Words
    next: str = ""
    end: str = ""
    flags: tuple[str, ...] = ()


@attrs.frozen
class Question:
    """One question of the self-check; `kind` is "one" or "many"."""

    id: str
    kind: str
    text: Words
    hint: Words
    options: tuple[Option, ...]
    next: str = ""


@attrs.frozen
class End:
    """Where the interview ends: why, what else there is, whom to call."""

    id: str
    kind: str
    title: Words
    because: Words
    other: Words


@attrs.frozen
class Check:
    """The whole interview."""

    first: str
    questions: Mapping[str, Question]
    ends: Mapping[str, End]
    by_topic: Mapping[str, str]

    def after(self, answers: Answers) -> Question | End:
        """Return the question that comes next, or the end.

        Raises:
            InputError: If an answer is none of those offered.
        """
        name = self.first
        while name in answers:
            question = self.questions[name]
            chosen = self._chosen(question, answers[name])
            if ends := [self.ends[one.end] for one in chosen if one.end]:
                return min(ends, key=lambda end: URGENCY.index(end.kind))
            name = next((one.next for one in chosen if one.next), question.next)
            if name == BY_TOPIC:
                name = self.by_topic[answers["topic"][0]]
        return self.questions[name]

    def _chosen(self, question: Question, given: tuple[str, ...]) -> list[Option]:
        chosen = [one for one in question.options if one.id in given]
        alone = question.kind == "one" or NONE in given
        if len(chosen) != len(given) or not given or (alone and len(given) > 1):
            raise InputError(
                "this is none of the answers.",
                where=question.id,
                mending="Choose from those that stand there.",
            )
        return chosen


@functools.cache
def check() -> Check:
    """Return the interview, read once for a process."""
    raw = tomllib.loads(PATH.read_text("utf-8"))
    return Check(
        first=raw["first"],
        questions={key: _question(key, one) for key, one in raw["questions"].items()},
        ends={key: _end(key, one) for key, one in raw["ends"].items()},
        by_topic=raw["by_topic"],
    )


def _question(key: str, raw: dict[str, Any]) -> Question:
    kind = raw["kind"]
    hint = raw.get("hint", {"en": "", "de": ""})
    return Question(
        id=key,
        kind="one" if kind == "country" else kind,
        text=words(raw["text"], where=key),
        hint=words(hint, where=key),
        options=_options(key, raw),
        next=raw.get("next", ""),
    )


def _options(key: str, raw: dict[str, Any]) -> tuple[Option, ...]:
    if raw["kind"] == "country":
        elsewhere = Words(en="Another country", de="Ein anderes Land")
        listed = [Option(one.id, one.name) for one in countries().values()]
        return (*listed, Option(ELSEWHERE, elsewhere))
    if "signs_of" in raw:
        signs = conditions()[raw["signs_of"]].signs
        asked = [one for one in signs if one.id != "self_harm"]
        options = [Option(one.id, one.words) for one in asked]
    else:
        options = [_option(key, one) for one in raw["options"]]
    if raw["kind"] == "many":
        nothing = Words(en="None of these", de="Nichts davon")
        options.append(Option(NONE, nothing, end=raw.get(NONE, "")))
    return tuple(options)


def _option(key: str, raw: dict[str, Any]) -> Option:
    return Option(
        id=raw["id"],
        words=words(raw, where=key),
        next=raw.get("next", ""),
        end=raw.get("end", ""),
        flags=tuple(raw.get("flags", ())),
    )


def _end(key: str, raw: dict[str, Any]) -> End:
    texts = {one: words(raw[one], where=key) for one in ("title", "because", "other")}
    return End(id=key, kind=raw["kind"], **texts)
