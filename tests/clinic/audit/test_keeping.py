"""Triggers of an app said as data: what they keep, and what may still come."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from glabella.clinic.audit.keeping import Kept, Part

pytestmark = pytest.mark.django_db

KEPT = Kept(
    forever=("keep_said",),
    gaining={"keep_gaining": ("withdrawn",)},
    frozen={"keep_plan": ("signed_at",), "keep_note": ("signed_at",)},
    afterwards={"keep_plan": ("withdrawn", "state")},
    parts={"keep_part": Part("plan_id", "keep_plan", ("signed_at",))},
)
TABLES = {
    "keep_said": "id integer primary key, text varchar(9)",
    "keep_gaining": "id integer primary key, text varchar(9), withdrawn_at varchar(9)",
    "keep_plan": "id integer primary key, text varchar(9), signed_at varchar(9),"
    " state varchar(9), withdrawn_at varchar(9)",
    "keep_note": "id integer primary key, text varchar(9), signed_at varchar(9)",
    "keep_part": "id integer primary key, plan_id integer, text varchar(9)",
}
ROWS = (
    "INSERT INTO keep_said VALUES (1, 'a')",
    "INSERT INTO keep_gaining VALUES (1, 'a', NULL), (2, 'a', 'now')",
    "INSERT INTO keep_plan VALUES (1, 'a', NULL, 'x', NULL)",
    "INSERT INTO keep_plan VALUES (2, 'a', NULL, 'x', NULL)",
    "INSERT INTO keep_note VALUES (1, 'a', 'now')",
    "INSERT INTO keep_part VALUES (1, 1, 'a'), (2, 2, 'a')",
    "UPDATE keep_plan SET signed_at = 'now' WHERE id = 2",
)


def run(deed: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed)


@pytest.fixture(autouse=True)
def _tables() -> Iterator[None]:
    for name, columns in TABLES.items():
        run(f"CREATE TABLE {name} ({columns})")
    KEPT.put_up(connection)
    for row in ROWS:
        run(row)
    yield
    KEPT.take_down(connection)
    for name in TABLES:
        run(f"DROP TABLE {name}")


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE keep_said SET text = 'b'",
        "DELETE FROM keep_said",
        "UPDATE keep_gaining SET text = 'b' WHERE id = 1",
        "UPDATE keep_gaining SET withdrawn_at = 'new' WHERE id = 2",
        "DELETE FROM keep_gaining",
        "UPDATE keep_plan SET text = 'b' WHERE id = 2",
        "DELETE FROM keep_plan WHERE id = 2",
        "UPDATE keep_note SET text = 'b'",
        "UPDATE keep_part SET text = 'b' WHERE id = 2",
        "UPDATE keep_part SET plan_id = 2 WHERE id = 1",
        "DELETE FROM keep_part WHERE id = 2",
        "INSERT INTO keep_part VALUES (3, 2, 'a')",
    ],
)
def test_what_is_kept_refuses(deed: str) -> None:
    with pytest.raises(DatabaseError, match="the record is kept"):
        run(deed)


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE keep_gaining SET withdrawn_at = 'now' WHERE id = 1",
        "UPDATE keep_plan SET text = 'b' WHERE id = 1",
        "UPDATE keep_plan SET withdrawn_at = 'now', state = 'y' WHERE id = 2",
        "DELETE FROM keep_plan WHERE id = 1",
        "UPDATE keep_part SET text = 'b' WHERE id = 1",
        "INSERT INTO keep_part VALUES (3, 1, 'a')",
    ],
)
def test_what_is_open_may_change(deed: str) -> None:
    run(deed)


def test_missing_triggers_are_named() -> None:
    assert KEPT.missing(connection) == ()
    KEPT.take_down(connection)

    assert "keep_said_not_changed" in KEPT.missing(connection)
