import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_task_opened'),
        ('directory', '0002_way_period'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['unit', '-opened_at', '-id'], name='case_unit'),
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='case_public_unit',
        ),
        migrations.AlterField(
            model_name='case',
            name='unit',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.unit'),
        ),
    ]
