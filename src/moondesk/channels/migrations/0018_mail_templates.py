"""The words of mails that organizations write themselves."""

import django.db.models.deletion
from django.db import migrations, models

import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from moondesk.kit import fences


class Migration(migrations.Migration):
    """Add the table, fenced."""

    dependencies = [("channels", "0017_mail_hooks"), ("tickets", "0026_column_index")]

    operations = [
        migrations.CreateModel(
            name="MailTemplate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("language", models.CharField(max_length=10)),
                ("subject", models.CharField(max_length=200)),
                ("heading", models.CharField(blank=True, max_length=200)),
                ("body", models.TextField(blank=True)),
                ("updated_at", models.DateTimeField(default=moondesk.kit.clock.now)),
                (
                    "category",
                    moondesk.kit.tenancy.TenantForeignKey(
                        db_index=False,
                        help_text="Of confirmations: for tickets of this category only",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tickets.category",
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "kind", "language", "category"),
                        name="mail_template_once",
                        nulls_distinct=False,
                    )
                ]
            },
        ),
        fences.FenceTables("MailTemplate"),
    ]
