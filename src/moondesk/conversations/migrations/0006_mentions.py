"""Who is named in messages, and who got a reply."""

import django.db.models.deletion
import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from django.db import migrations, models

from moondesk.kit import fences


class Migration(migrations.Migration):
    """Mentions, their fence, and the recipients of replies."""

    dependencies = [
        ("conversations", "0005_drafts"),
        ("organizations", "0006_watch_mails"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="recipients",
            field=models.JSONField(
                help_text="Who gets a reply by mail, and who was left out, with their names", null=True
            ),
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("label", models.CharField(max_length=120)),
                ("created_at", models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                (
                    "member",
                    moondesk.kit.tenancy.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organizations.member",
                    ),
                ),
                (
                    "message",
                    moondesk.kit.tenancy.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
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
                "indexes": [models.Index(fields=["organization", "member", "-id"], name="mention_latest")],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "message", "member"), name="mention_once")
                ],
            },
        ),
        fences.FenceTables("Mention"),
    ]
