"""What stands below replies."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The signature of an address."""

    dependencies = [("channels", "0007_historic_mails")]

    operations = [
        migrations.AddField(
            model_name="mailaddress",
            name="signature",
            field=models.TextField(blank=True, db_default="", default="", help_text="Markdown below replies from here"),
        ),
    ]
