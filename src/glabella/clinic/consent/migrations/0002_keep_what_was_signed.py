"""Put up the triggers that keep what was signed."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from glabella.clinic.consent.guards import FIRST


def put_up(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    FIRST.put_up(schema_editor.connection)


def take_down(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    FIRST.take_down(schema_editor.connection)


class Migration(migrations.Migration):
    # On PostgreSQL the columns of the last migration must stand before.
    dependencies = [("consent", "0001_consents")]

    operations = [migrations.RunPython(put_up, take_down)]
