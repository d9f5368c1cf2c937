from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from glabella.clinic.audit import guards


def put_up(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.put_up(schema_editor.connection)


def take_down(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.take_down(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(put_up, take_down)]
