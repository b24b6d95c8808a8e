from django.db import migrations, models
from django.db.models import F


def revoke_what_was_not_active(apps, schema_editor):
    """When it was withdrawn nobody wrote down; that it was, counts."""
    apps.get_model("accounts", "PartnerKey").objects.filter(active=False).update(
        revoked_at=F("created_at")
    )


def moment():
    return models.DateTimeField(null=True)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_api_token")]

    operations = [
        migrations.AddField("partnerkey", "made_by_id", models.BigIntegerField(null=True)),
        migrations.AddField("partnerkey", "expires_at", moment()),
        migrations.AddField("partnerkey", "last_used_at", moment()),
        migrations.AddField("partnerkey", "revoked_at", moment()),
        migrations.RunPython(revoke_what_was_not_active, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField("partnerkey", "active"),
    ]
