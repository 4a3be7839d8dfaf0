"""Ownership is handed on by an offer that the other side accepts."""

import django.db.models.deletion
import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from django.db import migrations, models

from moondesk.kit import fences


def _member() -> models.Field:
    return moondesk.kit.tenancy.TenantForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organizations.member"
    )


class Migration(migrations.Migration):
    """One new table, with its fence."""

    dependencies = [("organizations", "0022_unseen_since")]

    operations = [
        migrations.CreateModel(
            name="OwnershipOffer",
            fields=[
                ("id", models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("keeps", models.CharField(blank=True, help_text="The role that the owner keeps; empty: they leave", max_length=40)),
                ("offered_at", models.DateTimeField(default=moondesk.kit.clock.now)),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ending", models.CharField(blank=True, help_text="How it ended; empty while it is open", max_length=12)),
                ("offered_by", _member()),
                ("offered_to", _member()),
                ("organization", moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to="organizations.organization")),
            ],
            options={
                "ordering": ("-offered_at",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("organization",), name="ownership_offer_once"
                    )
                ],
            },
        ),
        fences.FenceTables("OwnershipOffer"),
    ]
