"""The kinds of mail that members do not want."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, filled by its default."""

    dependencies = [("organizations", "0007_views_version")]

    operations = [
        migrations.AddField(
            model_name="member",
            name="mails_off",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20),
                db_default=[],
                default=list,
                help_text="Kinds of mail that they do not want",
                size=None,
            ),
        ),
    ]
