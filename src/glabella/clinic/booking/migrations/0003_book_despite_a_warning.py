from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("booking", "0002_keep_hours")]

    operations = [
        migrations.AddField(
            model_name="appointment",
            name="despite",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
