from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_conversations")]

    operations = [
        migrations.AddField(
            model_name="thread",
            name="kind",
            field=models.CharField(blank=True, default="", max_length=30),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="thread",
            name="asked_at",
            field=models.DateTimeField(null=True),
        ),
    ]
