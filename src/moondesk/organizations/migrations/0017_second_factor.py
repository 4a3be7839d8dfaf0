"""An organization may ask its members for a second factor."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Three columns of the row that each page reads anyway."""

    dependencies = [("organizations", "0016_deletion")]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="second_factor_roles",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40),
                db_default=[],
                default=list,
                editable=False,
                help_text="Whose members come in with a second factor only; * for everybody",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="organization",
            name="second_factor_days",
            field=models.PositiveSmallIntegerField(
                db_default=0,
                default=0,
                editable=False,
                help_text="How long those who have none may take to set one up",
            ),
        ),
        migrations.AddField(
            model_name="organization",
            name="second_factor_since",
            field=models.DateTimeField(editable=False, help_text="From when these days count", null=True),
        ),
    ]
