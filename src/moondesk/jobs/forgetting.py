"""Taking from the queue what was to be done for an organization that is there no more."""

import uuid

from django.db import connection

_FORGET = """
DELETE FROM procrastinate_jobs
WHERE status <> 'doing' AND %s IN (args->>'organization_id', args->>'tenant', args->>'organization')
"""


def forget_jobs_of(organization_id: uuid.UUID) -> int:
    """Drop all jobs of an organization but those at work, which find nothing any more; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [str(organization_id)])
        return int(cursor.rowcount)
