"""The queue library's functions that take and finish a job find it by its id, however many wait.

PostgreSQL keeps the plan of a worker's first look, when the queue was empty or seemed so: reading all of it looked
cheapest, and was done for each job of a flood.
"""

from django.db import migrations

_FUNCTIONS = (
    "procrastinate_fetch_job_v2(character varying[], bigint)",
    "procrastinate_finish_job_v1(bigint, procrastinate_job_status, boolean)",
)


class Migration(migrations.Migration):
    """What the two functions may not do."""

    dependencies = [
        ("channels", "0025_taking_jobs"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [
        migrations.RunSQL(f"ALTER FUNCTION {one} SET enable_seqscan = off", f"ALTER FUNCTION {one} RESET enable_seqscan")
        for one in _FUNCTIONS
    ]
