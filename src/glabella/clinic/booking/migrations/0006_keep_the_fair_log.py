from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from glabella.clinic.booking.guards import FIRST


def put_up(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    FIRST.put_up(schema_editor.connection)


def take_down(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    FIRST.take_down(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("booking", "0005_wait_and_offer")]

    operations = [migrations.RunPython(put_up, take_down)]
