from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("directory", "0005_unit_base")]

    operations = [
        migrations.AddField(
            model_name="category",
            name="duplicate_days",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
    ]
