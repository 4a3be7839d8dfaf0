"""Files on messages."""

import django.db.models.deletion
from django.db import migrations, models

import moondesk.kit.ids
import moondesk.kit.tenancy
from moondesk.kit import fences


class Migration(migrations.Migration):
    """Attachments, and their fence."""

    dependencies = [
        ("conversations", "0003_held_replies"),
        ("files", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "current",
                    moondesk.kit.tenancy.TenantForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="files.file"
                    ),
                ),
                (
                    "file",
                    moondesk.kit.tenancy.TenantForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="files.file"
                    ),
                ),
                (
                    "message",
                    moondesk.kit.tenancy.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="conversations.message",
                    ),
                ),
                (
                    "organization",
                    moondesk.kit.tenancy.OrganizationKey(
                        on_delete=django.db.models.deletion.CASCADE, to="organizations.organization"
                    ),
                ),
            ],
            options={
                "ordering": ("message_id", "position", "id"),
                "indexes": [
                    models.Index(fields=["organization", "message", "position"], name="attachment_message"),
                    models.Index(fields=["organization", "current"], name="attachment_current"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "file"), name="attachment_file_once"),
                ],
            },
        ),
        fences.FenceTables("Attachment"),
    ]
