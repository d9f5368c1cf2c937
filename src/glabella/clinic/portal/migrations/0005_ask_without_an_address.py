from django.db import migrations


class Migration(migrations.Migration):
    # Links are made of the address that the practice has set, not of what was asked.
    dependencies = [("portal", "0004_keep_what_was_said")]

    operations = [migrations.RemoveField(model_name="ask", name="base")]
