"""The words of tickets, for search; and an index of tags that is led by the organization."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from moondesk.kit import fences


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0006_watch_mails"),
        ("tickets", "0019_counts_index"),
        ("channels", "0006_mails_to_members"),
    ]

    operations = [
        migrations.CreateModel(
            name="TicketWords",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("names", models.TextField(help_text="Subject and requester, folded, for what is misspelt")),
                ("indexed_at", models.DateTimeField(default=moondesk.kit.clock.now)),
                (
                    "organization",
                    moondesk.kit.tenancy.OrganizationKey(
                        on_delete=django.db.models.deletion.CASCADE, to="organizations.organization"
                    ),
                ),
                (
                    "ticket",
                    moondesk.kit.tenancy.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "words of tickets",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["organization", "words"], name="ticket_words"),
                    django.contrib.postgres.indexes.GinIndex(
                        models.F("organization_id"),
                        django.contrib.postgres.indexes.OpClass("names", "gin_trgm_ops"),
                        name="ticket_words_names",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "ticket"), name="ticket_words_once"),
                ],
            },
        ),
        fences.FenceTables("TicketWords"),
        fences.RecreateCrossings("2b11e560da56c4c1"),
    ]
