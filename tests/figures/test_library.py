"""Files become figures; a view of one side becomes two."""

from pathlib import Path

import pytest

from glabella.core.errors import InputError, UnknownNameError
from glabella.core.sources import Text
from glabella.figures.library import figures_for, load
from tests.figures import draft

DETAIL = """
id = "detail"
version = "1"
order = 3
base = "front"
take = ["cheek"]
plus_side = "left"
view_box = [0, 0, 100, 100]
title = { en = "Detail", de = "Ausschnitt" }
description = { en = "A detail", de = "Ein Ausschnitt" }
"""


def test_a_view_of_one_side_brings_its_mirror_image(tmp_path: Path) -> None:
    figures = load(draft.folder(tmp_path, left=draft.SINGLE))

    left, right = figures["left_view"], figures["right_view"]
    assert (left.twin, right.twin) == ("right_view", "left_view")
    assert (left.view_box, right.view_box) == (
        (-100, 0, 300, 300),
        (-200, 0, 300, 300),
    )
    assert right.title == Text("From the right", "Von rechts")
    assert [shape.side for shape in right.shapes] == ["right"]
    assert right.fades == ((0, 200, 0, 300),)


def test_a_front_view_has_both_sides_of_a_muscle(tmp_path: Path) -> None:
    front = load(draft.folder(tmp_path, front=draft.PAIRED))["front"]

    assert [shape.side for shape in front.shapes] == ["left", "right"]
    assert [(one.side, one.at) for one in front.placings] == [
        ("left", ((70, 80),)),
        ("right", ((-70, 80),)),
    ]


def test_a_detail_shows_its_base_in_another_window(tmp_path: Path) -> None:
    figures = load(draft.folder(tmp_path, front=draft.PAIRED, detail=DETAIL))

    detail, front = figures["detail"], figures["front"]
    assert (detail.lines, detail.shapes) == (front.lines, front.shapes)


def test_a_muscle_of_context_has_no_points_there(tmp_path: Path) -> None:
    page = DETAIL.replace('take = ["cheek"]', 'context = ["cheek"]')

    figures = load(draft.folder(tmp_path, front=draft.PAIRED, detail=page))

    detail = figures["detail"]
    assert (len(detail.shapes), detail.muscles, detail.placings) == (2, (), ())
    assert detail.shape("cheek", "left") is None


def test_two_figures_with_one_id_are_refused(tmp_path: Path) -> None:
    folder = draft.folder(tmp_path, one=draft.PAIRED, two=draft.PAIRED)

    with pytest.raises(InputError, match=r'two\.toml: "front" is a figure already'):
        load(folder)


def test_a_missing_key_is_named_with_its_file(tmp_path: Path) -> None:
    page = draft.PAIRED.replace('version = "1"', "")

    with pytest.raises(InputError, match=r"face\.toml: the key 'version' is missing"):
        load(draft.folder(tmp_path, face=page))


def test_a_muscle_that_nobody_drew_is_refused(tmp_path: Path) -> None:
    figures = load(draft.folder(tmp_path, front=draft.PAIRED))

    with pytest.raises(UnknownNameError, match="no figure shows chin"):
        figures_for(figures, ["cheek", "chin"])


def test_nothing_asked_needs_no_figure(tmp_path: Path) -> None:
    assert figures_for(load(draft.folder(tmp_path, front=draft.PAIRED)), []) == ()


@pytest.mark.parametrize(
    ("muscles", "shown"),
    [
        (["masseter"], ("jaw_left", "jaw_right")),
        (["masseter", "temporalis"], ("head_left", "head_right")),
        (["procerus", "corrugator_supercilii"], ("face_front",)),
        (["upper_lid_medial", "orbicularis_oculi_lateral"], ("eyes",)),
        (["occipitalis", "trapezius"], ("head_back", "neck_shoulders_back")),
        (["detrusor"], ("bladder",)),
    ],
)
def test_the_fewest_and_closest_views_are_chosen(
    muscles: list[str], shown: tuple[str, ...]
) -> None:
    assert figures_for(load(), muscles) == shown
