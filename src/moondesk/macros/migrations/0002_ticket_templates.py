"""Templates for new tickets, and their fence."""

import django.db.models.deletion
import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from django.db import migrations, models

from moondesk.kit import fences

TRIGGER = """
CREATE TRIGGER config_changed AFTER INSERT OR UPDATE OR DELETE ON macros_tickettemplate
FOR EACH STATEMENT EXECUTE FUNCTION organizations_config_changed();
"""


class Migration(migrations.Migration):
    """Pages keep the templates that they offer until one changes."""

    dependencies = [
        ('macros', '0001_initial'),
        ('organizations', '0005_undo_seconds'),
        ('tickets', '0013_merged_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='TicketTemplate',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('names', models.JSONField(default=dict)),
                ('subjects', models.JSONField(default=dict)),
                ('bodies', models.JSONField(default=dict)),
                ('type', models.CharField(blank=True, default='', max_length=12)),
                ('priority', models.PositiveSmallIntegerField(null=True)),
                ('tags', models.JSONField(default=list)),
                ('field_values', models.JSONField(default=dict)),
                ('in_form', models.BooleanField(default=False, help_text='Whether customers are offered it in the public form')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired_at', models.DateTimeField(help_text='Since when no new ticket begins with it', null=True)),
                ('created_at', models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ('updated_at', models.DateTimeField(default=moondesk.kit.clock.now)),
                ('category', moondesk.kit.tenancy.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tickets.category')),
                ('department', moondesk.kit.tenancy.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organizations.department')),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
            ],
            options={
                'ordering': ('position', 'id'),
                'indexes': [models.Index(fields=['organization', 'position'], name='ticket_template_order')],
            },
        ),
        migrations.RunSQL(TRIGGER, migrations.RunSQL.noop),
        fences.FenceTables('TicketTemplate'),
    ]
