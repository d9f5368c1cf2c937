from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from glabella.clinic.photos.guards import KEPT


def put_up(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    KEPT.put_up(schema_editor.connection)


def take_down(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    KEPT.take_down(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("photos", "0003_sent_in")]

    operations = [
        # The new column is kept like the others, so the triggers are written anew.
        migrations.RunPython(take_down, put_up),
        migrations.AddField(
            model_name="photo",
            name="about",
            field=models.UUIDField(null=True),
        ),
        migrations.RunPython(put_up, take_down),
    ]
