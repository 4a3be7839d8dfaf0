"""Exports of tickets that were named. A column that is empty for what there is: no rewrite."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("exports", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="ticketexport",
            name="chosen",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(),
                help_text="The tickets that were named, in place of filters",
                null=True,
            ),
        ),
    ]
