"""What the API remembers of requests."""

import django.db.models.deletion
import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from django.db import migrations, models

from moondesk.kit import fences


class Migration(migrations.Migration):
    """The first table of the API."""

    initial = True

    dependencies = [
        ('organizations', '0002_fences'),
    ]

    operations = [
        migrations.CreateModel(
            name='IdempotencyKey',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('actor_id', models.UUIDField(help_text='The member behind the request; for public requests the organization')),
                ('key', models.CharField(max_length=255)),
                ('fingerprint', models.BinaryField(help_text='Digest of method, path and body')),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('headers', models.JSONField(default=dict)),
                ('body', models.BinaryField(default=bytes)),
                ('created_at', models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ('expires_at', models.DateTimeField()),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
            ],
            options={
                'indexes': [models.Index(fields=['organization', 'expires_at'], name='idempotency_expires')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'actor_id', 'key'), name='idempotency_once')],
            },
        ),
        fences.FenceTables(),
    ]
