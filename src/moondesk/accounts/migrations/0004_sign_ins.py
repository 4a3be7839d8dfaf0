"""Where sessions were opened."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import moondesk.kit.clock
import moondesk.kit.ids


class Migration(migrations.Migration):
    """A new table."""

    dependencies = [("accounts", "0003_operator")]

    operations = [
        migrations.CreateModel(
            name="SignIn",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "session_key",
                    models.CharField(help_text="The session; shown to nobody", max_length=40, unique=True),
                ),
                (
                    "address",
                    models.GenericIPAddressField(help_text="The network address it was opened from", null=True),
                ),
                (
                    "agent",
                    models.CharField(blank=True, help_text="What the browser calls itself", max_length=300),
                ),
                ("created_at", models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ("last_seen_at", models.DateTimeField(default=moondesk.kit.clock.now, help_text="To ten minutes")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"ordering": ("-last_seen_at",)},
        )
    ]
