"""Keeping the figures of the organization in context, so that the console counts nothing while somebody waits."""

import datetime

from moondesk.events.queries import last_moment
from moondesk.files.queries import bytes_used
from moondesk.kit.clock import now
from moondesk.operating.models import Standing
from moondesk.organizations.people import members_at_work
from moondesk.organizations.queries import current_organization
from moondesk.tickets.counts import tickets_by_stage

DONE = ("resolved", "closed")
KEPT_DAYS = 400
"""For so long an organization's days are kept: a year, and the same month of the year before."""


def count_here() -> Standing:
    """Write how the organization in context stands today."""
    own, moment = current_organization(), now()
    stages = tickets_by_stage()
    figures = {
        "slug": own.slug,
        "name": own.name,
        "is_demo": own.is_demo,
        "founded_at": own.created_at,
        "suspended_at": own.suspended_at,
        "deletion_due_at": own.deletion_due_at,
        "members": members_at_work(),
        "tickets": sum(stages.values()),
        "open_tickets": sum(many for stage, many in stages.items() if stage not in DONE),
        "bytes": bytes_used(),
        "active_at": last_moment(),
        "counted_at": moment,
    }
    Standing.objects.filter(organization_id=own.pk, day__lt=moment.date() - datetime.timedelta(days=KEPT_DAYS)).delete()
    written, _new = Standing.objects.update_or_create(organization_id=own.pk, day=moment.date(), defaults=figures)
    return written
