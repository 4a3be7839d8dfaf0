"""How members look at lists, and the fence of it."""

import django.contrib.postgres.fields
import django.db.models.deletion
import moondesk.kit.ids
import moondesk.kit.tenancy
from django.db import migrations, models

from moondesk.kit import fences


class Migration(migrations.Migration):
    """Columns, widths and density of each member."""

    dependencies = [
        ('organizations', '0006_watch_mails'),
        ('views', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ListLook',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list)),
                ('widths', models.JSONField(default=dict, help_text='Pixels by column')),
                ('density', models.CharField(blank=True, default='', max_length=8)),
                ('member', moondesk.kit.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.member')),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization', 'member'), name='list_look_once')],
            },
        ),
        fences.FenceTables("ListLook"),
    ]
