"""One protocol as a page: rules, schemes, limits, course, side effects, sources.

It is what a clinician reads before signing the version, so nothing of it is left out.
"""

from collections.abc import Iterable, Iterator

from glabella.core.protocol import Criterion, Kind, LabelStatus, Protocol, Remark
from glabella.core.sources import Basis, unverified_reason
from glabella.protocols.citing import basis_words, doubt, source_entries
from glabella.protocols.document import (
    Block,
    Entries,
    Entry,
    Heading,
    Language,
    Paragraph,
    Table,
)
from glabella.protocols.dosing_page import dosing_blocks
from glabella.protocols.formula import formula
from glabella.protocols.loader import Library
from glabella.protocols.outcomes_table import outcomes_table
from glabella.protocols.wording import KINDS, LABELS, PHASES

SECTIONS = {
    "disagreement": ("Where sources disagree", "Wo Quellen uneins sind"),
    "evidence": ("Evidence", "Evidenz"),
    "technique": ("Technique", "Technik"),
    "monitoring": ("Monitoring", "Überwachung"),
    "duty": ("Duties", "Pflichten"),
    "funding": ("Funding", "Kostenübernahme"),
}


def protocol_page(
    library: Library, protocol: Protocol, say: Language
) -> Iterator[Block]:
    """Yield the whole page of a protocol."""
    yield from _head(protocol, say)
    yield from _labels(protocol, say)
    yield from _criteria(library, protocol, say)
    yield from dosing_blocks(library, protocol, say)
    yield from _course(protocol, say)
    yield from _side_effects(protocol, say)
    yield from _consent(library, protocol, say)
    yield from _remarks(protocol.remarks, say)
    yield from _codes(protocol, say)
    yield from _unverified(library, protocol, say)
    yield from _sources(library, protocol, say)


def _head(protocol: Protocol, say: Language) -> Iterator[Block]:
    yield Heading(say.of(protocol.name), level=1)
    yield Paragraph(f"{protocol.id} {protocol.version}, {protocol.use}")
    yield Paragraph(f"SHA-256 {protocol.digest}")
    days = protocol.new_start_after_days
    yield Entries(
        (
            Entry(
                say(
                    f"Least age {protocol.minimum_age} years; main product "
                    f"{protocol.product}.",
                    f"Mindestalter {protocol.minimum_age} Jahre; Hauptpräparat "
                    f"{protocol.product}.",
                )
            ),
            Entry(
                say(
                    f"After a pause of more than {days} days a new start",
                    f"Nach mehr als {days} Tagen Pause ein neuer Beginn",
                )
                + f": {basis_words(protocol.new_start_basis, say)}"
            ),
            *_meeting(protocol, say),
        )
    )


def _meeting(protocol: Protocol, say: Language) -> Iterator[Entry]:
    if protocol.merges_with:
        start = say("May share a session with", "Gemeinsame Sitzung möglich mit")
        yield Entry(f"{start}: {', '.join(protocol.merges_with)}")
    if protocol.never_merges_with:
        start = say("Is never merged with", "Nie zusammengeführt mit")
        yield Entry(f"{start}: {', '.join(protocol.never_merges_with)}")


def _labels(protocol: Protocol, say: Language) -> Iterator[Block]:
    if protocol.labels:
        yield Heading(say("Labels", "Zulassung"))
        yield Entries(tuple(_label(label, say) for label in protocol.labels))


def _label(label: LabelStatus, say: Language) -> Entry:
    parts = [
        f"{label.profile}, {label.product}: {say.of(LABELS[label.status])}",
        label.label or "",
        label.label_date or (say("undated", "ohne Datum") if label.label else ""),
        say.of(label.restriction) if label.restriction else "",
    ]
    text = "; ".join(part for part in parts if part)
    return Entry(text, below=_below(label.basis, say), basis=label.basis)


def _below(basis: Basis, say: Language, *more: str) -> tuple[str, ...]:
    notes = (basis.note,) if basis.note else ()
    return (*(part for part in more if part), basis_words(basis, say), *notes)


def _criteria(library: Library, protocol: Protocol, say: Language) -> Iterator[Block]:
    yield Heading(say("Rules", "Regeln"))
    kinds = tuple(k for k in Kind if any(c.kind is k for c in protocol.criteria))
    yield outcomes_table(say, kinds)
    for kind in kinds:
        found = [c for c in protocol.criteria if c.kind is kind]
        yield Heading(say.of(KINDS[kind]), level=3)
        yield Entries(tuple(_criterion(c, library, say) for c in found))


def _criterion(criterion: Criterion, library: Library, say: Language) -> Entry:
    shared = say(" (shared rule)", " (gemeinsame Regel)")
    ending = shared if criterion.id in library.shared_rules else ""
    return Entry(
        f"{criterion.id}{ending}: {say.of(criterion.text)}",
        below=_below(
            criterion.basis,
            say,
            formula(criterion.when),
            _scope(criterion, say),
            _end(criterion, say),
        ),
        basis=criterion.basis,
    )


def _scope(criterion: Criterion, say: Language) -> str:
    only = say("only", "nur")
    parts = []
    if len(criterion.phases) == 1:
        parts.append(f"{only} {say.of(PHASES[criterion.phases[0]])}")
    limits = (criterion.profiles, criterion.products)
    parts += [f"{only} {', '.join(names)}" for names in limits if names]
    if criterion.entry:
        parts.append(say("read from the baseline", "aus dem Ausgangsbefund gelesen"))
    if criterion.override_profiles:
        start = say("override possible in", "begründete Ausnahme möglich in")
        parts.append(f"{start} {', '.join(criterion.override_profiles)}")
    if criterion.advice:
        parts.append(f"{criterion.guideline or ''} {criterion.advice}".strip())
    return "; ".join(parts)


def _end(criterion: Criterion, say: Language) -> str:
    ending = criterion.ending
    if ending is None:
        return ""
    start = f"{say('ends when', 'Ende:')} {say.of(ending.event)}"
    if ending.days is None:
        return start
    after = say(f"{ending.days} days after", f"{ending.days} Tage nach")
    return f"{start} ({after} {ending.after})"


def _course(protocol: Protocol, say: Language) -> Iterator[Block]:
    if protocol.windows or protocol.measures:
        yield Heading(say("Course", "Behandlungsverlauf"))
    rows = [
        Entry(
            say(
                f"{item.id}: days {item.from_day} to {item.to_day}",
                f"{item.id}: Tag {item.from_day} bis {item.to_day}",
            ),
            below=_below(item.basis, say, say.of(item.text) if item.text else ""),
            basis=item.basis,
        )
        for item in protocol.windows
    ]
    for measure in protocol.measures:
        parts = [f"{measure.baseline} -> {measure.current}"]
        if measure.recorded_minimum is not None:
            parts.append(f"{measure.recorded} >= {measure.recorded_minimum}")
        if measure.response_percent is not None:
            word = say("response: a fall of", "Ansprechen: Rückgang um")
            parts.append(f"{word} {measure.response_percent} %")
        if measure.remission is not None:
            parts.append(
                f"{say('remission', 'Remission')}: {formula(measure.remission)}"
            )
        below = _below(measure.basis, say, "; ".join(parts))
        text = f"{measure.id}: {say.of(measure.text)}"
        rows.append(Entry(text, below=below, basis=measure.basis))
    if rows:
        yield Entries(tuple(rows))


def _side_effects(protocol: Protocol, say: Language) -> Iterator[Block]:
    if not protocol.side_effects:
        return
    yield Heading(say("Side effects, percent", "Nebenwirkungen, Prozent"))
    head = say("study,treated,control,effect", "Studie,behandelt,Kontrolle,Wirkung")
    rows = tuple(
        (
            effect.study,
            "?" if effect.percent is None else str(effect.percent),
            effect.control_percent or "-",
            f"{say.of(effect.name)} {basis_words(effect.basis, say)}",
        )
        for effect in protocol.side_effects
    )
    yield Table(tuple(head.split(",")), rows)


def _remarks(remarks: Iterable[Remark], say: Language) -> Iterator[Block]:
    found = tuple(remarks)
    known = list(SECTIONS) + [r.section for r in found if r.section not in SECTIONS]
    for section in dict.fromkeys(known):
        rows = [remark for remark in found if remark.section == section]
        if rows:
            yield Heading(say(*SECTIONS.get(section, (section, section))))
            yield Entries(
                tuple(
                    Entry(say.of(r.text), below=_below(r.basis, say), basis=r.basis)
                    for r in rows
                )
            )


def _consent(library: Library, protocol: Protocol, say: Language) -> Iterator[Block]:
    items = [item for item in library.consent if item.group in protocol.consent]
    if items:
        yield Heading(say("Consent: topics of the talk", "Aufklärung: Themen"))
        yield Entries(tuple(Entry(say.of(item.text)) for item in items))


def _codes(protocol: Protocol, say: Language) -> Iterator[Block]:
    if protocol.codes:
        yield Heading(say("Codes", "Codes"))
        yield Entries(
            tuple(
                Entry(f"{code.system} {code.code}: {basis_words(code.basis, say)}")
                for code in protocol.codes
            )
        )


def _unverified(library: Library, protocol: Protocol, say: Language) -> Iterator[Block]:
    reasons: dict[str, list[str]] = {}
    for name, basis in _named_bases(protocol):
        reason = unverified_reason(basis, library.sources)
        if reason is not None:
            reasons.setdefault(reason, []).append(name)
    if reasons:
        yield Heading(say("Unverified", "Ungeprüft"))
        rows = [f"{doubt(why, say)}: {', '.join(ids)}" for why, ids in reasons.items()]
        yield Entries(tuple(Entry(row) for row in rows))


def _named_bases(protocol: Protocol) -> Iterator[tuple[str, Basis]]:
    for criterion in protocol.criteria:
        yield criterion.id, criterion.basis
    for scheme in protocol.schemes:
        yield scheme.id, scheme.basis
        if scheme.split_basis is not None:
            yield f"{scheme.id} (split)", scheme.split_basis
    yield from ((option.id, option.basis) for option in protocol.options)
    yield from ((limit.id, limit.basis) for limit in protocol.limits)
    yield from ((window.id, window.basis) for window in protocol.windows)
    for interval in protocol.intervals:
        yield f"{interval.kind} {interval.days}", interval.basis
    for measure in protocol.measures:
        yield measure.id, measure.basis


def _sources(library: Library, protocol: Protocol, say: Language) -> Iterator[Block]:
    bases = [basis for _, basis in _named_bases(protocol)]
    bases += [label.basis for label in protocol.labels]
    bases += [effect.basis for effect in protocol.side_effects]
    bases += [remark.basis for remark in protocol.remarks]
    bases += [code.basis for code in protocol.codes]
    ids = {key for basis in bases for key in basis.sources}
    yield Heading(say("Sources", "Quellen"))
    yield Entries(source_entries(ids, library.sources, say))
