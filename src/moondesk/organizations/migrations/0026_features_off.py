"""What the operator switched off for an organization."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, empty for all."""

    dependencies = [("organizations", "0023_transfer")]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="features_off",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40),
                db_default=[],
                default=list,
                editable=False,
                help_text="Which features the operator switched off",
                size=None,
            ),
        ),
    ]
