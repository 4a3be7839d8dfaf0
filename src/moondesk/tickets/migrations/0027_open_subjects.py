"""The letters of the subjects of open tickets, for those that are like the one being written."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """An index, built beside the work that goes on; it has open tickets alone, so it stays small."""

    atomic = False
    dependencies = [("tickets", "0026_column_index")]

    operations = [
        AddIndexConcurrently(
            "ticket",
            GinIndex(
                models.F("organization_id"),
                OpClass("subject", "gin_trgm_ops"),
                name="ticket_open_subjects",
                condition=models.Q(stage__in=["open", "in_progress", "waiting"], deleted_at=None),
            ),
        ),
    ]
