"""From the tables beside the studies: publications, outcomes, questions, claims."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from glabella.core.instruments import Direction
from glabella.core.tables import Table
from glabella.evidence.bibliography import Extent, Publication
from glabella.evidence.certainty import Concern, Domain, Grading, Judgement, Level
from glabella.evidence.claims import Claim, Verdict, Watch
from glabella.evidence.outcomes import MinimalChange, Outcome, OutcomeKind, Scale
from glabella.evidence.questions import Question, Topic
from glabella.evidence.study import Role

Item = TypeVar("Item")

TIERS = frozenset({"A", "B", "C", "D"})


def read_all(
    found: Mapping[str, Table], read: Callable[[str, Table], Item]
) -> dict[str, Item]:
    """Return the tables of a file by id, each read by the same function."""
    items = {}
    for key, table in found.items():
        items[key] = read(key, table)
        table.done()
    return items


def publication(key: str, table: Table) -> Publication:
    """Return one publication."""
    tier = table.string("tier")
    if tier not in TIERS:
        table.blame(f'has the tier "{tier}".', "Use A, B, C or D.")
    url = table.optional_string("url")
    if url is not None and not url.startswith(("https://", "http://")):
        table.blame(f'has the address "{url}".', "Begin it with https://.")
    return Publication(
        id=key,
        cite=table.string("cite"),
        tier=tier,
        read=table.choice("read", Extent, Extent.TITLE),
        place=table.string("place"),
        url=url,
        doi=table.optional_string("doi"),
        pmid=table.optional_string("pmid"),
        pmc=table.optional_string("pmc"),
        year=table.optional_integer("year"),
        read_on=table.optional_string("read_on"),
        note=table.optional_string("note"),
    )


def outcome(key: str, table: Table) -> Outcome:
    """Return one outcome with its sign convention."""
    return Outcome(
        id=key,
        name=table.text("name"),
        kind=table.choice("kind", OutcomeKind, OutcomeKind.SCORE),
        direction=table.choice("direction", Direction, Direction.HIGHER_IS_WORSE),
        instrument=table.string("instrument"),
        unit=table.text("unit"),
        definition=table.optional_string("definition"),
        lowest=table.optional_decimal("lowest"),
        highest=table.optional_decimal("highest"),
        muscle=table.optional_string("muscle"),
        minimal=_minimal(table.table("minimal")),
    )


def _minimal(table: Table | None) -> MinimalChange | None:
    if table is None:
        return None
    minimal = MinimalChange(
        value=table.decimal("value"),
        scale=table.choice("scale", Scale, Scale.MEAN_DIFFERENCE),
        basis=table.basis(),
    )
    table.done()
    return minimal


def question(key: str, table: Table) -> Question:
    """Return one question."""
    return Question(
        id=key,
        topic=table.choice("topic", Topic, Topic.DEPRESSION),
        text=table.text("text"),
        kind=table.choice("kind", OutcomeKind, OutcomeKind.SCORE),
        scale=table.choice("scale", Scale, Scale.MEAN_DIFFERENCE),
        outcomes=table.strings("outcomes"),
        against=_roles(table),
        week=table.decimal("week"),
        first_week=table.decimal("first_week"),
        last_week=table.decimal("last_week"),
        direction=table.choice("direction", Direction, Direction.HIGHER_IS_WORSE),
        limits=table.text("limits"),
        muscle=table.optional_string("muscle"),
    )


def _roles(table: Table) -> tuple[Role, ...]:
    names = table.strings("against")
    known = {role.value: role for role in Role}
    for name in names:
        if name not in known:
            table.blame(f'compares with "{name}".', f"Use one of {', '.join(known)}.")
    return tuple(known[name] for name in names if name in known)


def claim(key: str, table: Table) -> Claim:
    """Return one claim; its words stand here or in a remark of the protocols."""
    made = Claim(
        id=key,
        verdict=table.choice("verdict", Verdict, Verdict.UNVERIFIED),
        may_say=table.text("may_say"),
        studies=table.strings("studies"),
        questions=table.strings("questions"),
        results=table.strings("results"),
        remark=table.optional_string("remark"),
        statement=table.optional_text("statement"),
        supports=table.strings("supports"),
        watches=tuple(_watch(part) for part in table.tables("watch")),
    )
    if (made.remark is None) == (made.statement is None):
        table.blame("needs a remark or a statement, and not both.", "Keep one.")
    return made


def _watch(table: Table) -> Watch:
    includes_none = None
    if table.has("includes_none"):
        includes_none = table.flag("includes_none", default=False)
    watch = Watch(
        question=table.string("question"),
        poolable=table.flag("poolable", default=True),
        low=table.optional_decimal("low"),
        high=table.optional_decimal("high"),
        includes_none=includes_none,
    )
    table.done()
    bounds = (watch.low, watch.high, watch.includes_none)
    if not watch.poolable and bounds != (None, None, None):
        table.blame("bounds an estimate that there is not.", "Drop the bounds.")
    return watch


def grading(key: str, table: Table) -> Grading:
    """Return the judgements on one question's evidence."""
    made = Grading(
        question=key,
        start=table.choice("start", Level, Level.LOW),
        start_reason=table.text("start_reason"),
        judgements=tuple(_judgement(part) for part in table.tables("judgement")),
        conclusion=table.text("conclusion"),
        signed_by=table.optional_string("signed_by"),
    )
    domains = [judgement.domain for judgement in made.judgements]
    if domains != list(Domain):
        names = ", ".join(domain.value for domain in Domain)
        table.blame("does not judge each domain once.", f"Judge in order: {names}.")
    return made


def _judgement(table: Table) -> Judgement:
    judgement = Judgement(
        domain=table.choice("domain", Domain, Domain.RISK_OF_BIAS),
        concern=table.choice("concern", Concern, Concern.NONE),
        reason=table.text("reason"),
        rests_on=table.strings("rests_on"),
    )
    if not judgement.rests_on:
        table.blame("rests on nothing.", "Name results or studies of the library.")
    table.done()
    return judgement
