from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('foundation', '0004_log_for_auditors'),
    ]

    operations = [
        migrations.AlterField(
            model_name='recordedevent',
            name='stream',
            field=models.CharField(blank=True, max_length=60),
        ),
    ]
