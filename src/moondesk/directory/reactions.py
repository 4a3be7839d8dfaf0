"""What follows when somebody joins."""

from moondesk.directory.actions.applying import welcome
from moondesk.directory.models import DirectoryPerson
from moondesk.events.models import Event
from moondesk.events.registry import reacts
from moondesk.organizations.events import MemberJoined


@reacts([MemberJoined])
def connect_who_joined(event: Event) -> None:
    """Connect a new member with the person of the directory who was invited."""
    if DirectoryPerson.objects.filter(invited_at__isnull=False, member=None).exists():
        welcome(event.subject_id)
