"""What a member's custom roles come to, kept with the member."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, empty for everybody who has built-in roles only."""

    dependencies = [("organizations", "0011_custom_roles")]

    operations = [
        migrations.AddField(
            model_name="member",
            name="role_rules",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(),
                db_default=[],
                default=list,
                editable=False,
                help_text="What their custom roles come to",
                size=None,
            ),
        ),
    ]
