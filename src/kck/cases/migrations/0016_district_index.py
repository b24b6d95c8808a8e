from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

_OPEN = ['accepted', 'contractor', 'forwarded', 'in-progress', 'new', 'reopened', 'scheduled', 'waiting']


class Migration(migrations.Migration):

    atomic = False
    dependencies = [('cases', '0015_contractors')]

    operations = [
        AddIndexConcurrently(
            model_name='case',
            index=models.Index(condition=models.Q(('state__in', _OPEN)), fields=['district', 'first_due_at', 'id'], name='case_district'),
        ),
    ]
