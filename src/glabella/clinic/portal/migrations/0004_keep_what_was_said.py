from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from glabella.clinic.portal.guards import KEPT


def put_up(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    KEPT.put_up(schema_editor.connection)


def take_down(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    KEPT.take_down(schema_editor.connection)


class Migration(migrations.Migration):
    # On PostgreSQL the columns of the last migration must stand before.
    dependencies = [("portal", "0003_ask_for_links")]

    operations = [migrations.RunPython(put_up, take_down)]
