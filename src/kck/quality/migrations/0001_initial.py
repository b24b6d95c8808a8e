import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0010_clocks'),
    ]

    operations = [
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_id', models.BigIntegerField()),
                ('why', models.CharField(choices=[('random', 'random'), ('disputed', 'disputed'), ('handed-back', 'handed-back'), ('refused', 'refused'), ('late', 'late'), ('silence', 'silence'), ('quick', 'quick')], max_length=12)),
                ('drawn_at', models.DateTimeField()),
                ('reviewer_id', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField(null=True)),
                ('scores', models.JSONField(default=dict)),
                ('remarks', models.TextField(blank=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('at', None)), fields=['drawn_at'], name='review_waiting'), models.Index(fields=['unit_id', 'at'], name='review_of_unit')],
                'constraints': [models.UniqueConstraint(fields=('case', 'drawn_at'), name='review_once_a_draw')],
            },
        ),
    ]
