"""Find the answers to a message, of which there are few."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """One partial index."""

    atomic = False

    dependencies = [("conversations", "0007_revisions")]

    operations = [
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                fields=["organization", "reply_to"],
                name="message_answers",
                condition=models.Q(reply_to__isnull=False),
            ),
        ),
    ]
