"""Tidying sessions."""

from django.contrib.sessions.models import Session
from django.core.management import call_command

from moondesk.accounts.models import SignIn
from moondesk.jobs.app import periodic


@periodic("23 3 * * *")
def clear_sessions() -> None:
    """Drop sessions that have expired, and where they were opened."""
    call_command("clearsessions")
    SignIn.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
