"""Words are looked for together with how well they fit."""

from django.db import migrations

from moondesk.kit import fences


class Migration(migrations.Migration):
    """Functions alone."""

    dependencies = [
        ("tickets", "0029_readers_of_two_words"),
        ("channels", "0019_mail_standing"),
        ("organizations", "0009_identity_providers"),
        ("operating", "0002_deletion"),
    ]

    operations = [fences.RecreateCrossings("fd39f9dbde1573fb")]
