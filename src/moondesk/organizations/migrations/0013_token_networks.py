"""From where a token works, and from where it was used last."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns."""

    dependencies = [("organizations", "0012_role_rules")]

    operations = [
        migrations.AddField(
            model_name="apitoken",
            name="networks",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=43),
                db_default=[],
                default=list,
                help_text="From where it works; none: anywhere",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="apitoken", name="last_used_from", field=models.GenericIPAddressField(null=True)
        ),
    ]
