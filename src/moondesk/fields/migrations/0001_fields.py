"""Custom fields."""

import django.db.models.deletion
import moondesk.kit.ids
import moondesk.kit.tenancy
from django.db import migrations, models

from moondesk.kit import fences

TRIGGER = """
CREATE TRIGGER config_changed AFTER INSERT OR UPDATE OR DELETE ON fields_field
FOR EACH STATEMENT EXECUTE FUNCTION organizations_config_changed();
"""


class Migration(migrations.Migration):
    """What an organization wants to know of its tickets."""

    initial = True

    dependencies = [
        ('organizations', '0005_undo_seconds'),
    ]

    operations = [
        migrations.CreateModel(
            name='Field',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('key', models.SlugField(max_length=40)),
                ('kind', models.CharField(choices=[('text', 'TEXT'), ('long_text', 'LONG_TEXT'), ('number', 'NUMBER'), ('date', 'DATE'), ('checkbox', 'CHECKBOX'), ('select', 'SELECT'), ('multi_select', 'MULTI_SELECT'), ('tree_select', 'TREE_SELECT'), ('url', 'URL'), ('user', 'USER')], max_length=12)),
                ('labels', models.JSONField(default=dict)),
                ('help', models.JSONField(default=dict)),
                ('options', models.JSONField(default=list, help_text='In their order: key, labels, parent, retired')),
                ('least', models.DecimalField(decimal_places=6, max_digits=21, null=True)),
                ('most', models.DecimalField(decimal_places=6, max_digits=21, null=True)),
                ('places', models.PositiveSmallIntegerField(default=2, help_text='Decimals of a number')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired_at', models.DateTimeField(help_text='Since when no ticket can be given it; values stay readable', null=True)),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
            ],
            options={
                'ordering': ('position', 'id'),
                'constraints': [models.UniqueConstraint(fields=('organization', 'key'), name='field_key'), models.CheckConstraint(condition=models.Q(('kind__in', ['text', 'long_text', 'number', 'date', 'checkbox', 'select', 'multi_select', 'tree_select', 'url', 'user'])), name='field_kind_known')],
            },
        ),
        migrations.RunSQL(TRIGGER, migrations.RunSQL.noop),
        fences.FenceTables(),
    ]
