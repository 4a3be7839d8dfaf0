"""Find what one member did without reading what all did."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """One index, built beside the work that goes on."""

    atomic = False
    dependencies = [("events", "0008_only_the_owner_forgets")]

    operations = [
        AddIndexConcurrently(
            model_name="event",
            index=models.Index(
                condition=models.Q(("actor_id__isnull", False)),
                fields=["organization", "actor_id", "-id"],
                name="events_by_actor",
            ),
        ),
    ]
