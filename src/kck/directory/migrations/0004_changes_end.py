from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("directory", "0003_change_sets")]

    operations = [
        migrations.AddField(
            model_name="changeset", name="valid_to", field=models.DateField(null=True)
        ),
        migrations.AddField(
            model_name="changeset", name="ended_at", field=models.DateTimeField(null=True)
        ),
        migrations.AlterField(
            model_name="changeset",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "w przygotowaniu"),
                    ("planned", "zaplanowane"),
                    ("in-force", "obowiązuje"),
                    ("undone", "cofnięte"),
                    ("discarded", "odrzucone"),
                    ("replaced", "zastąpione plikami"),
                    ("ended", "skończyło się"),
                ],
                default="draft",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="changeset",
            index=models.Index(
                condition=models.Q(("state", "in-force"), ("valid_to__isnull", False)),
                fields=["valid_to"],
                name="directory_changes_to_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="changeset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="directory_changes_end_last",
            ),
        ),
    ]
