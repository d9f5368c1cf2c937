"""German is complete: every string of the screens, and the catalogues as compiled."""

from pathlib import Path

import pytest

from tools.messages import CATALOGUE, compiled, findings, rooms


def test_every_string_of_the_screens_has_its_german() -> None:
    assert findings() == []


@pytest.mark.parametrize("room", rooms(), ids=lambda room: str(room.name))
def test_compiled_catalogue_is_current(room: Path) -> None:
    """Mend it with `./dev messages`."""
    target = (room / CATALOGUE).with_suffix(".mo")
    assert (target.read_bytes() if target.exists() else None) == compiled(room)
