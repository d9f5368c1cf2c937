"""From bytes to letters: which encoding was taken, and whether it was only a guess."""

import attrs
from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from glabella.core.errors import InputError

# What a person may choose; the first three are also what is guessed from.
GUESSED = ("cp1252", "cp850", "mac_roman")
ENCODINGS = ("utf-8", *GUESSED, "utf-16")
_WESTERN = frozenset("äöüÄÖÜßéèàâêîôûçëïáíóúñãõåøæœÉÈÀÂÊÇÁÍÓÚÑÅØÆŒ€°§·\xa0\u2013\u2019")
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


@attrs.frozen
class Letters:
    """A text, and how it was read.

    Args:
        is_guess: Whether another encoding could have been meant.
    """

    text: str
    encoding: str
    is_guess: bool = False


def letters(content: bytes, *, wanted: str = "") -> Letters:
    """Return the text of a file.

    Args:
        wanted: One of `ENCODINGS`; "" to find out.

    Raises:
        InputError: If it is no text, or not in the encoding that was asked for.
    """
    marked = [code for mark, code in _MARKS if content.startswith(mark)]
    if wanted and not marked:
        return Letters(_decoded(content, wanted), wanted)
    if marked:
        return Letters(_decoded(content, marked[0]), marked[0].removesuffix("-sig"))
    if b"\0" in content:
        raise InputError(
            _("this is not a text file."),
            where=_("file"),
            mending=_("Export it as CSV or as XLSX."),
        )
    try:
        return Letters(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _guessed(content)


def _guessed(content: bytes) -> Letters:
    encoding = GUESSED[0]
    if not _is_western(content.decode(encoding, errors="replace")):
        best = from_bytes(content, cp_isolation=list(GUESSED[1:])).best()
        encoding = best.encoding if best is not None else GUESSED[0]
    text = content.decode(encoding, errors="replace")
    return Letters(text, encoding, is_guess=True)


def _is_western(text: str) -> bool:
    """Return whether the letters beyond ASCII are those of Western names.

    Read as Windows-1252, the umlauts of a Macintosh or of DOS become quotation marks
    and letters of the East.
    """
    beyond = [letter for letter in text if letter > "\x7f"]
    fitting = sum(letter in _WESTERN for letter in beyond)
    return fitting * 5 >= len(beyond) * 4


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeError as error:
        raise InputError(
            _("the file is not in %(encoding)s.")
            % {"encoding": encoding.removesuffix("-sig")},
            where=_("file"),
            mending=_("Choose another encoding."),
        ) from error
