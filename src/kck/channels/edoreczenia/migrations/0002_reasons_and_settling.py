"""Reasons in the reader's language; somebody says how what was put aside was dealt with."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("edoreczenia", "0001_initial")]

    operations = [
        migrations.AddField("letter", "why", models.JSONField(null=True)),
        migrations.AddField("putaside", "why", models.JSONField(null=True)),
        migrations.RemoveIndex("putaside", "put_aside_open"),
        migrations.RenameField("putaside", "seen_at", "settled_at"),
        migrations.AddField(
            "putaside",
            "settled_by",
            models.CharField(blank=True, max_length=40, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "putaside",
            "settled_how",
            models.CharField(blank=True, max_length=500, default=""),
            preserve_default=False,
        ),
        migrations.AddIndex(
            "putaside",
            models.Index(fields=["-at"], name="put_aside_open", condition=Q(settled_at=None)),
        ),
        migrations.AddIndex(
            "putaside",
            models.Index(
                fields=["-settled_at"], name="put_aside_done", condition=~Q(settled_at=None)
            ),
        ),
    ]
