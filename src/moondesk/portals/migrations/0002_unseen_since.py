"""Since when the record of a proven domain was not seen."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, empty."""

    dependencies = [("portals", "0001_portals")]

    operations = [
        migrations.AddField(
            model_name="portal",
            name="unseen_since",
            field=models.DateTimeField(help_text="Since when it was not seen: not there, or no answer", null=True),
        ),
    ]
