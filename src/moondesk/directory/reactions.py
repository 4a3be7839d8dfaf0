"""What follows when somebody joins, when a door is opened or closed by hand, and when much is to be carried out."""

import datetime

from moondesk.channels.mail.outbox import About, put_in_outbox
from moondesk.channels.rules import Kind
from moondesk.directory.actions.deciding import note_activity, welcome
from moondesk.directory.events import (
    DirectoryApplyingBegun,
    DirectoryListingHeld,
    DirectoryPeopleWait,
    DirectoryPullAsked,
    DirectoryPullFailing,
)
from moondesk.directory.jobs import apply_directory, run_pull
from moondesk.directory.models import DirectoryPerson
from moondesk.directory.rules import LABEL
from moondesk.events.models import Event
from moondesk.events.registry import reacts
from moondesk.organizations.actor import ActorKind
from moondesk.organizations.events import MemberChanged, MemberJoined
from moondesk.organizations.people import who_may
from moondesk.organizations.permissions import Permission


@reacts([MemberJoined])
def connect_who_joined(event: Event) -> None:
    """Connect a new member with the person of the directory who was invited."""
    if DirectoryPerson.objects.filter(invited_at__isnull=False, member=None).exists():
        welcome(event.subject_id)


@reacts([MemberChanged], in_transaction=True)
def keep_out_or_in(event: Event) -> None:
    """Note what somebody here did, so that the directory does not undo it."""
    by_directory = event.actor_kind == ActorKind.SYSTEM and event.actor_label == LABEL
    if event.data["field"] == "is_active" and not by_directory:
        note_activity(event.subject_id)


@reacts([DirectoryApplyingBegun])
def begin_applying(event: Event) -> None:
    """Have a worker carry it out."""
    apply_directory.enqueue(after="", leavers=event.data["leavers"], unasked=event.data["unasked"])


@reacts([DirectoryPeopleWait])
def begin_again(event: Event) -> None:
    """Have a worker go through everybody once more, when that can succeed."""
    when = event.created_at + datetime.timedelta(seconds=event.data["seconds"])
    apply_directory.enqueue_at(when, after="", leavers=event.data["leavers"], unasked=event.data["unasked"])


@reacts([DirectoryPullAsked])
def begin_pull(event: Event) -> None:
    """Have a worker read the other system now."""
    run_pull.enqueue(tenant=str(event.organization_id), run_id=event.data["run"])


@reacts([DirectoryPullFailing, DirectoryListingHeld])
def mail_of_pull(event: Event) -> None:
    """Tell those who manage the directory that the other system cannot be read, or that its listing is held."""
    for member in who_may(Permission.DIRECTORY_MANAGE):
        put_in_outbox(About(Kind.DIRECTORY, event.pk, member=member), member.user.email)
