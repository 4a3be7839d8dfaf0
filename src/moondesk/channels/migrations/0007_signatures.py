"""What stands below replies."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The signature of an address."""

    dependencies = [("channels", "0006_mails_to_members")]

    operations = [
        migrations.AddField(
            model_name="mailaddress",
            name="signature",
            field=models.TextField(blank=True, db_default="", default="", help_text="Markdown below replies from here"),
        ),
    ]
