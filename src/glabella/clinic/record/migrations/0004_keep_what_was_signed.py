from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from glabella.clinic.record import guards


def put_up(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.put_up(schema_editor.connection)


def take_down(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.take_down(schema_editor.connection)


class Migration(migrations.Migration):
    # On PostgreSQL the columns of the last migration must stand before.
    dependencies = [("record", "0003_keep_numbers_exact")]

    operations = [migrations.RunPython(put_up, take_down)]
