"""Macros."""

import django.db.models.deletion
import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
import moondesk.macros.rules
from django.db import migrations, models

from moondesk.kit import fences


class Migration(migrations.Migration):
    """Macros, and their fence."""

    initial = True

    dependencies = [
        ('organizations', '0005_undo_seconds'),
    ]

    operations = [
        migrations.CreateModel(
            name='Macro',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('category', models.CharField(blank=True, default='', max_length=60)),
                ('shortcut', models.CharField(blank=True, default='', max_length=30)),
                ('scope', models.CharField(default=moondesk.macros.rules.MacroScope['PERSONAL'], max_length=12)),
                ('kind', models.CharField(default='reply', max_length=8)),
                ('bodies', models.JSONField(default=dict)),
                ('changes', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ('updated_at', models.DateTimeField(default=moondesk.kit.clock.now)),
                ('department', moondesk.kit.tenancy.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.department')),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
                ('owner', moondesk.kit.tenancy.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.member')),
            ],
            options={
                'ordering': ('category', 'name', 'id'),
                'indexes': [models.Index(fields=['organization', 'scope', 'category', 'name'], name='macro_scope'), models.Index(fields=['organization', 'owner'], name='macro_owner')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('owner__isnull', False), ('scope', 'personal')), models.Q(('department__isnull', False), ('scope', 'department')), ('scope', 'organization'), _connector='OR'), name='macro_scope_fits')],
            },
        ),
        fences.FenceTables('Macro'),
    ]
