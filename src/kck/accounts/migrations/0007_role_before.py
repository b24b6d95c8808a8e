from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_people_and_posts"),
    ]

    operations = [
        migrations.AddField(
            model_name="role",
            name="before",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="role",
            name="version",
            field=models.PositiveIntegerField(default=0, db_default=0),
        ),
    ]
