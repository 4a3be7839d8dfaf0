"""The audit log is read by time, from an index that has only what belongs in it. Built beside the work."""

from django.db import migrations

AUDITED = (
    "(split_part(name, '.', 1) <> ALL ('{ticket,message,contact,time,bulk}') AND name <> ALL "
    "('{file.stored,file.examined,mail.waiting,mail.answers_stopped,mailbox.failing,mailbox.recovered,"
    "web_form.confirmation_asked,web_form.request_confirmed}') "
    "OR name = ANY ('{ticket.deleted,ticket.restored,ticket.purged}'))"
)


class Migration(migrations.Migration):
    """One partial index."""

    atomic = False
    dependencies = [("events", "0006_origin")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS events_audited ON events_event "
            f"(organization_id, created_at, id) WHERE {AUDITED}",
            "DROP INDEX CONCURRENTLY IF EXISTS events_audited",
        )
    ]
