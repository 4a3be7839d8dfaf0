"""Messages whose mail quotes more than the conversation shows say so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column of a table that is fenced already."""

    dependencies = [("conversations", "0009_draft_files")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="quotes",
            field=models.BooleanField(
                db_default=False, default=False, help_text="Its mail quotes more below, which is kept beside it"
            ),
        ),
    ]
