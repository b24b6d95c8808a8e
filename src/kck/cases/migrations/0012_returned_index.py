from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

_OPEN = ['accepted', 'contractor', 'forwarded', 'in-progress', 'new', 'reopened', 'scheduled', 'waiting']


class Migration(migrations.Migration):

    atomic = False
    dependencies = [('cases', '0011_newest_words')]

    operations = [
        AddIndexConcurrently(
            model_name='case',
            index=models.Index(condition=models.Q(('hand_backs__gte', 2), ('state__in', _OPEN)), fields=['first_due_at', 'id'], name='case_returned'),
        ),
    ]
