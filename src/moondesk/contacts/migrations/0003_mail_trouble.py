"""Whether mails arrive at a contact."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Say of a contact why nothing is mailed to them by itself."""

    dependencies = [("contacts", "0002_fences")]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="mail_trouble",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Why nothing is mailed to them by itself",
                max_length=12,
            ),
        ),
    ]
