"""From a figure and points to one SVG that a browser and a typesetter draw alike.

The result holds presentation attributes and class names only: no style attribute, no
style element, no script, no address outside itself.
"""

from collections.abc import Collection, Iterator

from glabella.figures.marks import marks
from glabella.figures.sheet import Sheet, tag
from glabella.figures.strokes import DEEP, LOOKS, MUSCLE, SINEW, SKIN, in_greys, scaled
from glabella.figures.values import Figure, Look, Point, Shape

FONT = "system-ui, Segoe UI, Roboto, Helvetica, Arial, sans-serif"

DEPTHS = ("deepest", "deep", "middle", "superficial", "skin")
"""Drawn in this order, so that what lies deeper lies under."""

FACE_UNIT = 24.4
"""The unit of the face: the widths of `strokes` are meant for it."""

SOFT = frozenset({"shade", "light", "mist"})
"""Looks without a hard edge."""

LAYERS = 4
"""So many layers make a soft edge: fewer show steps."""

SOFTNESS = 4.6
"""Width of the outermost layer's stroke in units; half of it lies outside."""

TINTS = {"deepest": DEEP, "deep": DEEP, "skin": SKIN}


def draw(
    figure: Figure,
    *,
    points: Collection[Point] = (),
    lit: Collection[str] = frozenset(),
    look: Look | None = None,
) -> str:
    """Return a figure as SVG, with lit muscles and points.

    Args:
        figure: The view; points of other figures are not drawn.
        points: As `default_points` gives them, moved or not, with or without units.
        lit: Muscles to bring out; those of the points are lit anyway.
        look: Language, labels, names, zones, landmarks.
    """
    own = tuple(point for point in points if point.figure == figure.id)
    shown = frozenset(lit) | {point.muscle for point in own}
    sheet = Sheet(figure, look or Look(), shown, own)
    parts = [
        *_opening(sheet),
        *_definitions(sheet),
        *_body(sheet),
        *marks(sheet),
        "</svg>",
    ]
    drawn = "\n".join(parts)
    return in_greys(drawn) if sheet.look.paper else drawn


def _opening(sheet: Sheet) -> Iterator[str]:
    figure, look = sheet.figure, sheet.look
    left, top, width, height = sheet.extent
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="fig" role="img" '
        f'viewBox="{left:g} {top:g} {width:g} {height:g}" '
        f'data-figure="{figure.id}" data-version="{figure.version}" '
        f'data-room="{" ".join(f"{one:g}" for one in figure.view_box)}" '
        f'aria-labelledby="{sheet.key}-title {sheet.key}-desc" font-family="{FONT}">'
    )
    title = sheet.say(look.title or figure.title)
    yield f'<title id="{sheet.key}-title">{title}</title>'
    description = sheet.say(look.description or figure.description)
    yield f'<desc id="{sheet.key}-desc">{description}</desc>'


def _definitions(sheet: Sheet) -> Iterator[str]:
    key = sheet.key
    left, top, width, height = sheet.figure.view_box
    room = f'x="{left}" y="{top}" width="{width}" height="{height}"'
    skin = " ".join(one.path for one in sheet.figure.lines if one.look == "skin")
    yield "<defs>"
    if not sheet.look.paper:
        yield _sheen(key)
    yield f'<clipPath id="{key}-room"><rect {room}/></clipPath>'
    yield f'<clipPath id="{key}-skin"><path d="{skin}"/></clipPath>'
    for number, (x1, y1, x2, y2) in enumerate(sheet.figure.fades):
        yield (
            f'<linearGradient id="{key}-out{number}" gradientUnits="userSpaceOnUse" '
            f'x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}">'
            '<stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#000"/>'
            f'</linearGradient><mask id="{key}-fade{number}" '
            f'maskUnits="userSpaceOnUse" {room}>'
            f'<rect {room} fill="url(#{key}-out{number})"/></mask>'
        )
    yield "</defs>"


def _sheen(key: str) -> str:
    """Return the light that makes a lit muscle round: bright belly, darker rim."""
    stops = (
        ("0", "#fff6ea", "0.42"),
        ("0.55", "#fff6ea", "0"),
        ("1", "#3b120a", "0.3"),
    )
    drawn = "".join(
        f'<stop offset="{at}" stop-color="{colour}" stop-opacity="{strength}"/>'
        for at, colour, strength in stops
    )
    return (
        f'<radialGradient id="{key}-sheen" cx="0.45" cy="0.42" r="0.72">'
        f"{drawn}</radialGradient>"
    )


def _body(sheet: Sheet) -> Iterator[str]:
    """Yield outline, muscles and features, fading where the view ends."""
    fades = range(len(sheet.figure.fades))
    yield f'<g clip-path="url(#{sheet.key}-room)">'
    for number in fades:
        yield f'<g mask="url(#{sheet.key}-fade{number})">'
    yield from _lines(sheet, "outline")
    yield from _muscles(sheet)
    yield from _lines(sheet, "features")
    for _ in range(len(fades) + 1):
        yield "</g>"


def _lines(sheet: Sheet, layer: str) -> Iterator[str]:
    yield f'<g class="fig-{layer}" aria-hidden="true">'
    for line in sheet.figure.lines:
        if line.layer != layer:
            continue
        look = scaled(LOOKS[line.look], sheet.unit / FACE_UNIT)
        values = {"class": f"fig-{line.look}", **look, "d": line.path}
        if line.look in SOFT:
            yield _softened(sheet, line.look, values)
        else:
            yield tag("path", values)
    yield "</g>"


def _softened(sheet: Sheet, look: str, values: dict[str, str]) -> str:
    """Return an area without a hard edge, and a shadow that does not leave the skin.

    Layers that grow outwards, each a little see-through: a blur would be a picture of
    many megapixels on paper, where these stay outlines.
    """
    whole = float(values["fill-opacity"])
    veil = 1 - (1 - min(whole, 0.96)) ** (1 / LAYERS)
    layers = [
        tag(
            "path",
            {
                **values,
                "fill-opacity": "1",
                "stroke": values["fill"],
                "stroke-width": f"{SOFTNESS * sheet.unit * layer / LAYERS:.1f}",
                "stroke-linejoin": "round",
                "opacity": f"{veil:.4f}",
            },
        )
        for layer in range(LAYERS)
    ]
    inside = "".join(layers)
    if look == "mist":
        return f"<g>{inside}</g>"
    return f'<g clip-path="url(#{sheet.key}-skin)">{inside}</g>'


def _muscles(sheet: Sheet) -> Iterator[str]:
    yield '<g class="fig-muscles">'
    shapes = sorted(sheet.figure.shapes, key=lambda one: DEPTHS.index(one.depth))
    idle = [one for one in shapes if _is_idle_shown(one, sheet)]
    for shape in idle:
        yield _muscle(sheet, shape, is_lit=False)
    for shape in shapes:
        if shape.muscle in sheet.lit:
            yield _muscle(sheet, shape, is_lit=True)
    yield "</g>"


def _is_idle_shown(shape: Shape, sheet: Sheet) -> bool:
    if not sheet.look.idle or shape.muscle in sheet.lit:
        return False
    if any(one.depth == "skin" for one in sheet.lit_shapes):
        return False
    return shape.depth in {"middle", "superficial"} and shape.part_of is None


def _muscle(sheet: Sheet, shape: Shape, *, is_lit: bool) -> str:
    tint = TINTS.get(shape.depth, MUSCLE)
    state = "fig-lit" if is_lit else "fig-idle"
    area = {
        "class": "fig-area",
        "fill": tint,
        "fill-opacity": ("0.3" if shape.depth == "skin" else "0.5")
        if is_lit
        else "0.13",
        "fill-rule": "evenodd",
        "stroke": tint,
        "stroke-width": f"{0.28 * sheet.unit:.1f}",
        "stroke-opacity": "0.85" if is_lit else "0.22",
        "d": shape.path,
    }
    fibres = {
        "class": "fig-fibres",
        "fill": "none",
        "stroke": tint,
        "stroke-width": f"{0.22 * sheet.unit:.1f}",
        "stroke-opacity": "0.75" if is_lit else "0.2",
        "stroke-linecap": "round",
        "d": " ".join(shape.fibres),
    }
    drawn = tag("path", area) + (tag("path", fibres) if shape.fibres else "")
    drawn += "".join(_sinews(sheet, shape, is_lit=is_lit))
    if is_lit and shape.depth != "skin" and not sheet.look.paper:
        drawn += _belly(sheet, shape)
    return tag(
        "g",
        {
            "class": f"fig-muscle fig-{shape.depth} {state}",
            "data-muscle": shape.muscle,
            "data-side": shape.side,
            **sheet.place_of(shape.muscle, shape.side),
        },
        inside=drawn,
    )


def _sinews(sheet: Sheet, shape: Shape, *, is_lit: bool) -> Iterator[str]:
    """Yield the pale ends of a muscle: the same area, fading in along each tendon."""
    for number, (x1, y1, x2, y2) in enumerate(shape.tendons):
        key = f"{sheet.key}-{shape.muscle}-{shape.side}-{number}"
        stops = "".join(
            f'<stop class="fig-sinew" offset="{at}" stop-color="{SINEW}" '
            f'stop-opacity="{strength}"/>'
            for at, strength in ((0, 0), (1, 0.78 if is_lit else 0.3))
        )
        yield (
            f'<linearGradient id="{key}" gradientUnits="userSpaceOnUse" x1="{x1:g}" '
            f'y1="{y1:g}" x2="{x2:g}" y2="{y2:g}">{stops}</linearGradient>'
        )
        area = {"class": "fig-tendon", "fill": f"url(#{key})", "d": shape.path}
        yield tag("path", {**area, "pointer-events": "none"})


def _belly(sheet: Sheet, shape: Shape) -> str:
    """Return the light on a lit muscle."""
    values = {
        "class": "fig-sheen",
        "fill": f"url(#{sheet.key}-sheen)",
        "fill-rule": "evenodd",
        "pointer-events": "none",
        "d": shape.path,
    }
    return tag("path", values)
