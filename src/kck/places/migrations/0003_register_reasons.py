from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0002_registers_come_and_go'),
    ]

    operations = [
        migrations.AddField(
            model_name='registerrun',
            name='preview',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='registerrun',
            name='why',
            field=models.JSONField(null=True),
        ),
    ]
