from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("directory", "0006_duplicate_days")]

    operations = [
        migrations.AddField(
            model_name="danger",
            name="hours",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="stage",
            name="duty",
            field=models.JSONField(blank=True, default=list),
        ),
    ]
