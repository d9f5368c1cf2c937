"""Write docs/reference/rule-outcomes.md from the protocols.

    python docs/_ext/write_rule_outcomes.py

The table is committed: a change of a rule's kind must be seen by whoever reviews it.
What stands above the table is prose, and is kept.
tests/docs/test_rule_outcomes.py compares it with the protocols in both directions.
"""

from collections.abc import Iterator
from pathlib import Path

from glabella.core.eligibility import OUTCOMES, REFUSING, Outcome
from glabella.core.protocol import Criterion, Phase, Protocol
from glabella.core.truth import Truth
from glabella.protocols.loader import Library, load

PAGE = Path(__file__).parents[1] / "reference" / "rule-outcomes.md"

COLUMNS = (
    "protocol",
    "rule",
    "from",
    "kind",
    "if yes",
    "if no",
    "if unknown",
    "read in",
    "where",
)


def rule_outcomes_table(library: Library) -> str:
    """Return the table of all rules of all protocols."""
    lines = [f"| {' | '.join(COLUMNS)} |", "|" + " --- |" * len(COLUMNS)]
    for protocol in library.protocols.values():
        rows = sorted(rule_rows(library, protocol), key=lambda row: row[1])
        lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def rule_rows(library: Library, protocol: Protocol) -> Iterator[tuple[str, ...]]:
    """Yield the row of each rule of a protocol, in the order of its file."""
    for rule in protocol.criteria:
        yield (
            f"`{protocol.id}`",
            f"`{rule.id}`",
            "shared" if rule.id in library.shared_rules else "own",
            rule.kind.value.replace("_", " "),
            *(outcome_words(rule, truth) for truth in Truth),
            read_in(rule),
            ", ".join((*rule.profiles, *rule.products)) or "everywhere",
        )


def outcome_words(rule: Criterion, truth: Truth) -> str:
    """Return what an answer to a rule means; a recalled rule never refuses alone."""
    outcome = OUTCOMES[rule.kind, truth]
    words = outcome.value.replace("_", " ")
    if outcome in REFUSING and rule.basis.is_recalled:
        return f"needs facts until confirmed, then {words}"
    if outcome is Outcome.DEFERRED and rule.ending is not None:
        return f"{words} until {rule.ending.event.en}"
    return words


def read_in(rule: Criterion) -> str:
    """Return in which phases a rule speaks, and from which facts."""
    continued = "continue: baseline" if rule.entry else "continue: today"
    words = {Phase.START: "start: today", Phase.CONTINUE: continued}
    return "; ".join(words[phase] for phase in rule.phases)


def main() -> None:
    """Write the table below the prose of the page."""
    prose, _, _ = PAGE.read_text("utf-8").partition("| protocol ")
    PAGE.write_text(prose + rule_outcomes_table(load()), "utf-8")


if __name__ == "__main__":
    main()
