import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0003_change_sets"),
        ("intake", "0003_sheets"),
    ]

    operations = [
        migrations.AlterField(
            model_name="conversation",
            name="ending",
            field=models.CharField(
                choices=[
                    ("case", "case"),
                    ("answered", "answered"),
                    ("joined", "joined"),
                    ("line2", "line2"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="SecondLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(default="waiting", max_length=10)),
                ("category", models.CharField(blank=True, max_length=80)),
                ("shown", models.TextField(blank=True)),
                ("will_call", models.BooleanField(default=False)),
                ("promised_at", models.DateTimeField()),
                ("first_promised_at", models.DateTimeField()),
                ("extension_reason", models.TextField(blank=True)),
                ("handed_at", models.DateTimeField()),
                ("handed_by", models.BigIntegerField(null=True)),
                ("taken_at", models.DateTimeField(null=True)),
                ("taken_by", models.BigIntegerField(null=True)),
                (
                    "tries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateTimeField(), default=list, size=None
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.BigIntegerField(null=True)),
                ("how", models.CharField(blank=True, max_length=10)),
                ("returned_at", models.DateTimeField(null=True)),
                ("returned_by", models.BigIntegerField(null=True)),
                ("return_reason", models.TextField(blank=True)),
                ("escalates_at", models.DateTimeField()),
                ("escalated_at", models.DateTimeField(null=True)),
                ("overdue_at", models.DateTimeField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
                (
                    "conversation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="second_line",
                        to="intake.conversation",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("waiting", "taken", "returned"))),
                        fields=["unit", "promised_at", "id"],
                        name="line2_queue",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ("waiting", "taken"))),
                        fields=["escalates_at"],
                        name="line2_clock",
                    ),
                    models.Index(fields=["handed_by", "-handed_at"], name="line2_handed"),
                ],
            },
        ),
    ]
