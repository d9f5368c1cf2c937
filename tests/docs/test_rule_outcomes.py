"""The documents say of every rule what the program does with it, and nothing more."""

from collections.abc import Iterator

from glabella.core.eligibility import OUTCOMES, REFUSING
from glabella.core.protocol import Criterion, Kind, Phase
from glabella.core.truth import Truth
from tests.house import code
from tests.protocols.case_runner import library

REFERENCE = code.ROOT / "docs" / "reference"

TO_MEND = "run: python docs/_ext/write_rule_outcomes.py, and read the difference"


def table_rows(page: str) -> list[dict[str, str]]:
    """Return the rows of the first table of a page, by the names of its columns."""
    lines = (REFERENCE / page).read_text("utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("| "))
    head, _, *body = lines[start:]
    rows = []
    for line in body:
        if not line.startswith("| "):
            break
        rows.append(dict(zip(cells(head), cells(line), strict=True)))
    return rows


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def test_the_table_of_kinds_is_what_the_program_does() -> None:
    written = {
        (row["kind"], truth, row[f"if {truth}"])
        for row in table_rows("outcomes.md")
        for truth in ("yes", "no", "unknown")
    }

    meant = {
        (spoken(kind.value), truth.value, spoken(outcome.value))
        for (kind, truth), outcome in OUTCOMES.items()
    }
    assert written == meant


def test_every_kind_and_truth_has_an_outcome() -> None:
    assert set(OUTCOMES) == {(kind, truth) for kind in Kind for truth in Truth}


def test_the_table_of_rules_lists_every_rule_and_no_other() -> None:
    written = sorted(
        (row["protocol"].strip("`"), row["rule"].strip("`"), row["from"])
        for row in table_rows("rule-outcomes.md")
    )

    meant = sorted((protocol, rule.id, origin) for protocol, rule, origin in rules())
    assert written == meant, TO_MEND


def test_the_table_of_rules_says_what_each_answer_does() -> None:
    written = {
        (row["protocol"].strip("`"), row["rule"].strip("`")): (
            row["kind"],
            *(row[f"if {truth.value}"].split(" until ")[0] for truth in Truth),
            row["read in"],
            row["where"],
        )
        for row in table_rows("rule-outcomes.md")
    }

    meant = {
        (protocol, rule.id): (
            spoken(rule.kind.value),
            *(does(rule, truth) for truth in Truth),
            read_in(rule),
            ", ".join((*rule.profiles, *rule.products)) or "everywhere",
        )
        for protocol, rule, _ in rules()
    }
    assert written == meant, TO_MEND


def test_the_table_of_rules_tells_what_ends_each_deferral() -> None:
    written = {
        (row["protocol"].strip("`"), row["rule"].strip("`")): row["if yes"]
        for row in table_rows("rule-outcomes.md")
    }

    for protocol, rule, _ in rules():
        if rule.ending is not None and not rule.basis.is_recalled:
            ending = f"deferred until {rule.ending.event.en}"
            assert written[protocol, rule.id] == ending, TO_MEND


def test_shared_rules_that_no_protocol_uses_do_not_exist() -> None:
    used = {rule.id for _, rule, origin in rules() if origin == "shared"}

    assert set(library().shared_rules) - used == set()


def rules() -> Iterator[tuple[str, Criterion, str]]:
    shared = library().shared_rules
    for protocol in library().protocols.values():
        for rule in protocol.criteria:
            yield protocol.id, rule, "shared" if rule.id in shared else "own"


def does(rule: Criterion, truth: Truth) -> str:
    """A rule that is only recalled never refuses alone."""
    outcome = OUTCOMES[rule.kind, truth]
    is_asked = outcome in REFUSING and rule.basis.is_recalled
    return "needs facts" if is_asked else spoken(outcome.value)


def read_in(rule: Criterion) -> str:
    continued = "baseline" if rule.entry else "today"
    said = {Phase.START: "start: today", Phase.CONTINUE: f"continue: {continued}"}
    return "; ".join(said[phase] for phase in rule.phases)


def spoken(name: str) -> str:
    return name.replace("_", " ")
