"""A template, data and pictures become a PDF, always the same bytes."""

from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.resources.abc import Traversable
from pathlib import Path
from uuid import UUID

import pytest
from django.utils.translation import gettext_lazy

from glabella.clinic.folder.paper import plain, typeset

CIRCLE = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">
<circle cx="5" cy="5" r="4" fill="#0b5d5b"/></svg>"""
SHOW = """#import "/house.typ": sheet
#let data = json(bytes(sys.inputs.data))
#show: sheet.with(title: data.title)
#data.title
"""


def template(folder: Path, source: str) -> Traversable:
    """Return a template of these words."""
    path = folder / "template.typ"
    path.write_text(source)
    return path


def test_typeset_gives_the_same_bytes_twice(tmp_path: Path) -> None:
    source = template(tmp_path, SHOW)
    first = typeset(source, {"title": "Sheet"})
    assert first.startswith(b"%PDF-")
    assert typeset(source, {"title": "Sheet"}) == first


def test_typeset_takes_typed_words_as_words_never_as_its_language(
    tmp_path: Path,
) -> None:
    source = template(tmp_path, SHOW)
    words = '#panic("no") $x$ *b* \\ #read("/house.typ")'
    assert typeset(source, {"title": words}).startswith(b"%PDF-")


def test_typeset_shows_a_picture(tmp_path: Path) -> None:
    source = template(tmp_path, SHOW + '#image("/map.svg", width: 2cm)')
    bare = typeset(template(tmp_path, SHOW), {"title": "Sheet"})
    source = template(tmp_path, SHOW + '#image("/map.svg", width: 2cm)')
    drawn = typeset(source, {"title": "Sheet"}, files={"map.svg": CIRCLE})
    assert len(drawn) > len(bare)


@pytest.mark.parametrize("name", ["../map.svg", "/etc/x.svg", "main.typ", "Map.svg"])
def test_typeset_refuses_a_picture_without_a_plain_name(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(ValueError, match="plain name"):
        typeset(template(tmp_path, SHOW), {"title": "x"}, files={name: CIRCLE})


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (date(2026, 11, 2), "2026-11-02"),
        (datetime(2026, 11, 2, 9, 0, tzinfo=UTC), "2026-11-02T09:00:00+00:00"),
        (Decimal("155.00"), "155"),
        (Decimal("12.50"), "12.5"),
        (Decimal(100), "100"),
        (UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        (gettext_lazy("Page"), "Page"),
    ],
)
def test_plain_says_the_same_everywhere(value: object, words: str) -> None:
    assert plain(value) == words


def test_plain_refuses_what_has_no_form_on_paper() -> None:
    with pytest.raises(TypeError, match="object"):
        plain(object())
