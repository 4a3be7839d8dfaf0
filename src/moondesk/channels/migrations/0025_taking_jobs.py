"""The queue library's function that takes a job compares no job with all others any more, unless it has a lock.

PostgreSQL keeps the plan of a worker's first look, when the queue was empty or seemed so. That plan sorted all jobs that
wait and compared each with each: of a flood of some hundred mails, taking one job took 17 ms. Now the first in line is
found by the index, and looked at alone.
"""

from django.db import migrations

_NAME = "procrastinate_fetch_job_v2(character varying[], bigint)"
_LIBRARY = ("NOT EXISTS (", "AND jobs.status = 'todo'")
_OURS = ("(jobs.lock IS NULL OR NOT EXISTS (", ") AND jobs.status = 'todo'")


def _rewrite(old: tuple[str, ...], new: tuple[str, ...]) -> str:
    first, second = (f"$a${text}$a$" for text in old)
    to_first, to_second = (f"$a${text}$a$" for text in new)
    return f"""DO $do$
DECLARE
    known text := pg_get_functiondef('{_NAME}'::regprocedure);
BEGIN
    IF strpos(known, {first}) = 0 OR strpos(known, {second}) = 0 THEN
        RAISE EXCEPTION 'procrastinate_fetch_job_v2 is not what it was';
    END IF;
    EXECUTE replace(replace(known, {first}, {to_first}), {second}, {to_second});
END
$do$"""


class Migration(migrations.Migration):
    """The function of the library, changed in two places, with a plan of its own."""

    dependencies = [
        ("channels", "0024_surveys"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [
        migrations.RunSQL(_rewrite(_LIBRARY, _OURS), _rewrite(_OURS, _LIBRARY)),
        migrations.RunSQL(
            f"ALTER FUNCTION {_NAME} SET enable_sort = off",
            f"ALTER FUNCTION {_NAME} RESET enable_sort",
        ),
    ]
