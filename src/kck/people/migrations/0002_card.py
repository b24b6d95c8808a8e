import uuid

from django.db import migrations, models

# defaults of the database's own, so that rows written by the version before get one too
_PUBLIC_ID = """
ALTER TABLE people_person ADD COLUMN public_id uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE people_person ADD CONSTRAINT people_person_public_id_key UNIQUE (public_id);
"""
_WITHDRAWN = (
    "ALTER TABLE people_consent ADD COLUMN withdrawn_channel varchar(20) NOT NULL DEFAULT ''"
)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql=_PUBLIC_ID,
            reverse_sql="ALTER TABLE people_person DROP COLUMN public_id",
            state_operations=[
                migrations.AddField(
                    model_name="person",
                    name="public_id",
                    field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                )
            ],
        ),
        migrations.RunSQL(
            sql=_WITHDRAWN,
            reverse_sql="ALTER TABLE people_consent DROP COLUMN withdrawn_channel",
            state_operations=[
                migrations.AddField(
                    model_name="consent",
                    name="withdrawn_channel",
                    field=models.CharField(blank=True, default="", max_length=20),
                    preserve_default=False,
                )
            ],
        ),
    ]
