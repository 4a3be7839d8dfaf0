"""Find the tickets that were deleted, and those to be purged, without reading all of them."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """One index, built beside the work that goes on."""

    atomic = False
    dependencies = [("tickets", "0006_archive")]

    operations = [
        AddIndexConcurrently(
            model_name="ticket",
            index=models.Index(
                fields=["organization", "deleted_at"],
                name="ticket_deleted",
                condition=models.Q(deleted_at__isnull=False),
            ),
        ),
    ]
