"""What stands at the top of every page about a patient, whatever the verdicts."""

from collections.abc import Iterator

from glabella.cli.answer import PatientAnswer
from glabella.cli.fact_rows import fact_words
from glabella.core.facts import Fact
from glabella.core.sources import Text
from glabella.protocols.document import (
    Block,
    Entries,
    Entry,
    Heading,
    Language,
    Paragraph,
)
from glabella.protocols.wording import URGENCIES

SUICIDALITY = "suicidality"

_FAMILIES = {
    SUICIDALITY: Text("suicidality", "Suizidalität"),
    "spread_of_toxin": Text(
        "signs of spread of the toxin", "Zeichen der Toxinausbreitung"
    ),
    "headache_red_flag": Text("headache red flags", "Warnzeichen bei Kopfschmerz"),
}


def urgent_blocks(answer: PatientAnswer, say: Language) -> Iterator[Block]:
    """Yield the urgent findings, and what is no reassurance."""
    if answer.urgent:
        yield Heading(say("URGENT", "DRINGEND"))
        yield Entries(tuple(_urgent_entries(answer, say)))
    silence = _silence(answer, say)
    if silence:
        yield Paragraph(silence)


def _urgent_entries(answer: PatientAnswer, say: Language) -> Iterator[Entry]:
    for finding in answer.urgent:
        rule = finding.rule
        facts = "; ".join(fact_words(fact, say) for fact in finding.evaluation.used)
        yield Entry(
            f"{say.of(URGENCIES[rule.urgency])}: {say.of(rule.text)}",
            mark="!!",
            below=(
                say.of(rule.action),
                f"{facts} {_cited(rule.basis.sources)}".strip(),
            ),
        )


def _cited(sources: tuple[str, ...]) -> str:
    return f"[{', '.join(sources)}]" if sources else ""


def _silence(answer: PatientAnswer, say: Language) -> str:
    """Say what nobody has asked, and that a negative answer excludes nothing."""
    died = answer.inquiry.facts.lookup("deceased")
    if isinstance(died, Fact) and died.value is True:
        return ""
    open_families = {rule.family for rule in answer.not_asked}
    names = [say.of(name) for key, name in _FAMILIES.items() if key in open_families]
    names += sorted(open_families - set(_FAMILIES))
    sentences = []
    if names:
        start = say("Not fully asked, so no reassurance", "Nicht vollständig erfragt")
        sentences.append(f"{start}: {', '.join(names)}.")
    item = answer.inquiry.facts.lookup("suicide_item_positive")
    if isinstance(item, Fact) and item.value is False:
        sentences.append(
            say(
                "No positive suicide item is open; this does not exclude a risk.",
                "Keine positive Suizidfrage ist offen; ein Risiko bleibt möglich.",
            )
        )
    return " ".join(sentences)
