"""Contacts who do not want to be asked whether an answer helped."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One choice of a contact."""

    dependencies = [("contacts", "0005_words")]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="surveys_off",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="They do not want to be asked whether an answer helped",
            ),
        ),
    ]
