"""What members are told of, what they muted, and what they do not want to be told."""

import django.contrib.postgres.fields
import django.db.models.deletion
import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from django.db import migrations, models

from moondesk.kit import fences


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organizations', '0006_watch_mails'),
        ('tickets', '0018_counts_of_departments'),
    ]

    operations = [
        migrations.CreateModel(
            name='MutedTicket',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ('member', moondesk.kit.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.member')),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
                ('ticket', moondesk.kit.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
            ],
            options={
                'indexes': [models.Index(fields=['organization', 'ticket'], name='muted_ticket')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'member', 'ticket'), name='muted_once')],
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=12)),
                ('actor_label', models.CharField(help_text='Who did it last', max_length=254)),
                ('message_id', models.UUIDField(help_text='The first unread message, or the reminder', null=True)),
                ('internal', models.BooleanField(default=False, help_text='Something of it is for the team only')),
                ('count', models.PositiveSmallIntegerField(default=1)),
                ('events', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), help_text='The last events that were counted, so that none is twice')),
                ('created_at', models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ('at', models.DateTimeField(default=moondesk.kit.clock.now, help_text='When it was last added to')),
                ('read_at', models.DateTimeField(null=True)),
                ('member', moondesk.kit.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.member')),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
                ('ticket', moondesk.kit.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
            ],
            options={
                'indexes': [models.Index(fields=['organization', 'member', '-at', '-id'], name='notification_latest'), models.Index(fields=['organization', 'ticket'], name='notification_ticket'), models.Index(fields=['organization', 'at'], name='notification_age')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('read_at', None)), fields=('organization', 'member', 'ticket', 'kind'), name='notification_once')],
            },
        ),
        migrations.CreateModel(
            name='NotificationChoice',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('off', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list)),
                ('member', moondesk.kit.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.member')),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization', 'member'), name='notification_choice_once')],
            },
        ),
        fences.FenceTables(),
    ]
