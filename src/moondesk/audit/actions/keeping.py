"""How long the log is kept, and who took it along."""

from django.db import connection
from django.utils.translation import gettext as _

from moondesk.audit.errors import InvalidRetention
from moondesk.audit.events import AuditExported, AuditForgotten, RetentionChanged
from moondesk.audit.models import Retention
from moondesk.audit.queries import kept_days
from moondesk.audit.rules import LEAST_DAYS, MOST_DAYS
from moondesk.events.actions import emit
from moondesk.kit.tenancy import current_organization_id
from moondesk.organizations.actor import Actor, system_actor
from moondesk.organizations.permissions import Permission

_AT_ONCE = 5000


def change_retention(days: int, *, by: Actor) -> None:
    """Keep the log for so many days. Raises ``InvalidRetention``."""
    by.require(Permission.AUDIT_VIEW)
    by.require(Permission.ORGANIZATION_MANAGE)
    if not LEAST_DAYS <= days <= MOST_DAYS:
        text = _("Keep it for %(least)s to %(most)s days.") % {"least": LEAST_DAYS, "most": MOST_DAYS}
        raise InvalidRetention(text, fields={"days": text})
    old = kept_days()
    if days != old:
        Retention.objects.update_or_create(organization_id=by.organization_id, defaults={"days": days})
        emit(RetentionChanged(subject_id=by.organization_id, old=old, new=days), by=by)


def forget_old() -> bool:
    """Let go what is older than the log is kept for, and say so in it; returns whether there may be more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_forget(%s)", [_AT_ONCE])
        gone = int((cursor.fetchone() or (0,))[0])
    if gone:
        here = current_organization_id()
        emit(AuditForgotten(subject_id=here, entries=gone, days=kept_days()), by=system_actor(here))
    return gone >= _AT_ONCE


def note_export(question: dict[str, str], format_: str, entries: int, *, by: Actor) -> None:
    """Write that somebody took the log along."""
    by.require(Permission.AUDIT_VIEW)
    told = AuditExported(subject_id=by.organization_id, format=format_, entries=entries, question=question)
    emit(told, by=by)
