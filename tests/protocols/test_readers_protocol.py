"""A protocol file is read whole: rules, doses, course, labels, remarks."""

from decimal import Decimal
from pathlib import Path

import attrs
import pytest

from glabella.core.criteria import Compare, Is, OneOf
from glabella.core.protocol import (
    Code,
    CourseWindow,
    Criterion,
    Ending,
    ExtraSites,
    Interval,
    Kind,
    Label,
    LabelStatus,
    Limit,
    Measure,
    Phase,
    Protocol,
    Remark,
    Scheme,
    SchemeOption,
    SideEffect,
    SitePattern,
)
from glabella.core.sources import Basis, Status, Text
from glabella.protocols.dosing_reader import point_count, scheme_units
from glabella.protocols.loader import load

SEEN = Basis(Status.SEEN, ("LABEL",))

BOTH = (Phase.START, Phase.CONTINUE)

MILD = OneOf("grade", ("mild",))


@pytest.fixture
def spasm(folder: Path) -> Protocol:
    return load(folder).protocol("spasm")


# ---- sound parts --------------------------------------------------------------------


PARTS = (
    "criteria",
    "labels",
    "schemes",
    "options",
    "limits",
    "intervals",
    "windows",
    "measures",
    "side_effects",
    "codes",
    "remarks",
)


def test_the_head_of_a_protocol_is_read(spasm: Protocol) -> None:
    bare = dict.fromkeys(PARTS, ())

    head = attrs.evolve(spasm, digest="digest", **bare)  # type: ignore[arg-type]  # by name

    assert head == Protocol(
        id="spasm",
        version="2026-1",
        name=Text("Spasm", "Spasmus"),
        use="therapeutic",
        product="toxin",
        minimum_age=18,
        new_start_after_days=182,
        new_start_basis=Basis(Status.DERIVED),
        criteria=(),
        digest="digest",
    )


def test_rules_are_read_whole_and_shared_ones_first(spasm: Protocol) -> None:
    adult = Compare("age", ">=", Decimal(18))
    ending = Ending(Text("worse", "schlimmer"))

    assert spasm.criteria == (
        Criterion(
            "old_enough", Kind.REQUIREMENT, adult, Text("adult", "erwachsen"), SEEN
        ),
        Criterion(
            "has_spasm",
            Kind.INCLUSION,
            Is("spasm"),
            Text("has a spasm", "hat einen Spasmus"),
            SEEN,
            phases=(Phase.START,),
            entry=True,
        ),
        Criterion(
            "wait",
            Kind.DEFERRAL,
            MILD,
            Text("mild", "leicht"),
            Basis(Status.RECALLED, confidence="high", check="the label"),
            ending=ending,
            origin=("conditions.spasm.wait",),
        ),
        Criterion(
            "pause",
            Kind.STOP,
            MILD,
            Text("pause", "Pause"),
            SEEN,
            phases=BOTH,
            advice="consider_pause",
            origin=("conditions.spasm.pause", "conditions.spasm.stop"),
        ),
    )


def test_doses_are_read_whole(spasm: Protocol) -> None:
    site = SitePattern(
        "frontalis",
        "bilateral",
        points=2,
        units_per_point=Decimal(5),
        landmark=Text("brow", "Braue"),
        landmark_basis=SEEN,
    )
    ranged = SitePattern(
        "frontalis",
        "midline",
        points=None,
        units_range=(Decimal(10), Decimal("20.5")),
        points_range=(2, 4),
    )
    standard = Scheme(
        id="standard",
        product="toxin",
        name=Text("standard", "Standard"),
        choice="default",
        basis=SEEN,
        sites=(site,),
        total_units=Decimal(20),
        total_points=4,
        split_basis=SEEN,
        dilution_ml=Decimal(2),
        vial_units=Decimal(100),
        values=(("mean", Decimal("19.5")),),
    )
    spread = Scheme(
        "range", "toxin", Text("range", "Spanne"), "range", SEEN, sites=(ranged,)
    )

    assert spasm.schemes == (standard, spread)
    assert [(point_count(each), scheme_units(each)) for each in (site, ranged)] == [
        (4, Decimal(20)),
        (0, Decimal(0)),
    ]


def test_options_limits_and_intervals_are_read_whole(spasm: Protocol) -> None:
    extra = ExtraSites("frontalis", Decimal(10), Decimal(5))

    assert spasm.options == (
        SchemeOption(
            "more", "standard", Text("more", "mehr"), (extra,), Decimal(10), 2, SEEN
        ),
    )
    assert spasm.limits == (
        Limit(
            "most",
            "session",
            Decimal(30),
            "toxin",
            SEEN,
            Text("at most", "höchstens"),
        ),
    )
    assert spasm.intervals == (Interval("minimum", 84, SEEN),)


def test_the_course_is_read_whole(spasm: Protocol) -> None:
    assert spasm.windows == (CourseWindow("onset", 3, 7, SEEN),)
    assert spasm.measures == (
        Measure(
            "years",
            Text("years", "Jahre"),
            "age",
            "age",
            SEEN,
            recorded="age",
            recorded_minimum=20,
            remission=Compare("age", "<", Decimal(1)),
        ),
    )
    assert spasm.side_effects == (
        SideEffect(
            "ptosis",
            Text("drooping lid", "Hängelid"),
            "trial",
            SEEN,
            Decimal("3.2"),
            "<1",
        ),
    )


def test_labels_codes_and_remarks_are_read_whole(spasm: Protocol) -> None:
    assert spasm.labels == (
        LabelStatus("UK", "toxin", Label.ON_LABEL, SEEN, label_date="2024-01-01"),
    )
    assert spasm.codes == (Code("icd10", "G51.3", SEEN),)
    assert spasm.remarks == (
        Remark(
            "evidence",
            "evidence",
            Text("two trials", "zwei Studien"),
            SEEN,
            (("trials", 2),),
        ),
    )


def test_a_rule_that_names_no_phase_speaks_in_both(spasm: Protocol) -> None:
    assert [rule.phases for rule in spasm.criteria] == [
        BOTH,
        (Phase.START,),
        BOTH,
        BOTH,
    ]
