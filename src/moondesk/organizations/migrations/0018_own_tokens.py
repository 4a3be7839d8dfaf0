"""Tokens of the organization's own, and telling of the end of tokens. No rewrite: only a constraint is taken off."""

import django.db.models.deletion
from django.db import migrations, models

import moondesk.kit.tenancy


class Migration(migrations.Migration):
    """One column that may be empty from now on, and one more."""

    dependencies = [("organizations", "0017_second_factor")]

    operations = [
        migrations.AlterField(
            model_name="apitoken",
            name="member",
            field=moondesk.kit.tenancy.TenantForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tokens",
                to="organizations.member",
            ),
        ),
        migrations.AddField(
            model_name="apitoken",
            name="warned_days",
            field=models.PositiveSmallIntegerField(
                editable=False, help_text="How many days before its end somebody was last told of it", null=True
            ),
        ),
    ]
