"""What a page says where the shipped data give no example of it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs

from glabella.cli.answer import PatientAnswer, answer_patient
from glabella.cli.assess_json import assess_json
from glabella.cli.assess_overview import overview_blocks
from glabella.cli.assess_page import protocol_blocks
from glabella.cli.course import make_courses
from glabella.cli.course_page import course_blocks
from glabella.cli.inquiry import Inquiry
from glabella.cli.plan import make_plan
from glabella.cli.plan_json import plan_json
from glabella.cli.plan_page import plan_blocks
from glabella.cli.urgent_page import urgent_blocks
from glabella.cli.words_of_verdicts import label_sentence, until_words
from glabella.core.eligibility import Until
from glabella.core.plan import Plan
from glabella.core.planning import Wish
from glabella.core.protocol import Label, Phase
from glabella.core.quantity import Concentration, Dose
from glabella.core.sources import Basis, Status, Text
from glabella.core.syringe import SiteDose, fill_plan
from glabella.protocols.document import Block, Language, as_text
from tests.cli.patients import (
    MIGRAINE,
    inquiry,
    session,
    with_override,
    with_protocol,
)

CM = "chronic_migraine"
DECISIONS = """\
[[signature]]
protocol = "chronic_migraine"
version = "2026-1"
who = "Dr. A. Example"
on = 2026-03-02
[[label_decision]]
protocol = "chronic_migraine"
product = "onabotulinumtoxinA"
profile = "DE"
status = "on_label"
who = "Dr. A. Example"
on = 2026-03-02
"""

EN, DE = Language("en"), Language("de")
ONA = "onabotulinumtoxinA"


def words(blocks: Iterable[Block]) -> str:
    """Return a page without its line breaks."""
    return " ".join(as_text(blocks).split())


def answer(asked: Inquiry) -> PatientAnswer:
    return answer_patient(asked, [asked.library.protocols[CM]], with_flips=False)


def migraine_plan(asked: Inquiry) -> Plan:
    return make_plan(asked, [Wish(asked.library.protocols[CM])])


def test_an_override_names_who_and_why(tmp_path: Path) -> None:
    """Where a profile has its full label on file and it leaves the decision."""
    name = "nmj_disorder_mg_or_lems_therapeutic"
    row = {"criterion": name, "who": "Dr. A. Example", "why": "mild, ocular"}
    facts = MIGRAINE | {"nmj_disorder_mg_or_lems": True, "overrides": [row]}
    asked = with_override(inquiry(tmp_path, facts), CM, name)

    made = answer(asked)

    page = words(protocol_blocks(made.answers[0], made, EN))
    document: Any = assess_json(made, EN)
    assert f"Override of {name}: Dr. A. Example, mild, ocular" in page
    assert document["verdicts"][0]["override"] == row


def test_a_person_outside_the_studies_is_told_as_a_caution(tmp_path: Path) -> None:
    facts = {"birth_date": "1940-01-01"}

    made = answer_patient(
        inquiry(tmp_path, facts),
        [inquiry(tmp_path, facts).library.protocols["major_depression"]],
        with_flips=False,
    )

    page = words(protocol_blocks(made.answers[0], made, EN))
    assert "Outside the people studied: Between 18 and 65 years old" in page


def test_a_deferral_tells_its_end_in_both_languages() -> None:
    event = Text("it has healed", "es ist abgeheilt")
    endings = (Until(event), Until(event, date(2026, 3, 30)))

    assert [until_words(end, say) for end in endings for say in (EN, DE)] == [
        "Until it has healed.",
        "Ende: es ist abgeheilt.",
        "Until 2026-03-30: it has healed.",
        "Ende am 2026-03-30: es ist abgeheilt.",
    ]


def test_a_deferral_stands_under_the_verdict_and_beside_its_rule(
    tmp_path: Path,
) -> None:
    asked = inquiry(tmp_path, MIGRAINE | {"toxin_sessions": [session("2026-01-05")]})
    protocol = asked.library.protocols[CM]

    made = answer_patient(asked, [protocol], phase=Phase.START, with_flips=False)

    page = words(protocol_blocks(made.answers[0], made, EN))
    end = "Until 2026-03-30: 84 days have passed since the last injection."
    assert page.count(end) == 2


def test_decisions_by_name_stand_on_the_page(tmp_path: Path) -> None:
    practice = tmp_path / "practice.toml"
    practice.write_text(DECISIONS)
    asked = inquiry(tmp_path, MIGRAINE, practice=str(practice), profile="DE")

    made = answer(asked)

    page = words(protocol_blocks(made.answers[0], made, EN))
    german = words(protocol_blocks(made.answers[0], made, DE))
    assert "on label, decided by Dr. A. Example." in page
    assert "Protocol chronic_migraine 2026-1, signed by Dr. A. Example." in page
    assert "freigegeben von Dr. A. Example." in german
    assert "drafts" not in words(overview_blocks(made, EN))


def test_a_label_read_only_in_a_copy_counts_as_off_label(tmp_path: Path) -> None:
    asked = inquiry(tmp_path, MIGRAINE)
    protocol = asked.library.protocols[CM]
    basis = Basis(Status.SEEN, ("RXR-CM",))
    labels = tuple(
        attrs.evolve(label, basis=basis)
        for label in protocol.labels
        if label.profile == "UK"
    )
    asked = with_protocol(asked, attrs.evolve(protocol, labels=labels))

    made = answer(asked).answers[0].assessment

    assert (made.label.status, made.verdict.value) == (
        Label.ON_LABEL,
        "criteria_met_off_label",
    )
    assert "it counts as off label until decided by name" in label_sentence(
        made, asked, EN
    )


def test_an_urgent_family_without_a_word_of_its_own_is_named(tmp_path: Path) -> None:
    made = answer(inquiry(tmp_path, MIGRAINE))
    rule = attrs.evolve(made.not_asked[0], family="new family")

    page = words(urgent_blocks(attrs.evolve(made, not_asked=(rule,)), EN))

    assert page == "Not fully asked, so no reassurance: new family."


def test_nothing_to_say_about_silence_says_nothing(tmp_path: Path) -> None:
    made = answer(inquiry(tmp_path, MIGRAINE))

    assert words(urgent_blocks(attrs.evolve(made, not_asked=()), EN)) == ""


def test_a_course_without_rules_or_repeats_still_prints(tmp_path: Path) -> None:
    asked = inquiry(tmp_path, MIGRAINE)
    protocol = attrs.evolve(
        asked.library.protocols[CM], criteria=(), intervals=(), windows=()
    )

    page = words(course_blocks(make_courses(asked, [protocol]), answer(asked), EN))

    assert "counted as if treated on 2026-03-02. Timeline Sources" in page


def test_a_usual_repeat_stands_on_the_timeline(tmp_path: Path) -> None:
    asked = inquiry(tmp_path, MIGRAINE)
    protocol = asked.library.protocols[CM]
    minimum = next(item for item in protocol.intervals if item.kind == "minimum")
    usual = attrs.evolve(minimum, kind="usual", days=84, days_to=112, profiles=())
    protocol = attrs.evolve(protocol, intervals=(usual,), windows=())

    page = words(course_blocks(make_courses(asked, [protocol]), answer(asked), EN))

    assert "2026-05-25 to 2026-06-22 usual repeat" in page


def test_a_draw_that_no_syringe_shows_exactly_is_warned_of(tmp_path: Path) -> None:
    asked = inquiry(tmp_path, MIGRAINE)
    strength = Concentration(Decimal(1000), ONA)
    sites = [SiteDose("frontalis/left/1", Dose(Decimal(5), ONA))]
    small = fill_plan(sites, concentration=strength)
    large = fill_plan(
        [SiteDose("frontalis/left/1", Dose(Decimal(5000), ONA))], concentration=strength
    )

    plans = [attrs.evolve(migraine_plan(asked), fill=fill) for fill in (small, large)]
    told: Any = [plan_json(made, answer(asked), EN)["warnings"] for made in plans]

    ids = [[row["id"] for row in rows] for rows in told]
    assert ids == [[f"{CM}_draft", "draw_1"], [f"{CM}_draft", "divided_site"]]


def test_without_a_dilution_nothing_is_worked_out(tmp_path: Path) -> None:
    asked = inquiry(tmp_path, MIGRAINE)
    made = attrs.evolve(migraine_plan(asked), fill=None, vials=None)

    page = words(plan_blocks(made, answer(asked), EN))

    assert "To draw No dilution for this use was read in a source" in page


def test_without_vial_sizes_no_vial_is_named(tmp_path: Path) -> None:
    asked = inquiry(tmp_path, MIGRAINE)
    made = attrs.evolve(migraine_plan(asked), vials=None, ledger=None)

    page = words(plan_blocks(made, answer(asked), EN))

    assert ("Open " in page, "Ledger" in page) == (False, False)
