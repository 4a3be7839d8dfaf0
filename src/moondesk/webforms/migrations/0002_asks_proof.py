"""Forms that ask the sender's browser for a proof of work."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether a form asks for one."""

    dependencies = [("webforms", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="webform",
            name="asks_proof",
            field=models.BooleanField(
                db_default=False, default=False, help_text="Whether the sender's browser works before it sends"
            ),
        ),
    ]
