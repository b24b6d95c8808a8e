import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_danger_alarm")]

    operations = [
        migrations.CreateModel(
            name="CaseReading",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("code", models.CharField(blank=True, max_length=60)),
                ("probability", models.FloatField(default=0.0)),
                ("others", models.JSONField(default=list)),
                ("automatic", models.BooleanField(default=False)),
                ("asked", models.BooleanField(default=False)),
                ("model_id", models.BigIntegerField(null=True)),
            ],
            options={"indexes": [models.Index(fields=["at"], name="case_reading_at")]},
        ),
    ]
