"""Find the tickets of a status, and the resolved ones that are to be closed, without reading all of them."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two indexes, built beside the work that goes on."""

    atomic = False
    dependencies = [("tickets", "0004_workflow")]

    operations = [
        AddIndexConcurrently(
            model_name="ticket",
            index=models.Index(fields=["organization", "status", "-id"], name="ticket_status"),
        ),
        AddIndexConcurrently(
            model_name="ticket",
            index=models.Index(
                fields=["organization", "resolved_at"],
                name="ticket_resolved",
                condition=models.Q(stage="resolved", deleted_at=None),
            ),
        ),
    ]
