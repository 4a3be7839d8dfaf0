"""Timers and time entries."""

import django.db.models.deletion
import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from django.db import migrations, models

from moondesk.kit import fences


class Migration(migrations.Migration):
    """Two tables and their fences."""

    initial = True

    dependencies = [
        ('organizations', '0005_undo_seconds'),
        ('tickets', '0005_status_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='TimeEntry',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('started_at', models.DateTimeField()),
                ('minutes', models.PositiveSmallIntegerField()),
                ('billable', models.BooleanField(default=True)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('from_timer', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ('updated_at', models.DateTimeField(default=moondesk.kit.clock.now)),
                ('member', moondesk.kit.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.member')),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
                ('ticket', moondesk.kit.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
            ],
            options={
                'verbose_name_plural': 'time entries',
                'indexes': [models.Index(fields=['organization', '-started_at', '-id'], name='time_started'), models.Index(fields=['organization', 'ticket', '-started_at'], name='time_ticket'), models.Index(fields=['organization', 'member', '-started_at'], name='time_member')],
                'constraints': [models.CheckConstraint(condition=models.Q(('minutes__range', (1, 1440))), name='time_minutes_known')],
            },
        ),
        migrations.CreateModel(
            name='Timer',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('started_at', models.DateTimeField(default=moondesk.kit.clock.now)),
                ('running_since', models.DateTimeField(default=moondesk.kit.clock.now, null=True)),
                ('seconds', models.PositiveIntegerField(default=0)),
                ('member', moondesk.kit.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.member')),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
                ('ticket', moondesk.kit.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
            ],
            options={
                'indexes': [models.Index(fields=['organization', 'ticket'], name='timer_ticket')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'member', 'ticket'), name='timer_once'), models.UniqueConstraint(condition=models.Q(('running_since__isnull', False)), fields=('organization', 'member'), name='timer_one_runs')],
            },
        ),
        fences.FenceTables(),
    ]
