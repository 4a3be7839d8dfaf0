"""Mails as they were sent, beside their messages, and pictures fetched for them."""

import django.db.models.deletion
import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from django.db import migrations, models

from moondesk.kit import fences


class Migration(migrations.Migration):
    """Two tables, fenced."""

    dependencies = [
        ('channels', '0015_outgoing_withheld'),
        ('conversations', '0009_draft_files'),
        ('organizations', '0007_views_version'),
    ]

    operations = [
        migrations.CreateModel(
            name='MailPage',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('html', models.TextField(blank=True)),
                ('text', models.TextField(blank=True)),
                ('pictures', models.JSONField(default=list)),
                ('message', moondesk.kit.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='conversations.message')),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization', 'message'), name='mail_page_of_message')],
            },
        ),
        migrations.CreateModel(
            name='MailPicture',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('address_hash', models.BinaryField()),
                ('content', models.BinaryField()),
                ('fetched_at', models.DateTimeField(default=moondesk.kit.clock.now)),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
            ],
            options={
                'indexes': [models.Index(fields=['organization', 'fetched_at'], name='mail_picture_fetched')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'address_hash'), name='mail_picture_once')],
            },
        ),
        fences.FenceTables("MailPage", "MailPicture"),
    ]
