"""Tidying sessions."""

from django.core.management import call_command

from moondesk.jobs.app import periodic


@periodic("23 3 * * *")
def clear_sessions() -> None:
    """Drop sessions that have expired."""
    call_command("clearsessions")
