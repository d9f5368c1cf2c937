"""The pages of protocols: one each, with every rule's outcome and every worked case."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from docs._ext.markdown import (
    ENGLISH,
    bullets,
    code,
    codes,
    page,
    plain,
    source_links,
    table,
)
from docs._ext.write_rule_outcomes import outcome_words, read_in
from glabella.core.labels import label_answer
from glabella.core.practice import NO_PRACTICE
from glabella.core.protocol import Criterion, Label, Protocol
from glabella.core.sources import unverified_reason
from glabella.core.truth import Truth
from glabella.protocols.cases import Case
from glabella.protocols.citing import status_word
from glabella.protocols.document import Heading, Language, as_markdown, escaped
from glabella.protocols.loader import Library
from glabella.protocols.protocol_page import protocol_page
from glabella.protocols.wording import LABELS

Cases = Sequence[Case]

UP = "../"
GERMAN = Language("de")


def protocol_pages(library: Library, cases: Cases) -> dict[str, str]:
    """Return the page of each protocol and the list of all, by file name."""
    pages = {
        f"{protocol.id}.md": _protocol(library, protocol, cases)
        for protocol in library.protocols.values()
    }
    return {"index.md": _index(library, cases), **pages}


def german_pages(library: Library) -> dict[str, str]:
    """Return what a clinician signs, in German, and the list of all, by file name."""
    protocols = tuple(library.protocols.values())
    pages = {
        f"{protocol.id}.md": as_markdown(protocol_page(library, protocol, GERMAN))
        for protocol in protocols
    }
    rows = [
        f"[{escaped(protocol.name.de)}]({protocol.id}.md) {protocol.version}"
        for protocol in protocols
    ]
    intro = (
        "Was eine Ärztin oder ein Arzt liest, bevor eine Fassung freigegeben wird.\n"
        "Beispielfälle und die Folgen jeder Regel stehen auf den englischen Seiten."
    )
    parts = [intro, bullets(rows), _toctree(protocols)]
    return {"index.md": page("Protokolle auf Deutsch", parts), **pages}


# --- the list -------------------------------------------------------------------------


def _index(library: Library, cases: Cases) -> str:
    protocols = tuple(library.protocols.values())
    countries = tuple(library.profiles)
    head = ("protocol", "version", *countries, "rules", "cases")
    rows = [_index_row(p, countries=countries, cases=cases) for p in protocols]
    return page(
        "Protocols",
        [
            (
                "One page for each protocol, with all its rules, schemes, limits,"
                " windows, rates, sources and worked cases.\n"
                "The columns of the countries say what a label says of the protocol's"
                " own product for its condition."
            ),
            table(head, rows),
            (
                "Every protocol is a draft until a named clinician of a practice has"
                " signed its version."
            ),
            _toctree(protocols),
        ],
    )


def _toctree(protocols: Iterable[Protocol]) -> str:
    names = "\n".join(protocol.id for protocol in protocols)
    return f"```{{toctree}}\n:hidden:\n\n{names}\n```"


def _index_row(
    protocol: Protocol, *, countries: Iterable[str], cases: Cases
) -> tuple[str, ...]:
    own = sum(case.protocol == protocol.id for case in cases)
    return (
        f"[{escaped(protocol.name.en)}]({protocol.id}.md)",
        protocol.version,
        *(_status_in(protocol, country) for country in countries),
        str(len(protocol.criteria)),
        str(own),
    )


def _status_in(protocol: Protocol, country: str) -> str:
    """Return what the program itself would say of the own product in a country."""
    answer = label_answer(
        protocol, NO_PRACTICE, product=protocol.product, profile=country
    )
    dates = sorted({item.label_date for item in answer.statements if item.label_date})
    is_dated = answer.status is Label.ON_LABEL and dates
    return LABELS[answer.status].en + (f" ({', '.join(dates)})" if is_dated else "")


# --- one protocol ---------------------------------------------------------------------


def _protocol(library: Library, protocol: Protocol, cases: Cases) -> str:
    """Return the page a clinician signs, with two tables that only the docs have.

    The page comes from `protocol_page`, so that paper and documents never differ.
    """
    blocks = list(protocol_page(library, protocol, ENGLISH))
    before = as_markdown(blocks[:1]).strip()
    body = as_markdown(blocks[1:]).strip()
    parts = body.split("\n\n## Sources\n\n")
    own = [case for case in cases if case.protocol == protocol.id]
    added = [*_outcomes(library, protocol), *_worked(library, protocol, own)]
    sources = as_markdown([Heading("Sources")]).strip()
    return (
        "\n\n".join(
            [
                before,
                parts[0],
                *added,
                sources,
                f"Addresses stand on the [page of sources]({UP}sources.md).",
                *parts[1:],
            ]
        )
        + "\n"
    )


def _outcomes(library: Library, protocol: Protocol) -> Iterator[str]:
    yield "## Every rule and its outcome"
    head = ("rule", "kind", "if yes", "if no", "if unknown", "read in", "basis")
    yield table(head, [_rule(library, rule) for rule in protocol.criteria])


def _rule(library: Library, rule: Criterion) -> tuple[str, ...]:
    return (
        code(rule.id),
        rule.kind.value.replace("_", " "),
        *(escaped(outcome_words(rule, truth)) for truth in Truth),
        read_in(rule),
        _basis(library, rule),
    )


def _basis(library: Library, rule: Criterion) -> str:
    """Return status, sources with their tier, and why the rule is unverified."""
    tiers = [
        f"{source_links([key], up=UP)} ({library.sources[key].tier})"
        for key in rule.basis.sources
        if key in library.sources
    ]
    said = " ".join([status_word(rule.basis.status, ENGLISH), ", ".join(tiers)]).strip()
    reason = unverified_reason(rule.basis, library.sources)
    return f"{said}; unverified: {reason}" if reason else said


# --- worked cases ---------------------------------------------------------------------


def _worked(library: Library, protocol: Protocol, cases: Cases) -> Iterator[str]:
    if not cases:
        return
    yield "## Worked cases"
    file = f"conditions/{protocol.id}/{protocol.version}/cases.toml"
    base = _mapping(library.raw.files.get(file, {}).get("base"))
    facts = _mapping(base.get("facts"))
    yield (
        "Facts in, answer out; written by hand from the source, and run by the tests.\n"
        f"Unless a case says otherwise, the person is asked on {base.get('on')} with"
        f" the profile {base.get('profile')}, and has these facts:"
    )
    yield bullets(
        f"{code(key)}: {escaped(plain(value))}" for key, value in facts.items()
    )
    for case in cases:
        yield bullets(_case(case, base=base, facts=facts))


def _case(
    case: Case, *, base: Mapping[str, object], facts: Mapping[str, object]
) -> Iterator[str]:
    place = f", {case.place}" if case.place else ""
    yield f"**{escaped(case.text.en)}**"
    yield f"  {code(case.id)}; expected by {escaped(case.source + place)}"
    if given := list(_given(case, base=base, facts=facts)):
        yield f"  given: {'; '.join(given)}"
    answer = "; ".join(f"{key}: {plain(value)}" for key, value in case.expect.items())
    yield f"  answer: {escaped(answer)}"


def _given(
    case: Case, *, base: Mapping[str, object], facts: Mapping[str, object]
) -> Iterator[str]:
    """Yield how the case departs from the person of the base."""
    settings = {
        "on": "" if str(case.on) == str(base.get("on")) else str(case.on),
        "profile": "" if case.profile == base.get("profile") else case.profile,
        "phase": case.phase,
        "product": case.product,
        case.question: escaped(plain(case.details)) if case.details else "",
        "baseline": escaped(plain(case.baseline)) if case.baseline else "",
        "confirmed by name": codes(case.confirm),
        "unknown": codes(key for key in facts if key not in case.facts),
    }
    yield from (f"{name} {said}" for name, said in settings.items() if said)
    for key, value in case.facts.items():
        if key not in facts or facts[key] != value:
            yield f"{code(key)} = {escaped(plain(value))}"


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
