"""Sentences about a verdict: until when, on which label, signed by whom."""

from collections.abc import Iterator

from glabella.cli.inquiry import Inquiry
from glabella.core.eligibility import Assessment, Until
from glabella.core.protocol import Label, LabelStatus, Protocol
from glabella.protocols.document import Block, Entries, Entry, Heading, Language
from glabella.protocols.wording import LABELS

RULED_WIDTH = 70


def until_words(until: Until, say: Language) -> str:
    """Return what ends a deferral."""
    event = say.of(until.event)
    if until.day is None:
        return say(f"Until {event}.", f"Ende: {event}.")
    day = until.day.isoformat()
    return say(f"Until {day}: {event}.", f"Ende am {day}: {event}.")


def label_sentence(assessment: Assessment, inquiry: Inquiry, say: Language) -> str:
    """Return what the label says, in which country, and how sure that is."""
    label = assessment.label
    product = inquiry.product.id if inquiry.product else assessment.protocol.product
    start = f"{product}, {inquiry.profile}: {say.of(LABELS[label.status])}"
    if label.decided_by:
        decided = say("decided by", "entschieden von")
        return f"{start}, {decided} {label.decided_by}."
    if label.status is Label.ON_LABEL and not label.stands(inquiry.library.sources):
        start += say(
            ", but read only in a copy: it counts as off label until decided by name",
            ", aber nur in einer Kopie gelesen: gilt als Off-Label, bis jemand "
            "namentlich entscheidet",
        )
    said = "; ".join(_statement(item, say) for item in label.statements)
    return f"{start}. {said}" if said else f"{start}."


def _statement(item: LabelStatus, say: Language) -> str:
    undated = say("undated", "ohne Datum")
    parts = [item.label, item.label_date or undated] if item.label else []
    if item.restriction:
        parts.append(say.of(item.restriction))
    sources = f"[{', '.join(item.basis.sources)}]" if item.basis.sources else ""
    words = ", ".join(part for part in parts if part)
    return f"{words} {sources}".strip()


def signature_sentence(assessment: Assessment, say: Language) -> str:
    """Return by whom the protocol is signed, or that it is a draft."""
    if assessment.signed_by is None:
        return draft_sentence(assessment.protocol, say)
    name = f"{assessment.protocol.id} {assessment.protocol.version}"
    return say(
        f"Protocol {name}, signed by {assessment.signed_by}.",
        f"Protokoll {name}, freigegeben von {assessment.signed_by}.",
    )


def draft_sentence(protocol: Protocol, say: Language) -> str:
    """Return that no clinician of a practice has signed a protocol."""
    name = f"{protocol.id} {protocol.version}"
    return say(
        f"DRAFT: no clinician of a practice has signed {name}.",
        f"ENTWURF: {name} ist von keiner Praxis ärztlich freigegeben.",
    )


def off_label_blocks(say: Language) -> Iterator[Block]:
    """Yield what a use off label demands in the record, as lines to fill in."""
    demands = (
        say("Reason", "Begründung"),
        say("Alternatives discussed", "Besprochene Alternativen"),
        say("Consent (who, when)", "Einwilligung (wer, wann)"),
    )
    yield Heading(say("Off label: to be recorded", "Off-Label: zu dokumentieren"))
    lines = ("_" * (RULED_WIDTH - len(text)) for text in demands)
    rows = (f"{text}: {line}" for text, line in zip(demands, lines, strict=True))
    yield Entries(tuple(Entry(row) for row in rows))
