from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("booking", "0009_keep_what_people_are_told")]

    operations = [
        migrations.AddField(
            model_name="appointment",
            name="corrected_reason",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
