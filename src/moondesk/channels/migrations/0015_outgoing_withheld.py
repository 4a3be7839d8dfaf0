"""Finding the mails that were kept back."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the index while mails are written."""

    atomic = False

    dependencies = [("channels", "0014_dead_addresses")]

    operations = [
        AddIndexConcurrently(
            model_name="outgoingmail",
            index=models.Index(
                condition=models.Q(("state", "withheld")),
                fields=["organization", "created_at"],
                name="outgoing_withheld",
            ),
        ),
    ]
