"""Mails from the past of a mailbox."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Say of a mail that it was there before its mailbox was read."""

    dependencies = [("channels", "0006_mails_to_members")]

    operations = [
        migrations.AddField(
            model_name="receivedmail",
            name="is_historic",
            field=models.BooleanField(
                default=False, db_default=False, help_text="From the past of a mailbox: no machine answers it"
            ),
        ),
    ]
