"""Sites of a plan on the figures: which figures, which points, what they warn of."""

import re
from xml.etree import ElementTree as ET

import attrs
import pytest
from django.utils.translation import override

from glabella.clinic.planning.drawings import Drawing, drawings, paper_maps
from glabella.clinic.practice.knowledge import figures
from tests.clinic.planning.map_page import BROW, TEMPLE, spot
from tests.web.rendering import rendered, said


def points(drawing: Drawing) -> list[tuple[str, str, str]]:
    tree = ET.fromstring(drawing.svg)  # noqa: S314 - our own drawing
    found = [
        one.attrib
        for one in tree.iter()
        if "fig-point" in one.attrib.get("class", "").split()
    ]
    return [(one["data-muscle"], one["data-side"], one["data-point"]) for one in found]


def test_each_figure_with_a_site_is_drawn_and_its_other_side() -> None:
    drawn = drawings((*TEMPLE, *BROW), language="en")

    assert [(one.figure, one.count, one.twin) for one in drawn] == [
        ("face_front", 3, ""),
        ("head_left", 2, "head_right"),
        ("head_right", 0, "head_left"),
    ]
    assert points(drawn[0]) == [
        ("corrugator_supercilii", "left", "1"),
        ("corrugator_supercilii", "right", "1"),
        ("procerus", "midline", "1"),
    ]


def test_a_site_without_a_place_is_left_out() -> None:
    nowhere = attrs.evolve(TEMPLE[0], x=None)
    elsewhere = attrs.evolve(TEMPLE[0], figure="no_such_figure")
    undrawn = attrs.evolve(TEMPLE[0], figure="")

    assert drawings((nowhere, elsewhere, undrawn), language="en") == ()


@pytest.mark.parametrize(
    ("version", "is_other"), [("", False), ("today", False), ("2000-1", True)]
)
def test_a_point_of_another_version_is_said(version: str, *, is_other: bool) -> None:
    own = figures()["face_front"].version if version == "today" else version
    site = attrs.evolve(BROW[0], figure_version=own)

    (drawing,) = drawings((site, BROW[1]), language="en")

    html = rendered('{% include "planning/_map_still.html" %}', drawings=(drawing,))
    assert drawing.is_other_version is is_other
    assert ("another version of this figure" in said(html)) is is_other


def test_a_still_picture_has_nothing_to_hold() -> None:
    (drawing,) = drawings(BROW, language="en", is_live=False)

    html = rendered('{% include "planning/_map_still.html" %}', drawings=(drawing,))

    assert ("fig-hit" in html, "<button" in html, "data-map" in html) == (False,) * 3
    assert "Face from the front 3 points" in said(html)


def test_no_figure_is_no_map() -> None:
    assert said(rendered('{% include "planning/_map.html" %}', drawings=())) == ""


def test_one_figure_needs_no_tabs() -> None:
    one = drawings(BROW, language="en")

    html = rendered('{% include "planning/_map.html" %}', drawings=one)

    assert (len(one), "plan-tabs" in html) == (1, False)


def test_ids_of_a_page_are_unique() -> None:
    drawn = drawings((*TEMPLE, *BROW), language="en")

    html = rendered('{% include "planning/_map.html" %}', drawings=drawn)

    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_the_map_speaks_german() -> None:
    with override("de"):
        drawn = drawings((*TEMPLE, *BROW), language="de")
        html = rendered('{% include "planning/_map.html" %}', drawings=drawn)

    assert (drawn[1].title, "Nach rechts spiegeln" in said(html)) == (
        "Kopf von links",
        True,
    )
    assert "Punkt {point}, {units} Einheiten" in html


def test_paper_is_grey_and_carries_units() -> None:
    (drawing,) = paper_maps(BROW, language="en")

    assert (drawing.figure, "#b5583f" in drawing.svg, ">5<" in drawing.svg) == (
        "face_front",
        False,
        True,
    )


def test_a_blank_sheet_carries_numbers_and_no_units() -> None:
    site = spot("temporalis/left/3", 0, 800, figure="head_left", units="12.5")

    left, right = paper_maps((site,), language="en", is_blank=True)

    assert (">3<" in left.svg, ">12.5<" in left.svg) == (True, False)
    assert (right.figure, right.count) == ("head_right", 0)


def test_a_drawing_tells_its_room() -> None:
    (drawing,) = drawings(BROW, language="en")

    assert drawing.view_box.split() == [
        str(one) for one in figures()["face_front"].view_box
    ]
