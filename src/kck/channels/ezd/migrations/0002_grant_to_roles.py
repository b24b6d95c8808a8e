"""Whoever leads a unit or the centre may send to the records system, where roles exist already."""

from django.db import migrations

GRANT = "records.send"


def give(apps, schema_editor):
    for role in apps.get_model("accounts", "Role").objects.all():
        grants = set(role.grants)
        if grants & {"cases.assign", "accounts.edit"} and GRANT not in grants:
            role.grants = sorted(grants | {GRANT})
            role.save(update_fields=["grants"])


class Migration(migrations.Migration):
    dependencies = [("ezd", "0001_initial"), ("accounts", "0002_staff_language_as_chosen")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
