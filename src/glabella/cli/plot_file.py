"""A chart as a file: SVG, or PDF if its name ends so.

The typesetter is loaded only for a PDF. It gets the drawing as data, never as its own
language, so that no title can change the page.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from glabella.cli.late import late
from glabella.core.errors import InputError
from glabella.protocols.document import Language

SVG, PDF = ".svg", ".pdf"
TYPESETTER = "typst:compile"

PAGE = b"""\
#set document(title: sys.inputs.title, date: none)
#set text(lang: sys.inputs.language)
#set page(width: auto, height: auto, margin: 10mm)
#image(bytes(sys.inputs.chart), format: "svg", alt: sys.inputs.title)
"""


def check_plot(place: str) -> None:
    """Raise InputError if no chart can be written under that name."""
    ending = Path(place).suffix.lower()
    if ending not in {SVG, PDF}:
        told = f'"{ending}"' if ending else "no ending"
        raise InputError(
            f"a chart is written as SVG or PDF, and the name has {told}.",
            where=place,
            mending="Let the name end in .svg or .pdf.",
        )


def write_plot(chart: str, place: str, *, title: str, say: Language) -> None:
    """Write a chart.

    Args:
        chart: The drawing as SVG.
        place: The file; its ending says in which format.
        title: What is shown, for those who listen to a PDF.
        say: The language.

    Raises:
        InputError: If the name, the folder or the typesetter does not allow it.
    """
    check_plot(place)
    is_pdf = Path(place).suffix.lower() == PDF
    content = _as_pdf(chart, title, say) if is_pdf else chart.encode()
    try:
        Path(place).write_bytes(content)
    except OSError as error:
        raise InputError(
            f"the plot cannot be written: {error.strerror}.",
            where=place,
            mending="Name a file in a folder that you may write to.",
        ) from error


def _as_pdf(chart: str, title: str, say: Language) -> bytes:
    given = {"chart": chart, "title": title, "language": say.code}
    made: bytes = _typesetter()(PAGE, sys_inputs=given)
    return made


def _typesetter() -> Callable[..., Any]:
    try:
        return late(TYPESETTER)
    except ModuleNotFoundError as error:
        raise InputError(
            "a PDF is set by typst, which is not installed.",
            where="--plot",
            mending="Install glabella with the extra `evidence`, or let the name end "
            "in .svg.",
        ) from error
