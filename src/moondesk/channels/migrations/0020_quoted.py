"""What a mail quotes is kept beside its message, to be opened there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column of a table that is fenced already."""

    dependencies = [("channels", "0019_mail_standing"), ("conversations", "0010_quotes")]

    operations = [
        migrations.AddField(
            model_name="mailpage",
            name="quoted",
            field=models.TextField(
                blank=True, db_default="", default="", help_text="What the message leaves out below"
            ),
        ),
    ]
