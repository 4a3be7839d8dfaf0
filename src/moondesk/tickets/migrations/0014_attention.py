"""Who watches a ticket, who is named in it and has not looked, and who snoozed it."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Three columns, empty in the tickets that there are."""

    dependencies = [("tickets", "0013_merged_index")]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="snoozed_by",
            field=models.UUIDField(help_text="The member who snoozed it", null=True),
        ),
        migrations.AddField(
            model_name="ticket",
            name="watchers",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), help_text="Members who watch it; empty for none", null=True
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="mentioned",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), help_text="Members named in it who have not looked since", null=True
            ),
        ),
    ]
