"""What the desk's views are read by; nobody who writes waits while they are made."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

_OPEN = [
    "accepted",
    "contractor",
    "forwarded",
    "in-progress",
    "new",
    "reopened",
    "scheduled",
    "waiting",
]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0007_words")]

    operations = [
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(fields=["-opened_at", "-id"], name="case_newest"),
        ),
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", _OPEN)),
                fields=["-opened_at", "-id"],
                name="case_open_newest",
            ),
        ),
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state", "done")),
                fields=["unit", "done_at", "id"],
                name="case_unit_done",
            ),
        ),
    ]
