from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False
    dependencies = [('intake', '0005_crowds')]

    operations = [
        AddIndexConcurrently(
            model_name='hourlycount',
            index=models.Index(fields=['key', 'hour'], name='hourly_count_key'),
        ),
    ]
