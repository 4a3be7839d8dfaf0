"""Files, and what organizations take of them."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import moondesk.files.models
import moondesk.files.rules
import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from moondesk.kit import fences


class Migration(migrations.Migration):
    """Three tables and their fences."""

    initial = True

    dependencies = [
        ("organizations", "0003_config_version"),
    ]

    operations = [
        migrations.CreateModel(
            name="File",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=150)),
                ("declared_type", models.CharField(blank=True, max_length=100)),
                ("type", models.CharField(max_length=100)),
                ("size", models.BigIntegerField()),
                ("sha256", models.BinaryField()),
                ("key", models.CharField(max_length=120)),
                ("state", models.CharField(default=moondesk.files.rules.State["UNSCANNED"], max_length=10)),
                ("finding", models.CharField(blank=True, max_length=120)),
                ("preview", models.CharField(default=moondesk.files.rules.Preview["NONE"], max_length=8)),
                ("pictures", models.PositiveSmallIntegerField(default=0, help_text="How many pages are drawn")),
                ("width", models.PositiveIntegerField(null=True)),
                ("height", models.PositiveIntegerField(null=True)),
                ("pages", models.PositiveIntegerField(null=True)),
                ("purpose", models.CharField(max_length=10)),
                ("owner_kind", models.CharField(max_length=8)),
                ("owner_id", models.UUIDField(null=True)),
                ("claim", models.BinaryField(null=True)),
                ("created_by", models.CharField(max_length=254)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ("attached_at", models.DateTimeField(null=True)),
                (
                    "organization",
                    moondesk.kit.tenancy.OrganizationKey(
                        on_delete=django.db.models.deletion.CASCADE, to="organizations.organization"
                    ),
                ),
                (
                    "original",
                    moondesk.kit.tenancy.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="files.file",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("attached_at", None)),
                        fields=["organization", "created_at"],
                        name="file_uploads",
                    ),
                    models.Index(
                        condition=models.Q(("original__isnull", False)),
                        fields=["organization", "original", "version"],
                        name="file_versions",
                    ),
                    models.Index(fields=["organization", "key"], name="file_key"),
                    models.Index(
                        condition=models.Q(("state", "scanning"), ("preview", "pending"), _connector="OR"),
                        fields=["organization", "created_at"],
                        name="file_unexamined",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FileLimits",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("most", models.BigIntegerField(default=26214400)),
                ("quota", models.BigIntegerField(default=0, help_text="Bytes; 0 is without end")),
                (
                    "allowed",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list
                    ),
                ),
                (
                    "blocked",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=moondesk.files.models._blocked
                    ),
                ),
                ("from_forms", models.BooleanField(default=True)),
                (
                    "organization",
                    moondesk.kit.tenancy.OrganizationKey(
                        on_delete=django.db.models.deletion.CASCADE, to="organizations.organization"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "file limits",
                "constraints": [models.UniqueConstraint(fields=("organization",), name="file_limits_once")],
            },
        ),
        migrations.CreateModel(
            name="FileUse",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("used", models.BigIntegerField(default=0)),
                (
                    "organization",
                    moondesk.kit.tenancy.OrganizationKey(
                        on_delete=django.db.models.deletion.CASCADE, to="organizations.organization"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("organization",), name="file_use_once")],
            },
        ),
        migrations.RunSQL(
            "CREATE TRIGGER config_changed AFTER INSERT OR UPDATE OR DELETE ON files_filelimits "
            "FOR EACH STATEMENT EXECUTE FUNCTION organizations_config_changed()",
            migrations.RunSQL.noop,
        ),
        fences.FenceTables(),
    ]
