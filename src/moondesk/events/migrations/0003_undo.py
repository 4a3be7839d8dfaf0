"""Events know what was done at once, and what they take back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns, empty for what happened before."""

    dependencies = [("events", "0002_fences")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="operation",
            field=models.UUIDField(null=True, help_text="What was done at once shares this, and is undone together"),
        ),
        migrations.AddField(
            model_name="event",
            name="reverts",
            field=models.UUIDField(null=True, help_text="The earlier event that this one takes back"),
        ),
    ]
