"""The page of a study as values: each number with its status and its place."""

import functools
from collections.abc import Iterator, Mapping

import attrs
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from glabella.clinic.library.evidence.answer import findings_of
from glabella.clinic.library.evidence.knowledge import shelf
from glabella.core.errors import Finding
from glabella.core.sources import Basis
from glabella.evidence.library_laws import bases
from glabella.evidence.result_words import told
from glabella.evidence.study import Arm, Result, Study
from glabella.evidence.words import DETAILS, UNKNOWN_IF_ABSENT, word
from glabella.protocols.citing import cited, status_word
from glabella.protocols.document import Language

READ = {
    "full_text": gettext_noop("full text read"),
    "table": gettext_noop("a table read"),
    "abstract": gettext_noop("abstract read"),
    "part_of_abstract": gettext_noop("part of the abstract read"),
    "fragment": gettext_noop("a fragment read"),
    "registry": gettext_noop("entry in the register read"),
    "data": gettext_noop("data read"),
    "title": gettext_noop("title read"),
}


@attrs.frozen
class Rest:
    """What a statement rests on."""

    status: str
    is_recalled: bool
    sources: tuple[str, ...]
    place: str
    note: str


@attrs.frozen
class Line:
    """One statement or line of numbers, with what it rests on.

    `text` None is unknown, which is said.
    """

    name: str
    text: str | None
    rest: Rest | None = None
    about: str = ""
    id: str = ""
    quote: str = ""


@attrs.frozen
class Use:
    """A question that the study speaks to: used, or why not."""

    question: str
    text: str
    reason: str


@attrs.frozen
class StudyPage:
    """All of a study, in the words of the page."""

    study: Study
    design: str
    cited_as: str
    note: str
    known: tuple[Line, ...]
    arms: tuple[Line, ...]
    results: tuple[Line, ...]
    risks: tuple[Line, ...]
    uses: tuple[Use, ...]
    parts: tuple[Study, ...]
    sources: tuple[tuple[str, str, str, str], ...]
    findings: tuple[Finding, ...] | None


def page_of(study: Study, say: Language) -> StudyPage:
    """Return the page of a study."""
    held = shelf().studies
    return StudyPage(
        study=study,
        design=say.of(word(study.design)),
        cited_as=say.of(study.cited_as) if study.cited_as else "",
        note=say.of(study.note) if study.note else "",
        known=tuple(_known(study, say)),
        arms=tuple(_arm(arm, say) for arm in study.arms),
        results=tuple(_result(line, study, say) for line in study.results),
        risks=tuple(
            Line(risk.domain, say.of(word(risk.level)), _rest(risk.basis, say))
            for risk in study.risks
        ),
        uses=tuple(_uses(study, say)),
        parts=tuple(held[part] for part in study.parts if part in held),
        sources=tuple(_sources(study, say)),
        findings=findings_of(study.id),
    )


def _rest(basis: Basis, say: Language) -> Rest:
    return Rest(
        status=status_word(basis.status, say),
        is_recalled=basis.is_recalled,
        sources=tuple(basis.sources),
        place=basis.place or "",
        note=basis.note or "",
    )


def _known(study: Study, say: Language) -> Iterator[Line]:
    yield Line(_("People"), study.population)
    for key, figure in study.people:
        yield Line(key.replace("_", " "), str(figure.value), _rest(figure.basis, say))
    for key, stated in study.details:
        rest = _rest(stated.basis, say)
        quote = stated.quote or ""
        yield Line(say.of(DETAILS[key]), stated.text, rest, quote=quote)
    if study.weeks:
        rests = _rest(study.weeks_basis, say) if study.weeks_basis else None
        yield Line(_("Weeks"), ", ".join(str(week) for week in study.weeks), rests)
    if not study.design.is_review:
        for key in UNKNOWN_IF_ABSENT:
            if study.detail(key) is None:
                yield Line(say.of(DETAILS[key]), None)


def _arm(arm: Arm, say: Language) -> Line:
    n = None if arm.n is None else str(arm.n.value)
    dose = arm.dose.text if arm.dose else ""
    basis = arm.dose.basis if arm.dose else arm.n.basis if arm.n else None
    return Line(
        name=f"{arm.name} ({say.of(word(arm.role))})",
        text=n,
        rest=None if basis is None else _rest(basis, say),
        about=dose,
        id=arm.id,
    )


def _result(line: Result, study: Study, say: Language) -> Line:
    about = [_when(line), _who(line, study)]
    return Line(
        name=f"{line.instrument}: {line.measure}",
        text=say.of(told(line)) or None,
        rest=_rest(line.basis, say),
        about=", ".join(part for part in about if part),
        id=line.id,
        quote=line.quote or "",
    )


def _when(line: Result) -> str:
    if line.week is None:
        return ""
    weeks = f"{line.week}" if line.until is None else f"{line.week}-{line.until}"
    return _("week %(week)s") % {"week": weeks}


def _who(line: Result, study: Study) -> str:
    arm = study.arm(line.arm) if line.arm else None
    against = study.arm(line.against) if line.against else None
    if arm is None or against is None:
        return arm.name if arm else ""
    return _("%(arm)s against %(other)s") % {"arm": arm.name, "other": against.name}


def _uses(study: Study, say: Language) -> Iterator[Use]:
    for question in shelf().questions.values():
        reason = _reasons(say.code).get((question.id, study.id))
        if reason is not None:
            yield Use(question.id, say.of(question.text), reason)


# The library never changes while a process runs, and this looks at all questions.
@functools.cache
def _reasons(code: str) -> Mapping[tuple[str, str], str]:
    """Return, by question and study, why it is not used; empty if it is."""
    say, found = Language(code), {}
    for name in shelf().questions:
        rows = shelf().rows(name)
        for each in rows.unusable:
            found[name, each.study] = say.of(each.reason)
        for row in rows.rows:
            found[name, row.study] = ""
    return found


def _sources(study: Study, say: Language) -> Iterator[tuple[str, str, str, str]]:
    """Yield id, words, address and extent of reading of each publication."""
    named = {name for basis in bases(study) for name in basis.sources}
    for name in sorted(named | set(study.publications)):
        paper = shelf().publications.get(name)
        if paper is not None:
            words = cited(paper.as_source(), say)
            yield name, words, paper.url or "", _(READ[paper.read.value])
