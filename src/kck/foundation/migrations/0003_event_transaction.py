from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The log is read by transaction; the table is the largest there is and stays writable."""

    atomic = False

    dependencies = [
        ("foundation", "0002_kept_answer"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="recordedevent",
            index=models.Index(fields=["transaction"], name="event_transaction"),
        ),
    ]
