"""The console shows which organizations are being deleted."""

from django.db import migrations, models

from moondesk.kit import fences


class Migration(migrations.Migration):
    """Mail finds no way into an organization that is being deleted, so its readers are made anew."""

    dependencies = [
        ("operating", "0001_initial"),
        ("organizations", "0016_deletion"),
        ("channels", "0024_surveys"),
        ("tickets", "0029_readers_of_two_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="standing",
            name="deletion_due_at",
            field=models.DateTimeField(null=True),
        ),
        fences.RecreateCrossings("aaee8bbedc794bf2"),
    ]
