"""Who looked at the desk as another does, why and until when."""

import django.db.models.deletion
import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from django.db import migrations, models

from moondesk.kit import fences


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_forgetting'),
        ('organizations', '0012_role_rules'),
    ]

    operations = [
        migrations.CreateModel(
            name='Viewing',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('operator_id', models.UUIDField(help_text="The operator's user, where no member looks", null=True)),
                ('viewer_label', models.CharField(max_length=254)),
                ('reason', models.CharField(max_length=300)),
                ('began_at', models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ('ends_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('member', moondesk.kit.tenancy.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.member')),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
                ('viewer', moondesk.kit.tenancy.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.member')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['organization', 'ends_at'], name='viewing_open')],
            },
        ),
        fences.FenceTables('Viewing'),
    ]
