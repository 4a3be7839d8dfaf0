"""The addresses to which mails do not arrive."""

import django.db.models.deletion
from django.db import migrations, models

import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from moondesk.kit import fences


class Migration(migrations.Migration):
    """Add the table, fenced."""

    dependencies = [("channels", "0013_ways_out")]

    operations = [
        migrations.CreateModel(
            name="DeadAddress",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                ("why", models.CharField(help_text="``bounces`` or ``complaint``", max_length=12)),
                (
                    "bounces",
                    models.PositiveSmallIntegerField(default=0, help_text="How many mails came back in a row"),
                ),
                ("code", models.CharField(blank=True, max_length=12)),
                ("said", models.CharField(blank=True, max_length=255)),
                (
                    "stopped_at",
                    models.DateTimeField(help_text="Since when nothing goes there by itself", null=True),
                ),
                ("created_at", models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ("last_at", models.DateTimeField(default=moondesk.kit.clock.now)),
                (
                    "organization",
                    moondesk.kit.tenancy.OrganizationKey(
                        on_delete=django.db.models.deletion.CASCADE, to="organizations.organization"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "email"), name="dead_address_once")
                ],
                "indexes": [models.Index(fields=["organization", "-last_at"], name="dead_address_latest")],
            },
        ),
        fences.FenceTables("DeadAddress"),
    ]
