"""Values of custom fields on tickets, the index by which they are found, and forms."""

import django.db.models.deletion
import moondesk.kit.ids
import moondesk.kit.tenancy
from django.db import migrations, models

from moondesk.kit import fences

TRIGGER = """
CREATE TRIGGER config_changed AFTER INSERT OR UPDATE OR DELETE ON tickets_ticketform
FOR EACH STATEMENT EXECUTE FUNCTION organizations_config_changed();
"""


class Migration(migrations.Migration):
    """Custom fields of tickets."""

    dependencies = [
        ('fields', '0001_fields'),
        ('organizations', '0005_undo_seconds'),
        ('tickets', '0007_deleted_index'),
    ]

    operations = [
        migrations.AddField(
            model_name='ticket',
            name='field_values',
            field=models.JSONField(db_default={}, default=dict, help_text='Of custom fields, by key'),
        ),
        migrations.CreateModel(
            name='FieldValue',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('word', models.CharField(max_length=250, null=True)),
                ('number', models.DecimalField(decimal_places=6, max_digits=21, null=True)),
                ('field', moondesk.kit.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='fields.field')),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
                ('ticket', moondesk.kit.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='indexed_fields', to='tickets.ticket')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('word__isnull', False)), fields=['organization', 'field', 'word', 'ticket'], name='field_value_word'), models.Index(condition=models.Q(('number__isnull', False)), fields=['organization', 'field', 'number', 'ticket'], name='field_value_number'), models.Index(fields=['organization', 'ticket', 'field'], name='field_value_ticket')],
            },
        ),
        migrations.CreateModel(
            name='TicketForm',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('type', models.CharField(blank=True, default='', max_length=12)),
                ('items', models.JSONField(default=list, help_text='Of each field: key, when required, what customers may do, when')),
                ('category', moondesk.kit.tenancy.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.category')),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization', 'category', 'type'), name='ticket_form_once', nulls_distinct=False)],
            },
        ),
        migrations.RunSQL(TRIGGER, migrations.RunSQL.noop),
        fences.FenceTables("FieldValue", "TicketForm"),
    ]
