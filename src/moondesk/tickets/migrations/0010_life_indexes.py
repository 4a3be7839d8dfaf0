"""Find snoozed tickets and those with a tag without reading all."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two indexes, built beside the work that goes on."""

    atomic = False
    dependencies = [("tickets", "0009_life")]

    operations = [
        AddIndexConcurrently(
            model_name="ticket",
            index=models.Index(
                fields=["organization", "snoozed_until"],
                name="ticket_snoozed",
                condition=models.Q(snoozed_at__isnull=False),
            ),
        ),
        AddIndexConcurrently(model_name="ticket", index=GinIndex(fields=["tags"], name="ticket_tags")),
    ]
