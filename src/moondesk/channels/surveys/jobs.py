"""Asking some time after a ticket is done: what happened meanwhile decides whether anybody is asked."""

import datetime
import uuid

from moondesk.channels.surveys.asking import asking
from moondesk.channels.surveys.inviting import begins_survey, invite
from moondesk.events.models import Event
from moondesk.events.registry import reacts
from moondesk.jobs.app import job
from moondesk.organizations.queries import current_organization
from moondesk.tickets.events import StatusChanged


@job(queue_name="mail", priority=0)
def invite_to_survey(event_id: str) -> None:
    """Ask about a ticket that became done with an event, if it still is."""
    invite(uuid.UUID(event_id))


@reacts([StatusChanged], when=begins_survey)
def ask_later(event: Event) -> None:
    """Remember to ask whether the answer helped. A demo organization asks nobody."""
    chosen = asking()
    if chosen.is_on and not current_organization().is_demo:
        due = event.created_at + datetime.timedelta(hours=chosen.hours)
        invite_to_survey.enqueue_at(due, event_id=str(event.pk))
