"""Tickets as files, for whoever asked."""

import django.db.models.deletion
import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from django.db import migrations, models

from moondesk.kit import fences


class Migration(migrations.Migration):
    """One table and its fences."""

    initial = True

    dependencies = [
        ('organizations', '0006_watch_mails'),
    ]

    operations = [
        migrations.CreateModel(
            name='TicketExport',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('token_id', models.UUIDField(help_text='The API token that asked: only it fetches the file', null=True)),
                ('door', models.CharField(max_length=10)),
                ('language', models.CharField(help_text='Of headings and words', max_length=10)),
                ('time_zone', models.CharField(help_text='Of moments in tables', max_length=64)),
                ('format', models.CharField(choices=[('csv', 'csv'), ('xlsx', 'xlsx'), ('json', 'json')], max_length=4)),
                ('question', models.JSONField(default=dict, help_text='The filters and the order')),
                ('columns', models.JSONField(default=list, help_text='The keys of the columns of a table')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('cancelled', 'cancelled'), ('failed', 'failed'), ('expired', 'expired')], default='waiting', max_length=10)),
                ('problem', models.CharField(blank=True, help_text='Why it failed', max_length=300)),
                ('total', models.PositiveIntegerField(help_text='Tickets that fit when the work began', null=True)),
                ('done', models.PositiveIntegerField(default=0)),
                ('run', models.UUIDField(help_text='The attempt that may write on', null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('size', models.BigIntegerField(default=0)),
                ('key', models.CharField(blank=True, help_text='Of the content in the storage', max_length=120)),
                ('rights', models.CharField(blank=True, help_text='What the asker could see, as a digest', max_length=64)),
                ('created_at', models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ('worked_at', models.DateTimeField(default=moondesk.kit.clock.now, help_text='When a worker last did something for it')),
                ('finished_at', models.DateTimeField(null=True)),
                ('expires_at', models.DateTimeField(null=True)),
                ('member', moondesk.kit.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.member')),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
            ],
            options={
                'indexes': [models.Index(fields=['organization', 'member', '-id'], name='export_of_member'), models.Index(condition=models.Q(('state__in', ['waiting', 'running'])), fields=['organization', 'id'], name='export_active')],
            },
        ),
        fences.FenceTables(),
    ]
