"""Since when the record of a proven domain was not seen."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, empty."""

    dependencies = [("organizations", "0021_token_made_by")]

    operations = [
        migrations.AddField(
            model_name="provendomain",
            name="unseen_since",
            field=models.DateTimeField(help_text="Since when it was not seen: not there, or no answer", null=True),
        ),
    ]
