from django.db import migrations

GRANT = "webhooks.edit"


def _of_administrators(apps):
    roles = apps.get_model("accounts", "Role").objects.filter(everywhere=True)
    return [role for role in roles if "accounts.edit" in role.grants]


def give(apps, _editor):
    """Who may do everything may do this too; a role keeps the list of when it was made."""
    for role in _of_administrators(apps):
        role.grants = sorted({*role.grants, GRANT})
        role.save(update_fields=["grants"])


def take(apps, _editor):
    for role in _of_administrators(apps):
        role.grants = [grant for grant in role.grants if grant != GRANT]
        role.save(update_fields=["grants"])


class Migration(migrations.Migration):
    dependencies = [
        ("webhooks", "0001_initial"),
        ("accounts", "0001_initial"),
    ]

    operations = [migrations.RunPython(give, take)]
