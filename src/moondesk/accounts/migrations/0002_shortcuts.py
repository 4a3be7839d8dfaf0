"""Whether a person wants keyboard shortcuts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column with a constant default: no row is written."""

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="has_shortcuts",
            field=models.BooleanField(db_default=True, default=True, help_text="Whether single keys do things"),
        )
    ]
