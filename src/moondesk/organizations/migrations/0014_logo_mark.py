"""By which address the logo of an organization is asked for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, empty where there is no logo."""

    dependencies = [("organizations", "0013_token_networks")]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="logo_mark",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=16),
        ),
    ]
