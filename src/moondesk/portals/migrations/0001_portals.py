"""How customers come to the help pages, the links by which they sign in, and who reads whose a domain is."""

import django.db.models.deletion
import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from django.db import migrations, models

from moondesk.kit import fences


class Migration(migrations.Migration):
    """Two tables with their fences, and the reader of domains."""

    initial = True

    dependencies = [
        ("contacts", "0006_surveys_off"),
        ("organizations", "0019_help_domain"),
        ("operating", "0002_deletion"),
        ("tickets", "0030_how_words_fit"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignInLink",
            fields=[
                ("id", models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(help_text="Where it was sent; it ends when the contact has another", max_length=254)),
                ("digest", models.BinaryField(unique=True)),
                ("language", models.CharField(max_length=10)),
                ("created_at", models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("address", models.GenericIPAddressField(null=True)),
                ("agent", models.CharField(blank=True, max_length=300)),
                ("contact", moondesk.kit.tenancy.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="contacts.contact")),
                ("organization", moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to="organizations.organization")),
            ],
            options={"ordering": ("-created_at",)},
        ),
        migrations.CreateModel(
            name="Portal",
            fields=[
                ("id", models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("sign_in_links", models.BooleanField(default=True, help_text="Whether customers can sign in by a link from a mail")),
                ("domain", models.CharField(blank=True, default="", max_length=253)),
                ("is_used", models.BooleanField(default=False, help_text="Whether links lead to the domain once it is proven")),
                ("proven_at", models.DateTimeField(null=True)),
                ("checked_at", models.DateTimeField(null=True)),
                ("missing_since", models.DateTimeField(help_text="Since when the record is not in DNS any more", null=True)),
                ("organization", moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to="organizations.organization")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organization",), name="portal_once"),
                    models.UniqueConstraint(condition=models.Q(("proven_at__isnull", False)), fields=("domain",), name="portal_domain_once"),
                ],
            },
        ),
        fences.FenceTables("Portal", "SignInLink"),
        fences.RecreateCrossings("8eaf4b9453092370"),
    ]
