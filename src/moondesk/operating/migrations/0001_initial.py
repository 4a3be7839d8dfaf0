"""Figures of organizations, for the console."""

import moondesk.kit.clock
import moondesk.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization_id', models.UUIDField()),
                ('day', models.DateField()),
                ('slug', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=80)),
                ('is_demo', models.BooleanField(default=False)),
                ('founded_at', models.DateTimeField()),
                ('suspended_at', models.DateTimeField(null=True)),
                ('members', models.PositiveIntegerField(default=0)),
                ('tickets', models.PositiveIntegerField(default=0)),
                ('open_tickets', models.PositiveIntegerField(default=0)),
                ('bytes', models.BigIntegerField(default=0)),
                ('active_at', models.DateTimeField(help_text='When anything last happened in it', null=True)),
                ('counted_at', models.DateTimeField(default=moondesk.kit.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['day'], name='standing_day')],
                'constraints': [models.UniqueConstraint(fields=('organization_id', 'day'), name='standing_once_a_day')],
            },
        ),
    ]
