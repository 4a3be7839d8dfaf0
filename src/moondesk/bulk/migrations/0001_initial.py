"""Changes of many tickets and what became of each ticket."""

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
        ('organizations', '0006_watch_mails'),
    ]

    operations = [
        migrations.CreateModel(
            name='BulkChange',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('token_id', models.UUIDField(help_text='The API token that asked, whose scopes hold for each ticket', null=True)),
                ('door', models.CharField(max_length=10)),
                ('language', models.CharField(help_text='In which reasons are given', max_length=10)),
                ('operation', models.CharField(choices=[('status', 'status'), ('priority', 'priority'), ('assignee', 'assignee'), ('department', 'department'), ('category', 'category'), ('type', 'type'), ('field', 'field'), ('add_tags', 'add_tags'), ('remove_tags', 'remove_tags'), ('set_tags', 'set_tags'), ('macro', 'macro'), ('reply', 'reply'), ('note', 'note'), ('merge', 'merge'), ('snooze', 'snooze'), ('wake', 'wake'), ('resolve', 'resolve'), ('close', 'close'), ('reopen', 'reopen'), ('archive', 'archive'), ('unarchive', 'unarchive'), ('delete', 'delete'), ('watch', 'watch'), ('unwatch', 'unwatch')], max_length=20)),
                ('given', models.JSONField(default=dict, help_text='What the operation needs, such as the status')),
                ('question', models.JSONField(help_text='The filters that name the tickets; null when they were chosen', null=True)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('cancelled', 'cancelled'), ('failed', 'failed'), ('undoing', 'undoing'), ('undone', 'undone')], default='waiting', max_length=10)),
                ('problem', models.CharField(blank=True, help_text='Why it failed as a whole', max_length=300)),
                ('gathered', models.BooleanField(default=False, help_text='Whether its tickets are written down')),
                ('total', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveIntegerField(default=0)),
                ('unchanged', models.PositiveIntegerField(default=0)),
                ('skipped', models.PositiveIntegerField(default=0)),
                ('failed', models.PositiveIntegerField(default=0)),
                ('undone', models.PositiveIntegerField(default=0)),
                ('kept', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ('worked_at', models.DateTimeField(default=moondesk.kit.clock.now, help_text='When a worker last did something for it')),
                ('finished_at', models.DateTimeField(null=True)),
                ('member', moondesk.kit.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.member')),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
            ],
        ),
        migrations.CreateModel(
            name='BulkResult',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('ticket_id', models.UUIDField()),
                ('number', models.CharField(max_length=12)),
                ('outcome', models.CharField(choices=[('pending', 'pending'), ('changed', 'changed'), ('unchanged', 'unchanged'), ('skipped', 'skipped'), ('failed', 'failed'), ('undone', 'undone'), ('kept', 'kept')], default='pending', max_length=10)),
                ('code', models.CharField(blank=True, max_length=60)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('change', moondesk.kit.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='bulk.bulkchange')),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
            ],
        ),
        migrations.AddIndex(
            model_name='bulkchange',
            index=models.Index(fields=['organization', 'member', '-id'], name='bulk_of_member'),
        ),
        migrations.AddIndex(
            model_name='bulkchange',
            index=models.Index(condition=models.Q(('state__in', ['waiting', 'running', 'undoing'])), fields=['organization', 'id'], name='bulk_active'),
        ),
        migrations.AddIndex(
            model_name='bulkresult',
            index=models.Index(fields=['organization', 'change', 'outcome', 'ticket_id'], name='bulk_result_outcome'),
        ),
        migrations.AddIndex(
            model_name='bulkresult',
            index=models.Index(fields=['organization', 'change', 'number', 'id'], name='bulk_result_number'),
        ),
        migrations.AddConstraint(
            model_name='bulkresult',
            constraint=models.UniqueConstraint(fields=('organization', 'change', 'ticket_id'), name='bulk_result_once'),
        ),
        fences.FenceTables(),
    ]
