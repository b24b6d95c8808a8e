import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0010_clocks'),
        ('intake', '0002_channels_of_systems'),
    ]

    operations = [
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=12, unique=True)),
                ('token', models.CharField(max_length=43)),
                ('drawn_at', models.DateTimeField()),
                ('drawn_by', models.BigIntegerField(null=True)),
                ('used_at', models.DateTimeField(null=True)),
                ('void_at', models.DateTimeField(null=True)),
                ('case', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('used_at', None), ('void_at', None)), fields=['-drawn_at', 'number'], name='sheet_free')],
            },
        ),
    ]
