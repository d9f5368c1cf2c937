"""On PostgreSQL two appointments of a clinician, or of a room, cannot overlap.

It stands beside the cells, which forbid the same on any database and keep the buffers
free as well. `btree_gist` is a trusted extension: the owner of a database may add it.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

LAWS = (
    ("a_clinician_is_in_one_place", "clinician_id"),
    ("a_room_is_used_once", "room_id"),
)


def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 as migrations call it
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    for name, column in LAWS:
        schema_editor.execute(
            f"ALTER TABLE booking_appointment ADD CONSTRAINT {name} EXCLUDE USING gist"
            f" ({column} WITH =, tstzrange(starts_at, ends_at) WITH &&)"
            f" WHERE ({column} IS NOT NULL AND state <> 'cancelled')"
        )


def take_away(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 as migrations call it
    if schema_editor.connection.vendor != "postgresql":
        return
    for name, _column in LAWS:
        schema_editor.execute(f"ALTER TABLE booking_appointment DROP CONSTRAINT {name}")


class Migration(migrations.Migration):
    dependencies = [("booking", "0003_book_despite_a_warning")]

    operations = [migrations.RunPython(add, take_away)]
