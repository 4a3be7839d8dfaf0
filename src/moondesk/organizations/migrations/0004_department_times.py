"""How long a department's tickets can be reopened, and when resolved ones close, where it differs from the organization."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two numbers that may be empty."""

    dependencies = [("organizations", "0003_config_version")]

    operations = [
        migrations.AddField(
            model_name="department",
            name="reopen_days",
            field=models.PositiveSmallIntegerField(null=True, help_text="Empty for the organization's"),
        ),
        migrations.AddField(
            model_name="department",
            name="close_days",
            field=models.PositiveSmallIntegerField(null=True, help_text="Empty for the organization's"),
        ),
    ]
