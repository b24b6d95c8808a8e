from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("directory", "0004_changes_end")]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="base",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
            preserve_default=False,
        ),
    ]
