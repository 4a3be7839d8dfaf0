"""Contacts are looked for by two of the words that were typed at once."""

from django.db import migrations

from moondesk.kit import fences


class Migration(migrations.Migration):
    """Functions alone."""

    dependencies = [("tickets", "0028_readers")]

    operations = [fences.RecreateCrossings("512fd096b00764ed")]
