from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from glabella.clinic.record import guards


def put_up(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.put_up(schema_editor.connection)


def take_down(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.take_down(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("record", "0005_replace_by_name")]

    operations = [
        migrations.RunPython(take_down, put_up),
        migrations.RemoveConstraint(
            model_name="diaryday",
            name="record_diaryday_replaced_by_and_at_together",
        ),
        migrations.AddConstraint(
            model_name="diaryday",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("replaced_by__isnull", True),
                    ("replaced_at__isnull", False),
                    _connector="OR",
                ),
                name="a_diary_day_is_replaced_by_name_at_a_time",
            ),
        ),
        migrations.RunPython(put_up, take_down),
    ]
