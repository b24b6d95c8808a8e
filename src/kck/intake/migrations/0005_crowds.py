import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0017_joined'),
        ('directory', '0006_duplicate_days'),
        ('intake', '0004_line2'),
    ]

    operations = [
        migrations.CreateModel(
            name='Crowd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(max_length=80)),
                ('area', models.BigIntegerField()),
                ('cells', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('lat', models.FloatField()),
                ('lon', models.FloatField()),
                ('place', models.CharField(blank=True, max_length=120)),
                ('state', models.CharField(default='open', max_length=10)),
                ('began_at', models.DateTimeField()),
                ('noticed_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('people', models.PositiveIntegerField()),
                ('reports', models.PositiveIntegerField()),
                ('expected', models.FloatField()),
                ('dismissed_at', models.DateTimeField(null=True)),
                ('dismissed_by', models.BigIntegerField(null=True)),
                ('dismissed_with', models.PositiveIntegerField(default=0)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='CrowdCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.AddField(
            model_name='conversation',
            name='device',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='crowd',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.unit'),
        ),
        migrations.AddField(
            model_name='crowdcase',
            name='case',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='crowdcase',
            name='crowd',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cases', to='intake.crowd'),
        ),
        migrations.AddIndex(
            model_name='crowd',
            index=models.Index(condition=models.Q(('state__in', ('open', 'dismissed'))), fields=['last_at'], name='crowd_live'),
        ),
        migrations.AddConstraint(
            model_name='crowd',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('open', 'dismissed'))), fields=('category', 'area'), name='crowd_once'),
        ),
    ]
