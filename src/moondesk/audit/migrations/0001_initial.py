"""How long the log is kept, and what belongs to no organization."""

import django.db.models.deletion
import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from django.db import migrations, models

from moondesk.kit import fences


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organizations', '0008_mails_off'),
    ]

    operations = [
        migrations.CreateModel(
            name='InstallationEntry',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('actor_kind', models.CharField(max_length=10)),
                ('actor_id', models.UUIDField(null=True)),
                ('actor_label', models.CharField(max_length=254)),
                ('door', models.CharField(max_length=10)),
                ('address', models.GenericIPAddressField(null=True)),
                ('client', models.CharField(blank=True, max_length=120)),
                ('subject_id', models.UUIDField(help_text='The user or organization, if there is one', null=True)),
                ('data', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
            ],
            options={
                'indexes': [models.Index(fields=['created_at', 'id'], name='audit_entry_latest')],
            },
        ),
        migrations.CreateModel(
            name='Retention',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('days', models.PositiveSmallIntegerField(default=730)),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization',), name='audit_retention_once'), models.CheckConstraint(condition=models.Q(('days__gte', 90)), name='audit_retention_long_enough')],
            },
        ),
        fences.FenceTables(),
    ]
