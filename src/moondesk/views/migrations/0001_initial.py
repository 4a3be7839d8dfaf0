"""Saved views, and their fence; they count as an organization's setting-up."""

import django.contrib.postgres.fields
import django.db.models.deletion
import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from django.db import migrations, models

from moondesk.kit import fences

TRIGGER = """
CREATE TRIGGER config_changed AFTER INSERT OR UPDATE OR DELETE ON views_savedview
FOR EACH STATEMENT EXECUTE FUNCTION organizations_config_changed();
"""


class Migration(migrations.Migration):
    """Saved views."""

    initial = True

    dependencies = [
        ('organizations', '0006_watch_mails'),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('scope', models.CharField(default='personal', max_length=12)),
                ('question', models.JSONField(default=dict)),
                ('sort', models.CharField(default='-priority', max_length=60)),
                ('layout', models.CharField(default='list', max_length=12)),
                ('columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list)),
                ('grouping', models.CharField(blank=True, default='', max_length=20)),
                ('pinned', models.BooleanField(default=True, help_text='Whether it stands in the rail of all who see it')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ('updated_at', models.DateTimeField(default=moondesk.kit.clock.now)),
                ('deleted_at', models.DateTimeField(null=True)),
                ('department', moondesk.kit.tenancy.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.department')),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
                ('owner', moondesk.kit.tenancy.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.member')),
            ],
            options={
                'ordering': ('position', 'id'),
                'indexes': [models.Index(condition=models.Q(('deleted_at', None)), fields=['organization', 'position'], name='view_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('owner__isnull', False), ('scope', 'personal')), models.Q(('department__isnull', False), ('scope', 'department')), ('scope', 'organization'), _connector='OR'), name='view_scope_fits')],
            },
        ),
        migrations.RunSQL(TRIGGER, migrations.RunSQL.noop),
        fences.FenceTables("SavedView"),
    ]
