import pytest

from glabella.charts.markup import MarkupError, element, group, number


def test_an_element_is_written_with_its_attributes_in_order() -> None:
    line = element("line", x1=0, y1=1.005, x2=10.5, y2=-0.001, stroke_width=2)

    assert str(line) == '<line x1="0" y1="1" x2="10.5" y2="0" stroke-width="2"/>'


def test_words_and_attributes_are_escaped() -> None:
    text = element("text", 'a < b & "c"', class_='"x"')

    assert str(text) == (
        '<text class="&quot;x&quot;">a &lt; b &amp; &quot;c&quot;</text>'
    )


def test_characters_that_xml_cannot_hold_are_replaced() -> None:
    assert str(element("text", "a\x00b\x0bc")) == "<text>a\ufffdb\ufffdc</text>"


def test_an_attribute_without_a_value_is_left_out() -> None:
    assert str(element("text", "a", text_anchor=None)) == "<text>a</text>"


def test_a_group_holds_its_parts() -> None:
    assert str(group(element("circle", r=1))) == '<g><circle r="1"/></g>'


@pytest.mark.parametrize("tag", ["script", "style", "image", "foreignObject", "use"])
def test_an_element_that_could_do_harm_cannot_be_made(tag: str) -> None:
    with pytest.raises(MarkupError, match=f"^{tag}: not among the tags"):
        element(tag)


@pytest.mark.parametrize("name", ["style", "onload", "href", "id"])
def test_an_attribute_that_could_do_harm_cannot_be_made(name: str) -> None:
    with pytest.raises(MarkupError, match=f"^{name}: not among the tags"):
        element("rect", **{name: "x"})


def test_a_coordinate_has_two_places_at_most() -> None:
    written = [number(n) for n in (1, 1.5, 1.239, -0.0001, 100.0)]

    assert written == ["1", "1.5", "1.24", "0", "100"]
