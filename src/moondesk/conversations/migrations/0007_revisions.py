"""Messages are edited, deleted, voted on, and answer each other."""

import django.db.models.deletion
from django.db import migrations, models

import moondesk.kit.clock
import moondesk.kit.ids
from moondesk.kit import fences
from moondesk.kit.tenancy import OrganizationKey, TenantForeignKey


def _own():
    return [
        ("id", models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
        (
            "organization",
            OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to="organizations.organization"),
        ),
    ]


def _key(to, on_delete=django.db.models.deletion.CASCADE, related_name="+", **options):
    return TenantForeignKey(db_index=False, on_delete=on_delete, related_name=related_name, to=to, **options)


class Migration(migrations.Migration):
    """Columns that are empty for what there is, and two tables with their fences."""

    dependencies = [
        ("contacts", "0001_initial"),
        ("conversations", "0006_mentions"),
        ("organizations", "0006_watch_mails"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="version",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, help_text="How often it was edited, deleted or restored"
            ),
        ),
        migrations.AddField(model_name="message", name="edited_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="message",
            name="deleted_at",
            field=models.DateTimeField(
                help_text="Since then its text is with its versions and nowhere else", null=True
            ),
        ),
        migrations.AddField(
            model_name="message", name="deleted_by", field=models.CharField(db_default="", default="", max_length=254)
        ),
        migrations.AddField(
            model_name="message",
            name="reply_to",
            field=TenantForeignKey(
                db_index=False,
                help_text="What it answers",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="answers",
                to="conversations.message",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="depth",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, help_text="How deep it stands below others"),
        ),
        migrations.AddField(
            model_name="message", name="votes_up", field=models.PositiveSmallIntegerField(db_default=0, default=0)
        ),
        migrations.AddField(
            model_name="message", name="votes_down", field=models.PositiveSmallIntegerField(db_default=0, default=0)
        ),
        migrations.RunSQL(
            fences.reference_sql("conversations_message", "reply_to_id", "conversations_message"),
            migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            name="MessageVersion",
            fields=[
                *_own(),
                ("message", _key("conversations.message", related_name="versions")),
                ("number", models.PositiveSmallIntegerField(help_text="The message's version before it")),
                ("change", models.CharField(max_length=8)),
                ("body", models.TextField()),
                ("member", _key("organizations.member", django.db.models.deletion.SET_NULL, null=True)),
                ("name", models.CharField(max_length=254)),
                ("created_at", models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
            ],
            options={
                "ordering": ("message_id", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "message", "number"), name="message_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageVote",
            fields=[
                *_own(),
                ("message", _key("conversations.message", related_name="votes")),
                ("member", _key("organizations.member", null=True)),
                ("contact", _key("contacts.contact", null=True)),
                ("is_up", models.BooleanField()),
                ("created_at", models.DateTimeField(default=moondesk.kit.clock.now)),
            ],
            options={
                "ordering": ("message_id", "created_at", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "message", "member"), name="message_vote_member"),
                    models.UniqueConstraint(fields=("organization", "message", "contact"), name="message_vote_contact"),
                    models.CheckConstraint(
                        condition=models.Q(member__isnull=True) ^ models.Q(contact__isnull=True),
                        name="message_vote_of_one",
                    ),
                ],
            },
        ),
        fences.FenceTables("MessageVersion", "MessageVote"),
    ]
