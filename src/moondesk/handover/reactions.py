"""What follows when a member left."""

from moondesk.events.models import Event
from moondesk.events.registry import reacts
from moondesk.handover.jobs import release_tickets
from moondesk.organizations.events import MemberLeft


@reacts([MemberLeft])
def release(event: Event) -> None:
    """Let go of their tickets."""
    release_tickets.enqueue(member_id=str(event.subject_id))
