"""The ways out of an organization, and from which address and by which way each mail goes.

A longer text for the state of a mail is no rewrite of the table.
"""

import django.db.models.deletion
from django.db import migrations, models

import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from moondesk.kit import fences


class Migration(migrations.Migration):
    """Add the table, fenced, and what points to it."""

    dependencies = [("channels", "0012_mailboxes"), ("organizations", "0007_views_version")]

    operations = [
        migrations.CreateModel(
            name="WayOut",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("kind", models.CharField(max_length=12)),
                ("host", models.CharField(blank=True, max_length=253)),
                ("port", models.PositiveIntegerField(null=True)),
                ("security", models.CharField(blank=True, max_length=8)),
                ("username", models.CharField(blank=True, max_length=254)),
                (
                    "domain",
                    models.CharField(
                        blank=True, help_text="The sending domain, where a provider asks for it", max_length=253
                    ),
                ),
                ("region", models.CharField(blank=True, max_length=4)),
                ("sealed", models.BinaryField(null=True)),
                (
                    "has_return_path",
                    models.BooleanField(
                        default=True, help_text="Whether what comes back goes to an address of the mail's own"
                    ),
                ),
                ("is_active", models.BooleanField(default=True, help_text="While it is not, its mails wait")),
                (
                    "problem",
                    models.CharField(
                        blank=True, help_text="What went wrong last; empty once a mail went out", max_length=255
                    ),
                ),
                ("problem_at", models.DateTimeField(null=True)),
                ("test_id", models.UUIDField(help_text="The mail of the last test", null=True)),
                ("created_at", models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                (
                    "organization",
                    moondesk.kit.tenancy.OrganizationKey(
                        on_delete=django.db.models.deletion.CASCADE, to="organizations.organization"
                    ),
                ),
            ],
            options={"ordering": ("name", "id")},
        ),
        migrations.AddField(
            model_name="mailaddress",
            name="way_out",
            field=moondesk.kit.tenancy.TenantForeignKey(
                blank=True,
                db_index=False,
                help_text="By which way its mail leaves; empty for that of the installation",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="channels.wayout",
            ),
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="address",
            field=moondesk.kit.tenancy.TenantForeignKey(
                db_index=False,
                help_text="From which address it goes out; empty for that of the installation",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="channels.mailaddress",
            ),
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="way",
            field=moondesk.kit.tenancy.TenantForeignKey(
                db_index=False,
                help_text="By which way it went out; empty for that of the installation",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="channels.wayout",
            ),
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="code",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="The status code of why (RFC 3463), if known",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="reported_at",
            field=models.DateTimeField(help_text="When it was last heard what became of it", null=True),
        ),
        migrations.AlterField(
            model_name="outgoingmail", name="state", field=models.CharField(default="queued", max_length=12)
        ),
        fences.FenceTables("WayOut"),
        *(
            migrations.RunSQL(fences.reference_sql(table, column, target), migrations.RunSQL.noop)
            for table, column, target in (
                ("channels_mailaddress", "way_out_id", "channels_wayout"),
                ("channels_outgoingmail", "address_id", "channels_mailaddress"),
                ("channels_outgoingmail", "way_id", "channels_wayout"),
            )
        ),
    ]
