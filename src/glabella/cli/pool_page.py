"""The page of a pooled effect: studies, effect, disagreement, and what is left out."""

from collections.abc import Iterator

from glabella.cli.pooled_studies import MEASURES, PooledStudies, model_words
from glabella.core.sources import Status
from glabella.evidence.grouped_table import Group, Grouped
from glabella.evidence.questions import QuestionRows
from glabella.evidence.synthesis import Synthesis
from glabella.protocols.document import (
    Block,
    Entries,
    Entry,
    Heading,
    Language,
    Paragraph,
    Table,
)


def pool_blocks(found: PooledStudies, say: Language, *, digits: int) -> Iterator[Block]:
    """Yield the page."""
    rows = found.rows
    yield Heading(found.title(say), level=1)
    if found.synthesis is not None:
        yield from _answer(found.synthesis, Numbers(say, digits), say)
    if found.grouped is not None:
        yield from _groups(found.grouped, Numbers(say, digits), say)
    if rows is not None:
        yield from _library(rows, say)


class Numbers:
    """Numbers as a page writes them: some decimals, with the mark of the language."""

    def __init__(self, say: Language, digits: int) -> None:
        """Keep the language and the decimals."""
        self.say = say
        self.digits = digits

    def __call__(self, value: float) -> str:
        """Return a number."""
        text = f"{value:.{self.digits}f}"
        return self.say(text, text.replace(".", ","))

    def interval(self, low: float, high: float) -> str:
        """Return two ends."""
        return self.say(f"[{self(low)}, {self(high)}]", f"[{self(low)}; {self(high)}]")

    def p(self, value: float) -> str:
        """Return a p value, never as zero."""
        least = 10.0 ** -max(self.digits, 1)
        return f"< {self(least)}" if value < least else f"= {self(value)}"


def _answer(found: Synthesis, write: Numbers, say: Language) -> Iterator[Block]:
    level = f"{100 * found.choices.model.level:g} %"
    head = (
        say("study", "Studie"),
        f"{say.of(MEASURES[found.measure])} [{level}]",
        say("weight", "Gewicht"),
    )
    tenths = Numbers(say, 1)
    rows = [
        (
            line.label,
            f"{write(line.estimate)} {write.interval(line.low, line.high)}",
            f"{tenths(line.weight)} %",
        )
        for line in found.lines()
    ]
    yield Table(head, tuple(rows))
    yield Heading(say("Together", "Zusammen"))
    yield Entries(tuple(Entry(text) for text in _together(found, write, say)))


def _together(found: Synthesis, write: Numbers, say: Language) -> Iterator[str]:
    effect = found.effect
    name = say.of(MEASURES[found.measure])
    at = write(found.shown(effect.estimate))
    ends = write.interval(found.shown(effect.low), found.shown(effect.high))
    yield f"{name}: {at} {ends}, p {write.p(effect.p)}"
    if found.prediction is not None:
        low, high = (found.shown(end) for end in found.prediction)
        yield say(
            f"a new study is expected at {write.interval(low, high)}",
            f"eine neue Studie wird erwartet bei {write.interval(low, high)}",
        )
    yield f"{say('model', 'Modell')}: {say.of(model_words(found))}"
    yield _disagreement(found, write, say)
    if found.tau2 is not None and found.tau2_interval is not None:
        yield f"tau2: {write(found.tau2)} {write.interval(*found.tau2_interval)}"


def _disagreement(found: Synthesis, write: Numbers, say: Language) -> str:
    q = found.heterogeneity
    i2 = f"{q.i2:.0f} %"
    return say(
        f"disagreement: Q = {write(q.q)} (df {q.df}, p {write.p(q.p)}), I2 = {i2}",
        f"Uneinigkeit: Q = {write(q.q)} (df {q.df}, p {write.p(q.p)}), I2 = {i2}",
    )


def _groups(found: Grouped, write: Numbers, say: Language) -> Iterator[Block]:
    yield Heading(say("By group", "Nach Gruppen"))
    yield Entries(tuple(Entry(_group(each, write, say)) for each in found.groups))
    if found.between is not None:
        q, df, p = found.between.statistic, found.between.df1, found.between.p
        told = f"Q = {write(q)} (df {df}, p {write.p(p)})"
        yield Paragraph(say(f"between groups: {told}", f"zwischen den Gruppen: {told}"))


def _group(each: Group, write: Numbers, say: Language) -> str:
    count = len(each.labels)
    studies = say(f"{count} studies", f"{count} Studien")
    if each.synthesis is None:
        alone = say("cannot be pooled", "kann nicht zusammengefasst werden")
        return f"{each.name}: {alone} (k = {count})"
    made = each.synthesis
    effect, i2 = made.effect, f"{made.heterogeneity.i2:.0f} %"
    ends = write.interval(made.shown(effect.low), made.shown(effect.high))
    at = write(made.shown(effect.estimate))
    return f"{each.name}: {at} {ends}, {studies}, I2 = {i2}"


def _library(rows: QuestionRows, say: Language) -> Iterator[Block]:
    if rows.cannot_be_pooled is not None:
        yield Paragraph(say.of(rows.cannot_be_pooled))
    if rows.rows:
        yield Heading(say("Studies with usable numbers", "Studien mit Zahlen"))
        yield Entries(
            tuple(
                Entry(f"{row.label} ({row.status.value})", below=row.places)
                for row in rows.rows
            )
        )
    if rows.unusable:
        yield Heading(say("Not used", "Nicht verwendet"))
        yield Entries(
            tuple(
                Entry(f"{each.label}: {say.of(each.reason)}") for each in rows.unusable
            )
        )
    if any(row.status is not Status.SEEN for row in rows.rows):
        yield Paragraph(
            say(
                "Some numbers were computed or recalled, not read as printed.",
                "Einige Zahlen sind berechnet oder erinnert, nicht so gelesen.",
            )
        )
    yield Heading(say("To note", "Zu beachten"))
    yield Paragraph(say.of(rows.question.limits))
