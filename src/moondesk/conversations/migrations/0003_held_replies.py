"""A reply is held for its undo time."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, empty for all that is out, and an index of the few that are not."""

    atomic = False

    dependencies = [("conversations", "0002_fences")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="held_until",
            field=models.DateTimeField(
                null=True, help_text="Until then, and until it is released, no customer sees it and it can be undone"
            ),
        ),
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                fields=["organization", "held_until"],
                name="message_held",
                condition=models.Q(held_until__isnull=False),
            ),
        ),
    ]
