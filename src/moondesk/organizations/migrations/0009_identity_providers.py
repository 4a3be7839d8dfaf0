"""Providers by which members sign in, and the table of proven domains, which is here from now on under its old name."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from moondesk.kit import fences


def _key() -> models.Field:
    return models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)


def _organization() -> models.Field:
    return moondesk.kit.tenancy.OrganizationKey(
        on_delete=django.db.models.deletion.CASCADE, to="organizations.organization"
    )


class Migration(migrations.Migration):
    """One new table, one column filled by its default, one table that changes its package."""

    dependencies = [
        ("organizations", "0008_mails_off"),
        ("channels", "0023_domains_of_organizations"),
        ("tickets", "0029_readers_of_two_words"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="ProvenDomain",
                    fields=[
                        ("id", _key()),
                        ("domain", models.CharField(max_length=253)),
                        ("proven_at", models.DateTimeField(default=moondesk.kit.clock.now)),
                        ("organization", _organization()),
                    ],
                    options={
                        "db_table": "channels_provendomain",
                        "constraints": [
                            models.UniqueConstraint(fields=("organization", "domain"), name="proven_domain_once")
                        ],
                    },
                ),
            ],
        ),
        migrations.CreateModel(
            name="IdentityProvider",
            fields=[
                ("id", _key()),
                ("name", models.CharField(max_length=80)),
                ("issuer", models.CharField(max_length=500)),
                ("client_id", models.CharField(max_length=200)),
                ("secret", models.BinaryField(help_text="The client's secret, sealed")),
                (
                    "domains",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=253), blank=True, default=list, size=None
                    ),
                ),
                (
                    "default_role",
                    models.CharField(
                        blank=True, help_text="Of who joins by signing in; empty: nobody", max_length=40
                    ),
                ),
                ("is_on", models.BooleanField(default=False)),
                (
                    "is_forced",
                    models.BooleanField(
                        default=False, help_text="Whether people of its proven domains come in only by it"
                    ),
                ),
                ("tested_at", models.DateTimeField(help_text="When somebody last came back from it well", null=True)),
                ("created_at", models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ("organization", _organization()),
            ],
            options={
                "ordering": ("created_at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "issuer", "client_id"), name="identity_provider_once"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="organization",
            name="forced_sign_in",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=300),
                db_default=[],
                default=list,
                editable=False,
                help_text="Of each domain by which provider alone its people come in: domain=provider",
                size=None,
            ),
        ),
        fences.FenceTables("IdentityProvider"),
        fences.RecreateCrossings("bf55e34fe5d289ce"),
    ]
