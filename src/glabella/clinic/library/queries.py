"""Reads for protocols on screen: which are signed, what changed, what would differ."""

import difflib
from collections.abc import Iterator
from datetime import date
from uuid import UUID

import attrs

from glabella.clinic.library.reading import signed_text
from glabella.clinic.practice.models import ProtocolSignature
from glabella.clinic.practice.queries import decisions
from glabella.clinic.record.models import Decision
from glabella.clinic.record.verdicts import facts_then
from glabella.core.eligibility import Setting, Verdict, assess
from glabella.core.practice import Practice
from glabella.core.protocol import Phase, Protocol
from glabella.protocols.loader import Library


@attrs.frozen
class Standing:
    """How a protocol stands in this practice.

    `state` is "in_use" (this very text is signed), "changed" (another text of it is
    signed; this one is read only) or "draft" (nobody has signed it).
    """

    protocol: Protocol
    state: str
    signature: ProtocolSignature | None


def standings(library: Library) -> list[Standing]:
    """Return every protocol with how it stands; one query."""
    rows = ProtocolSignature.objects.filter(withdrawn_at__isnull=True)
    running = {row.protocol: row for row in rows.select_related("signed_by")}
    return [
        _standing(protocol, running.get(protocol.id))
        for protocol in library.protocols.values()
    ]


def standing(protocol: Protocol) -> Standing:
    """Return how one protocol stands."""
    row = ProtocolSignature.objects.filter(
        protocol=protocol.id, withdrawn_at__isnull=True
    ).first()
    return _standing(protocol, row)


def _standing(protocol: Protocol, row: ProtocolSignature | None) -> Standing:
    if row is None:
        return Standing(protocol=protocol, state="draft", signature=None)
    same = (row.version, row.digest) == (protocol.version, protocol.digest)
    return Standing(
        protocol=protocol, state="in_use" if same else "changed", signature=row
    )


@attrs.frozen
class Change:
    """A passage that differs: what was signed, and what stands now."""

    before: tuple[str, ...]
    after: tuple[str, ...]


def changes(
    library: Library, protocol: Protocol, *, signed: ProtocolSignature
) -> list[Change]:
    """Return what differs between the text that was signed and the one that stands."""
    old = signed.content.splitlines()
    new = signed_text(library, protocol).splitlines()
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    return [
        Change(before=tuple(old[i:j]), after=tuple(new[k:m]))
        for tag, i, j, k, m in matcher.get_opcodes()
        if tag != "equal"
    ]


@attrs.frozen
class Replayed:
    """A past decision, and what this version would have said of the same facts."""

    decision: UUID
    patient: UUID
    on: date
    before: Verdict
    after: Verdict

    @property
    def differs(self) -> bool:
        """Whether the answer would have been another one."""
        return self.before is not self.after


def replay(library: Library, protocol: Protocol) -> Iterator[Replayed]:
    """Yield every past decision of a protocol, judged again by the text that stands."""
    rows = Decision.objects.filter(protocol=protocol.id).order_by("-on", "id")
    practice = decisions()
    for row in rows.iterator():
        yield Replayed(
            decision=row.id,
            patient=row.patient_id,
            on=row.on,
            before=Verdict(row.verdict),
            after=_judge(library, protocol, row, practice),
        )


def _judge(
    library: Library, protocol: Protocol, row: Decision, practice: Practice
) -> Verdict:
    facts = facts_then(row, library.catalogue)
    setting = Setting(profile=row.profile, sources=library.sources, practice=practice)
    return assess(protocol, facts, setting=setting, phase=Phase(row.phase)).verdict


def is_statement(library: Library, protocol: Protocol, what: str) -> bool:
    """Return whether somebody can vouch for `what`: "PROTOCOL/NAME", or two joined."""
    if "+" in what:
        first, _, second = what.partition("+")
        both = {first, second}
        return protocol.id in both and both <= set(library.protocols)
    owner, _, name = what.partition("/")
    names = {criterion.id for criterion in protocol.criteria}
    names |= {scheme.id for scheme in protocol.schemes} | {"landmarks"}
    names |= {limit.id for limit in protocol.limits}
    return owner == protocol.id and name in names
