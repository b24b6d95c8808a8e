from django.db import migrations, models

# nobody could choose so far, and what was written was never read: the default says nothing
UNCHOSEN = "UPDATE accounts_staff SET language = '' WHERE language = 'pl'"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="staff",
            name="language",
            field=models.CharField(blank=True, default="", max_length=5),
        ),
        migrations.RunSQL(UNCHOSEN, migrations.RunSQL.noop),
    ]
