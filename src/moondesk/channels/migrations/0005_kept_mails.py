"""Mails stay when their recipient no longer takes part. Django does it by itself: no rewrite."""

import django.db.models.deletion
import moondesk.kit.tenancy
from django.db import migrations


class Migration(migrations.Migration):
    """What a deleted participant leaves behind."""

    dependencies = [
        ('channels', '0004_crossings'),
        ('tickets', '0008_fields'),
    ]

    operations = [
        migrations.AlterField(
            model_name='outgoingmail',
            name='participant',
            field=moondesk.kit.tenancy.TenantForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tickets.participant'),
        ),
    ]
