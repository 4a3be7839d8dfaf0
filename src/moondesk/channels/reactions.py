"""Which mails go out for what happened. Each runs after the commit, perhaps twice, and writes each mail once."""

import uuid
from collections.abc import Sequence

from django.db.models import Q, QuerySet

from moondesk.accounts.addresses import mailbox_of
from moondesk.channels.attention import concerned, reachable, watchers_to_tell
from moondesk.channels.bundling import bulk_behind, tell_together, undo_is_over
from moondesk.channels.events import MailboxFailing
from moondesk.channels.floods import why_withheld
from moondesk.channels.jobs import send_outgoing_mail
from moondesk.channels.mail.outbox import About, put_in_outbox
from moondesk.channels.mailing_members import tell_member
from moondesk.channels.models import MailAddress, OutgoingMail, ReceivedMail
from moondesk.channels.rules import Kind, State
from moondesk.conversations.actions.addressing import is_meant_for
from moondesk.conversations.events import (
    CustomerWrote,
    MessageRestored,
    NoteAdded,
    NoteRestored,
    ReplyReleased,
    ReplySent,
)
from moondesk.conversations.mention_events import Mentioned, NoteMentioned, all_told, told_members
from moondesk.conversations.models import Message
from moondesk.conversations.queries import find_message
from moondesk.conversations.rules import MessageKind
from moondesk.events.models import Event
from moondesk.events.registry import reacts
from moondesk.kit.compiled import compiled
from moondesk.limits.actions import Limit, count
from moondesk.organizations.events import (
    DeletionBegun,
    DeletionNear,
    DeletionTakenBack,
    DomainProven,
    OrganizationChanged,
)
from moondesk.organizations.models import Member
from moondesk.organizations.people import owners, who_may
from moondesk.organizations.permissions import Permission
from moondesk.tickets.events import ClosingSoon, ReminderDue, StatusChanged, TicketRestored, TicketWoken
from moondesk.tickets.families import addresses_of_requesters, all_participants, survivor_of
from moondesk.tickets.models import Participant
from moondesk.tickets.rules import Stage

FAILING_MAILBOX = Limit("mail-mailbox", 1, 4 * 3600)
_MOST_AT_ONCE = 1000


def _participants(event: Event) -> list[Participant]:
    """Return who is told of what happened: those of the ticket, and of the tickets that go on in it."""
    return [row for row in all_participants(event.subject_id) if row.contact.email is not None]


@compiled
def _unanswered(message_id: uuid.UUID) -> QuerySet[ReceivedMail]:
    return ReceivedMail.objects.filter(Q(is_automatic=True) | Q(is_historic=True), message_id=message_id).only("pk")[:1]


def _is_first(event: Event) -> bool:
    return bool(event.data.get("first")) and not event.data.get("quiet")


def _is_out(event: Event) -> bool:
    return not event.data.get("held")


def _requesters(events: Sequence[Event]) -> list[str]:
    """Return by what mails to those are counted who hear by themselves of what happened."""
    return [mailbox_of(email) for email in addresses_of_requesters([event.subject_id for event in events])]


@reacts([CustomerWrote], when=_is_first, of=_requesters)
def confirm_to_customer(event: Event) -> None:
    """Tell the requester of a new ticket that it is here; no machine gets an answer from this machine."""
    if _unanswered(uuid.UUID(event.data["message"])):
        return
    for participant in _participants(event):
        email = participant.contact.email
        if participant.is_requester and email:
            withheld = why_withheld(email, event, Kind.CONFIRMATION)
            put_in_outbox(About(Kind.CONFIRMATION, event.pk, participant), email, withheld=withheld)


@reacts([ReplySent, ReplyReleased], when=_is_out)
def mail_reply(event: Event) -> None:
    """Send a public reply to all who take part, once it is out."""
    message = find_message(uuid.UUID(event.data["message"]))
    if message is None or message.kind != MessageKind.REPLY:
        return
    for participant in _participants(event):
        if not is_meant_for(message, participant.contact_id, in_copy=participant.in_copy):
            continue
        put_in_outbox(About(Kind.REPLY, event.pk, participant, message), participant.contact.email or "")


def _is_done(event: Event) -> bool:
    return event.data.get("new_stage") in (Stage.RESOLVED, Stage.CLOSED) and not event.data.get("quiet")


@reacts([StatusChanged], when=_is_done, of=_requesters)
def mail_status(event: Event) -> None:
    """Tell the requester that the ticket is resolved or closed; not when it only came along with many others."""
    for participant in _participants(event):
        email = participant.contact.email
        if participant.is_requester and email:
            about, withheld = About(Kind.STATUS, event.pk, participant), why_withheld(email, event, Kind.STATUS)
            put_in_outbox(about, email, withheld=withheld, not_before=undo_is_over(event))


@reacts([TicketRestored])
def send_what_waited(event: Event) -> None:
    """Send the mails that a restored ticket still owes: while it was deleted none left."""
    waiting = OutgoingMail.objects.filter(ticket_id=event.subject_id, state=State.QUEUED)
    for pk in waiting.order_by("id").values_list("pk", flat=True):
        send_outgoing_mail.enqueue(tenant=str(event.organization_id), mail_id=str(pk))


@reacts([DomainProven])
def send_proven(event: Event) -> None:
    """Send the mails that waited until it was proven that their domain is the organization's."""
    here = Q(address=None) | Q(address__address__endswith=f"@{event.data['domain']}")
    waiting = OutgoingMail.objects.filter(here, state=State.QUEUED, address__way_out=None).order_by("id")
    for pk in waiting.values_list("pk", flat=True)[:_MOST_AT_ONCE]:
        send_outgoing_mail.enqueue(tenant=str(event.organization_id), mail_id=str(pk))


@reacts([MessageRestored, NoteRestored])
def send_restored(event: Event) -> None:
    """Send the mails that a restored message still owes: while it was deleted none left."""
    waiting = OutgoingMail.objects.filter(message_id=event.data["message"], state=State.QUEUED)
    for pk in waiting.order_by("id").values_list("pk", flat=True):
        send_outgoing_mail.enqueue(tenant=str(event.organization_id), mail_id=str(pk))


@reacts([ClosingSoon], of=_requesters)
def mail_closing(event: Event) -> None:
    """Tell the requester that the ticket closes soon, unless it was opened again meanwhile (T7)."""
    for participant in _participants(event):
        email = participant.contact.email
        if participant.is_requester and email and survivor_of(participant.ticket).stage == Stage.RESOLVED:
            withheld = why_withheld(email, event, Kind.CLOSING)
            put_in_outbox(About(Kind.CLOSING, event.pk, participant), email, withheld=withheld)


def _to_tell_alone(event: Event, members: list[Member]) -> list[Member]:
    """Return whom a mail of its own tells of an event: of a change of many tickets all are told once together."""
    change = bulk_behind(event) if members else None
    if change is None:
        return members
    for member in members:
        tell_together(change, event, member)
    return []


@reacts([Mentioned, NoteMentioned], of=all_told)
def mail_mentioned(event: Event) -> None:
    """Tell members that they were named in a message."""
    message = Message.objects.filter(pk=event.data["message"]).first()
    if message is not None:
        for member in _to_tell_alone(event, reachable(event.data["members"])):
            tell_member(event, Kind.MENTION, member, message=message, hold=event.name == NoteMentioned.name)


@reacts([CustomerWrote, ReplySent, ReplyReleased, NoteAdded], when=_is_out, of=concerned)
def mail_watchers(event: Event) -> None:
    """Tell those who watch a ticket that somebody wrote on it, once it can be read."""
    message = find_message(uuid.UUID(event.data["message"]))
    if message is None:
        return
    for member in _to_tell_alone(event, watchers_to_tell(message)):
        tell_member(event, Kind.NEWS, member, message=message, hold=event.name == NoteAdded.name)


@reacts([ReminderDue, TicketWoken], of=all_told)
def mail_moment(event: Event) -> None:
    """Tell a member that the moment of a reminder has come, or that a ticket they snoozed is back by itself."""
    kind = Kind.REMINDER if event.name == ReminderDue.name else Kind.WOKEN
    for member in reachable(told_members(event.name, event.data)):
        tell_member(event, kind, member)


@reacts([DeletionBegun, DeletionNear, DeletionTakenBack])
def mail_owners_of_deletion(event: Event) -> None:
    """Tell all owners, also the one who did it: it may not have been them."""
    for member in owners():
        put_in_outbox(About(Kind.DELETION, event.pk, member=member), member.user.email)


@reacts([MailboxFailing])
def mail_failing_mailbox(event: Event) -> None:
    """Tell those who manage mail that a mailbox cannot be read; of one that comes and goes, not all the time."""
    told = OutgoingMail.objects.filter(event_id=event.pk, kind=Kind.MAILBOX)
    if told.exists() or not count(FAILING_MAILBOX, str(event.subject_id)).over:
        for member in who_may(Permission.MAIL_MANAGE):
            put_in_outbox(About(Kind.MAILBOX, event.pk, member=member), member.user.email)


@reacts([OrganizationChanged], in_transaction=True)
def rename_addresses(event: Event) -> None:
    """Let mails leave under the new name of the organization, from addresses that have no name of their own."""
    old, new = event.data["before"].get("name"), event.data["after"].get("name")
    if old and new:
        MailAddress.objects.filter(name=old).update(name=new)
