"""Letting old entries go."""

from django.db import connection

from moondesk.audit.actions import end_overdue, forget_old
from moondesk.jobs.app import periodic
from moondesk.jobs.rounds import each_organization


@periodic("41 3 * * *")
@each_organization
def forget_audit() -> bool:
    """Let go what each organization does not keep any more."""
    return forget_old()


@periodic("*/10 * * * *")
@each_organization
def end_viewings() -> None:
    """Write down the end of what nobody ended."""
    end_overdue()


@periodic("53 3 * * *")
def forget_installation() -> None:
    """Let go what the installation does not keep any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_forget_installation()")
