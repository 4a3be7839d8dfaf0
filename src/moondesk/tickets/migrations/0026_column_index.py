"""Read the first cards of a status in the order of boards, without sorting all that the status has."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """One index, built beside the work that goes on."""

    atomic = False
    dependencies = [("tickets", "0025_counts_of_statuses")]

    operations = [
        AddIndexConcurrently(
            "ticket",
            models.Index(
                fields=["organization", "status", "-priority", "created_at", "id"],
                name="ticket_column",
                condition=models.Q(stage__in=["open", "in_progress", "waiting"], deleted_at=None),
            ),
        ),
    ]
