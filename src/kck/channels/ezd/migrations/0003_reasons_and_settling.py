"""Reasons in the reader's language; somebody says how a stray receipt was dealt with."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("ezd", "0002_grant_to_roles")]

    operations = [
        migrations.AddField("recordspackage", "why", models.JSONField(null=True)),
        migrations.AddField("strayreceipt", "why", models.JSONField(null=True)),
        migrations.AddField("strayreceipt", "settled_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "strayreceipt",
            "settled_by",
            models.CharField(blank=True, max_length=40, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "strayreceipt",
            "settled_how",
            models.CharField(blank=True, max_length=500, default=""),
            preserve_default=False,
        ),
        migrations.RemoveIndex("strayreceipt", "stray_receipt_newest"),
        migrations.AddIndex(
            "strayreceipt",
            models.Index(fields=["-at"], name="stray_receipt_open", condition=Q(settled_at=None)),
        ),
        migrations.AddIndex(
            "strayreceipt",
            models.Index(
                fields=["-settled_at"], name="stray_receipt_done", condition=~Q(settled_at=None)
            ),
        ),
    ]
