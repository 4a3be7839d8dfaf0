"""When work on a ticket is to begin."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column that may be empty: no row is written."""

    dependencies = [("tickets", "0023_likeness")]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="starts_at",
            field=models.DateTimeField(help_text="When work on it is to begin", null=True),
        )
    ]
