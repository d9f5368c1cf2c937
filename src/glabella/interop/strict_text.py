"""JSON and TOML read strictly: exact decimals, no doubled names, no NaN, bounded size.

Both return plain values, numbers as `int` or `Decimal`, or raise InputError with the
place in the file.
"""

import json
import re
import tomllib
from decimal import Decimal

from glabella.core.errors import InputError

# No file of one person comes near this; a larger one is refused before it is parsed.
SIZE_LIMIT = 64 * 1024 * 1024

# More digits than any clinical number has; a longer one could only exhaust the memory.
_LONGEST_NUMBER = 40

_TOML_PLACE = re.compile(r"at line (\d+), column (\d+)")


def check_size(size: int, name: str) -> None:
    """Refuse an input larger than the limit.

    Raises:
        InputError: If `size`, in bytes, exceeds SIZE_LIMIT.
    """
    if size > SIZE_LIMIT:
        limit = SIZE_LIMIT // (1024 * 1024)
        raise InputError(
            f"the input is larger than {limit} MiB and was not read.",
            where=name,
            mending="Give the record of one patient only.",
        )


def decode(data: bytes, name: str) -> str:
    """Return the text of UTF-8 bytes, with or without a byte order mark."""
    check_size(len(data), name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"byte {error.start} is not UTF-8.",
            where=name,
            mending="Save the file as UTF-8.",
        ) from None


def read_json(text: str, name: str) -> object:
    """Return the value of a JSON text.

    Raises:
        InputError: If the text is no JSON, repeats a name, or holds NaN or Infinity.
    """
    try:
        return json.loads(
            text,
            parse_float=_decimal,
            parse_int=_integer,
            parse_constant=_refused_constant,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        where = f"{name}, line {error.lineno}, column {error.colno}"
        raise InputError(
            f"the JSON cannot be read: {error.msg}.",
            where=where,
            mending="The file may be cut off; export it again.",
        ) from None
    except RecursionError:
        raise too_deep(name) from None
    except InputError as error:
        raise InputError(error.what, where=name, mending=error.mending) from None


def read_toml(text: str, name: str) -> dict[str, object]:
    """Return the tables of a TOML text.

    Raises:
        InputError: If the text is no TOML, repeats a name, or holds nan or inf.
    """
    try:
        return tomllib.loads(text, parse_float=_decimal)
    except RecursionError:
        raise too_deep(name) from None
    except InputError as error:
        raise InputError(error.what, where=name, mending=error.mending) from None
    except ValueError as error:  # TOMLDecodeError, and a number with too many digits
        found = _TOML_PLACE.search(str(error))
        where = f"{name}, line {found[1]}, column {found[2]}" if found else name
        raise InputError(
            f"the TOML cannot be read: {error}.",
            where=where,
            mending="Correct that line.",
        ) from None


def _decimal(text: str) -> Decimal:
    number = Decimal(text.replace("_", ""))
    if not number.is_finite():
        raise _no_number(text)
    exponent = number.adjusted()
    if len(text) > _LONGEST_NUMBER or abs(exponent) > _LONGEST_NUMBER:
        raise _no_number(text[:_LONGEST_NUMBER])
    return number


def _integer(text: str) -> int:
    if len(text) > _LONGEST_NUMBER:
        raise _no_number(text[:_LONGEST_NUMBER])
    return int(text)


def _refused_constant(text: str) -> object:
    raise _no_number(text)


def _no_number(text: str) -> InputError:
    return InputError(
        f'"{text}" is not a number that can be used.',
        mending="Leave an unknown value out.",
    )


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(
            f'the name "{twice}" stands twice in one object.',
            mending="Keep one of them.",
        )
    return table


def too_deep(name: str) -> InputError:
    """Return the error for an input whose parts lie too deep inside each other."""
    return InputError(
        "the input is nested too deeply.", where=name, mending="Export it again."
    )
