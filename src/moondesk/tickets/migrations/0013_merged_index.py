"""Find the tickets that go on in another one without reading all of them."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """An index, built beside the work that goes on."""

    atomic = False
    dependencies = [("tickets", "0012_merges_and_links")]

    operations = [
        AddIndexConcurrently(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(merged_into__isnull=False),
                fields=["organization", "merged_into"],
                name="ticket_merged_into",
            ),
        ),
    ]
