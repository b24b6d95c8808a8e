"""What went wrong is kept as a code with facts beside its text; rows from before have the text alone."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('open311_out', '0001_far_ends')]

    operations = [
        migrations.AddField('farend', 'why', models.JSONField(null=True)),
    ]
