"""What went wrong is kept as a code with facts beside its text; rows from before have the text alone."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('handover', '0002_far_token')]

    operations = [
        migrations.AddField('sending', 'why', models.JSONField(null=True)),
        migrations.AddField('sending', 'trouble_why', models.JSONField(null=True)),
    ]
