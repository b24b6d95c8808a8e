from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("files", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="looks",
            field=models.BigIntegerField(null=True),
        ),
    ]
