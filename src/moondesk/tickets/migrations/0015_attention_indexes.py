"""Find what one watches, and where one is named, without reading all."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two indexes, built beside the work that goes on; tickets that nobody watches are in neither."""

    atomic = False
    dependencies = [("tickets", "0014_attention")]

    operations = [
        AddIndexConcurrently(
            model_name="ticket",
            index=GinIndex(fields=["watchers"], name="ticket_watchers", condition=models.Q(watchers__isnull=False)),
        ),
        AddIndexConcurrently(
            model_name="ticket",
            index=GinIndex(fields=["mentioned"], name="ticket_mentioned", condition=models.Q(mentioned__isnull=False)),
        ),
    ]
