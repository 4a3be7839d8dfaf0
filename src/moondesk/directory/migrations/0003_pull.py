"""From where people are read by the clock, and what became of each reading."""

import datetime
import django.db.models.deletion
import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from django.db import migrations, models

from moondesk.kit import fences


class Migration(migrations.Migration):
    """A column, two tables and their fences."""

    dependencies = [
        ('directory', '0002_leaving'),
        ('organizations', '0022_unseen_since'),
    ]

    operations = [
        migrations.AddField(
            model_name='directoryperson',
            name='said_at',
            field=models.DateTimeField(help_text='When the other system changed them, if it says so', null=True),
        ),
        migrations.CreateModel(
            name='DirectoryPull',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('url', models.CharField(max_length=1000)),
                ('proof', models.CharField(choices=[('bearer', 'bearer'), ('basic', 'basic'), ('header', 'header')], max_length=8)),
                ('name', models.CharField(blank=True, help_text="The user name, or the header's name", max_length=254)),
                ('sealed_secret', models.BinaryField(help_text="The token, password or header's value, encrypted")),
                ('schedule', models.CharField(choices=[('quarter', 'quarter'), ('hour', 'hour'), ('six_hours', 'six_hours'), ('day', 'day')], max_length=9)),
                ('daily_at', models.TimeField(default=datetime.time(3, 0))),
                ('is_on', models.BooleanField(default=False)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('etag', models.CharField(blank=True, max_length=300)),
                ('etag_of', models.CharField(blank=True, help_text='Of which address the tag is', max_length=4000)),
                ('as_of', models.CharField(blank=True, help_text="How far it is read, in the other system's words", max_length=500)),
                ('whole_at', models.DateTimeField(help_text='When a whole listing was taken last', null=True)),
                ('running', models.UUIDField(help_text='The reading that may be taken', null=True)),
                ('next_at', models.DateTimeField(null=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('trouble', models.CharField(blank=True, max_length=12)),
                ('detail', models.CharField(blank=True, max_length=300)),
                ('last_success_at', models.DateTimeField(null=True)),
                ('last_failure_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization',), name='directory_pull_once')],
            },
        ),
        migrations.CreateModel(
            name='DirectoryRun',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('same', 'same'), ('held', 'held'), ('failed', 'failed')], max_length=8)),
                ('takes_fewer', models.BooleanField(default=False, help_text='Whether somebody said that far fewer people are right')),
                ('is_full', models.BooleanField(default=True)),
                ('pages', models.PositiveIntegerField(default=0)),
                ('read', models.PositiveIntegerField(default=0)),
                ('joined', models.PositiveIntegerField(default=0)),
                ('moved', models.PositiveIntegerField(default=0)),
                ('left', models.PositiveIntegerField(default=0)),
                ('conflicts', models.PositiveIntegerField(default=0)),
                ('skipped', models.PositiveIntegerField(default=0)),
                ('trouble', models.CharField(blank=True, max_length=12)),
                ('detail', models.CharField(blank=True, max_length=300)),
                ('notes', models.JSONField(default=list, help_text='What was said about whom: code, id, detail')),
                ('created_at', models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ('finished_at', models.DateTimeField(null=True)),
                ('asked_by', moondesk.kit.tenancy.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organizations.member')),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
            ],
            options={
                'ordering': ('-created_at', '-id'),
                'indexes': [models.Index(fields=['organization', '-created_at', '-id'], name='directory_runs')],
            },
        ),
        fences.FenceTables('directorypull', 'directoryrun'),
    ]
