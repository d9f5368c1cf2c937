"""The standard views, and what is handed to the deeds of the photographs."""

import functools
import tomllib
from datetime import date
from pathlib import Path
from uuid import UUID

import attrs

from glabella.core.sources import Text

_VIEWS = Path(__file__).with_name("views.toml")


@attrs.frozen
class NewPhoto:
    """One picture that was taken.

    Args:
        view: The id of a standard view.
        session: The session it belongs to, if any.
        about: What it was sent in with, by id: a contact after an injection.
    """

    outlet: UUID
    view: str
    taken_on: date
    session: UUID | None = None
    note: str = ""
    about: UUID | None = None


@functools.cache
def standard_views() -> dict[str, Text]:
    """Return the standard views by id, in the order in which they are taken."""
    rows = tomllib.loads(_VIEWS.read_text("utf-8"))["view"]
    return {row["id"]: Text(en=row["en"], de=row["de"]) for row in rows}
