"""How many mails wait and how many mailboxes fail, in all organizations, for the metrics."""

from django.db import migrations

from moondesk.kit import fences


class Migration(migrations.Migration):
    """One more reader across organizations: numbers only."""

    dependencies = [
        ("channels", "0018_mail_templates"),
        ("tickets", "0029_readers_of_two_words"),
    ]

    operations = [fences.RecreateCrossings("29ce28019d48a433")]
