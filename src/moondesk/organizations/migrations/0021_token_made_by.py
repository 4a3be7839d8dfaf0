"""Which token made a token: it ends with its maker."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column that may be empty."""

    dependencies = [("organizations", "0020_removal_began")]

    operations = [
        migrations.AddField(
            model_name="apitoken",
            name="made_by",
            field=models.UUIDField(
                editable=False, help_text="The token that made it, with which it ends", null=True
            ),
        ),
    ]
