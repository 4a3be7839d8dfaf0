"""What members are writing."""

import django.db.models.deletion
import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from django.db import migrations, models

from moondesk.kit import fences


class Migration(migrations.Migration):
    """Drafts, and their fence."""

    dependencies = [
        ('conversations', '0004_attachment'),
        ('organizations', '0005_undo_seconds'),
        ('tickets', '0005_status_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=8)),
                ('body', models.TextField()),
                ('updated_at', models.DateTimeField(default=moondesk.kit.clock.now)),
                ('member', moondesk.kit.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.member')),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
                ('ticket', moondesk.kit.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
            ],
            options={
                'indexes': [models.Index(fields=['organization', 'member', '-updated_at'], name='draft_latest'), models.Index(fields=['organization', 'ticket'], name='draft_ticket')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'member', 'ticket', 'kind'), name='draft_once')],
            },
        ),
        fences.FenceTables('Draft'),
    ]
