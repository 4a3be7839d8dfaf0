"""The queue library's log of what each job went through, three rows a job that nobody reads, is written no more."""

from django.db import migrations

_WRITERS = ("procrastinate_trigger_status_events_insert_v1", "procrastinate_trigger_status_events_update_v1")


class Migration(migrations.Migration):
    """Two triggers off; they stay, so that the library's own migrations find them."""

    dependencies = [
        ("events", "0009_by_actor"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE procrastinate_jobs DISABLE TRIGGER {name}",
            f"ALTER TABLE procrastinate_jobs ENABLE TRIGGER {name}",
        )
        for name in _WRITERS
    ]
