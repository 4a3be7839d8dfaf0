"""Audited events know where the request came from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns, empty for all but audited events."""

    dependencies = [("events", "0005_forgetting")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="address",
            field=models.GenericIPAddressField(
                null=True, help_text="Where the request came from; kept if it is audited"
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="client",
            field=models.CharField(
                max_length=120,
                blank=True,
                default="",
                db_default="",
                help_text="What the browser or program called itself",
            ),
        ),
    ]
