"""Whom something concerns that happened. Each runs after the commit, perhaps twice, and tells once."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import replace

from django.db.models import Q

from moondesk.audit.events import MuchRead, ViewingBegan
from moondesk.bulk.events import BulkUndoBegun
from moondesk.bulk.rules import BulkState
from moondesk.channels.attention import concerned, reachable
from moondesk.channels.bundling import bulk_behind
from moondesk.channels.events import (
    AnswersStopped,
    MailboxChanged,
    MailboxFailing,
    MailboxRecovered,
    MailDiscarded,
    MailProcessedAgain,
    MailReleased,
    MailsWait,
)
from moondesk.channels.ledger.counting import count_waiting
from moondesk.channels.mailing_members import tell_member
from moondesk.channels.rules import Kind as MailKind
from moondesk.conversations.events import (
    CustomerWrote,
    MessageDeleted,
    NoteAdded,
    NoteDeleted,
    NoteTakenBack,
    ReplyReleased,
    ReplySent,
    ReplyTakenBack,
)
from moondesk.conversations.mention_events import Mentioned, NoteMentioned, all_told, told_members
from moondesk.conversations.queries import named_in, standing_message
from moondesk.events.models import Event
from moondesk.events.registry import organizations_of, reacts
from moondesk.notifications.actions import Matter, take_back, tell_members, tell_of_mail, tell_people
from moondesk.notifications.queries import turned_off
from moondesk.notifications.rules import Kind
from moondesk.operating.events import OrganizationResumed, OrganizationSuspended
from moondesk.organizations.actor import ActorKind
from moondesk.organizations.events import DomainLost, DomainMissing
from moondesk.organizations.people import owners
from moondesk.organizations.token_access import member_of_token
from moondesk.organizations.transfer import offer_by_id
from moondesk.organizations.transfer_events import (
    OwnersChanged,
    OwnershipOffered,
    OwnershipOfferEnded,
    OwnershipTransferred,
)
from moondesk.organizations.transfer_rules import OwnerChange
from moondesk.portals.events import PortalDomainLost, PortalDomainMissing
from moondesk.tickets.events import AssigneeChanged, ReminderDue, TicketWoken
from moondesk.tickets.families import survivor_of, watched_with, where_it_goes_on


def _doer(event: Event) -> uuid.UUID | None:
    """Return the member who did it, also by a token of theirs: nobody is told of what they did themselves."""
    if event.actor_kind == ActorKind.MEMBER:
        return event.actor_id
    if event.actor_kind != ActorKind.TOKEN:
        return None
    return member_of_token(event.actor_id)


def _tell(matter: Matter, members: Collection[uuid.UUID], *, doer: uuid.UUID | None) -> None:
    """Tell members; of a change of many tickets in one notification, and of nothing that is taken back."""
    bulk = bulk_behind(matter.event)
    if bulk is None or bulk.state not in (BulkState.UNDOING, BulkState.UNDONE):
        tell_members(replace(matter, bulk=bulk.pk if bulk else None), members, doer=doer)


@reacts([BulkUndoBegun])
def forget_bulk(event: Event) -> None:
    """Forget what told of a change of many tickets that is taken back."""
    take_back(Q(bulk=event.subject_id))


def _assigned(events: Sequence[Event]) -> list[str]:
    return [event.data["new"] for event in events if _is_given(event)]


@reacts([AssigneeChanged], of=_assigned)
def tell_assignee(event: Event) -> None:
    """Tell who has a ticket now; who had it until now and has not read that it was theirs need not any more."""
    old, doer = event.data.get("old"), _doer(event)
    if old:
        one = Q(member_id=old, ticket_id=event.subject_id, kind=Kind.ASSIGNED, bulk=None)
        take_back(one & Q(created_at__lt=event.created_at))
    new = _other(event, doer)
    ticket = where_it_goes_on(event.subject_id) if new else None
    if new is not None and ticket is not None and new == ticket.assignee_id:
        _tell(Matter(Kind.ASSIGNED, event, ticket), [new], doer=doer)


def _is_given(event: Event) -> bool:
    return bool(event.data.get("new"))


def _other(event: Event, doer: uuid.UUID | None) -> uuid.UUID | None:
    """Return who has the ticket now, unless they took it themselves."""
    new = uuid.UUID(event.data["new"]) if _is_given(event) else None
    return new if new != doer else None


@reacts([AssigneeChanged], when=_is_given, of=_assigned)
def mail_assignee(event: Event) -> None:
    """Mail who has a ticket now, unless they took it themselves or do not want to be told; not of many at once."""
    new = _other(event, _doer(event))
    ticket = where_it_goes_on(event.subject_id) if new else None
    if new is None or ticket is None or new != ticket.assignee_id or bulk_behind(event) is not None:
        return
    told = reachable([new])
    off = turned_off([one.pk for one in told]) if told else {}
    for member in told:
        if Kind.ASSIGNED.value not in off.get(member.pk, ()):
            tell_member(event, MailKind.ASSIGNED, member, hold=True)


@reacts([Mentioned, NoteMentioned], of=all_told)
def tell_named(event: Event) -> None:
    """Tell members that they were named."""
    ticket = where_it_goes_on(event.subject_id)
    if ticket is not None:
        internal = event.name == NoteMentioned.name
        matter = Matter(Kind.MENTION, event, ticket, uuid.UUID(event.data["message"]), internal)
        _tell(matter, [uuid.UUID(one) for one in event.data["members"]], doer=_doer(event))


def _goes_on(event: Event) -> bool:
    return not event.data.get("held") and not event.data.get("first")


@reacts([CustomerWrote, ReplySent, ReplyReleased, NoteAdded], when=_goes_on, of=concerned)
def tell_of_message(event: Event) -> None:
    """Tell the assignee that the customer wrote, and who watches the ticket that anybody did, once it can be read."""
    message = standing_message(event.data["message"])
    if message is None:
        return
    ticket, doer = survivor_of(message.ticket), message.author_member_id
    mine = ticket.assignee_id if event.name == CustomerWrote.name else None
    watching = {one for watched in watched_with(message.ticket) for one in watched.watchers or ()}
    if mine is None and not watching:
        return
    known = named_in(message)
    if mine is not None and mine not in known:
        tell_members(Matter(Kind.REPLY, event, ticket, message.pk), [mine], doer=doer)
        known = {*known, mine}
    watching -= known
    if watching:
        matter = Matter(Kind.WATCHED, event, ticket, message.pk, event.name == NoteAdded.name)
        _tell(matter, sorted(watching), doer=doer)


@reacts([ReminderDue, TicketWoken], of=all_told)
def tell_moment(event: Event) -> None:
    """Tell a member that the moment of a reminder has come, or that a ticket they put aside is back by itself."""
    ticket = where_it_goes_on(event.subject_id)
    if ticket is not None:
        members = [uuid.UUID(one) for one in told_members(event.name, event.data)]
        reminder = uuid.UUID(event.data["reminder"]) if event.name == ReminderDue.name else None
        kind = Kind.REMINDER if reminder else Kind.WOKEN
        tell_members(Matter(kind, event, ticket, reminder), members, doer=None)


@reacts([NoteTakenBack, ReplyTakenBack, MessageDeleted, NoteDeleted])
def forget_message(event: Event) -> None:
    """Forget what only told of a message that is not there any more."""
    take_back(Q(ticket_id=event.subject_id, message_id=event.data["message"], count=1))


@reacts([MailboxFailing])
def tell_of_mailbox(event: Event) -> None:
    """Tell those who manage mail that a mailbox cannot be read."""
    tell_of_mail(Matter(Kind.MAILBOX, event, subject_id=event.subject_id, label=event.data["label"]))


@reacts([MailboxRecovered, MailboxChanged])
def forget_mailbox(event: Event) -> None:
    """Forget that a mailbox cannot be read, once it can be or somebody did something about it."""
    take_back(Q(kind=Kind.MAILBOX, subject_id=event.subject_id, created_at__lt=event.created_at))


@reacts([AnswersStopped])
def tell_of_flood(event: Event) -> None:
    """Tell those who manage mail that an address is not answered any more."""
    tell_of_mail(Matter(Kind.FLOOD, event, subject_id=event.subject_id, label=event.data["label"]))


@reacts([MuchRead])
def tell_of_reading(event: Event) -> None:
    """Tell those who see the audit log that somebody reads more than anybody does at work."""
    tell_of_mail(Matter(Kind.READING, event, subject_id=event.subject_id, label=event.data["label"]))


@reacts([ViewingBegan])
def tell_of_viewing(event: Event) -> None:
    """Tell a member that somebody looks with their eyes; of the operator looking in, those who own the organization."""
    member = event.data["member"]
    told = [uuid.UUID(member)] if member else [one.pk for one in owners()]
    tell_people(Matter(Kind.VIEWED, event, subject_id=event.subject_id), told)


@reacts([OrganizationSuspended, OrganizationResumed])
def tell_of_closing(event: Event) -> None:
    """Tell the owners that the operator closed or opened their organization."""
    kind = Kind.CLOSED if event.name == OrganizationSuspended.name else Kind.OPENED
    tell_people(Matter(kind, event, subject_id=event.pk, label=event.data["reason"]), [one.pk for one in owners()])


@reacts([DomainMissing, DomainLost, PortalDomainMissing, PortalDomainLost])
def tell_of_domain(event: Event) -> None:
    """Tell the owners that the record of a domain is gone: soon, or now, it does not count as theirs any more."""
    matter = Matter(Kind.DOMAIN, event, subject_id=event.pk, label=event.data["domain"])
    tell_people(matter, [one.pk for one in owners()])


@reacts([OwnershipOffered, OwnershipTransferred, OwnershipOfferEnded])
def tell_of_ownership(event: Event) -> None:
    """Tell whom the organization is offered to, and the owners; then what became of it. No offer stays that is over."""
    offer = offer_by_id(event.subject_id)
    if offer is None:
        return
    sides = {offer.offered_by_id, offer.offered_to_id}
    if event.name == OwnershipOffered.name:
        if offer.ended_at is None:
            told = {offer.offered_to_id, *(one.pk for one in owners())} - {offer.offered_by_id}
            tell_people(Matter(Kind.OFFERED, event, subject_id=offer.pk), told)
        return
    take_back(Q(kind=Kind.OFFERED, subject_id=offer.pk))
    kind = Kind.OWNER if event.name == OwnershipTransferred.name else Kind.NO_OWNER
    told = sides | {one.pk for one in owners()}
    tell_people(Matter(kind, event, subject_id=offer.pk, label=offer.offered_to.name), told - {_doer(event)})


@reacts([OwnersChanged])
def tell_of_owners(event: Event) -> None:
    """Tell the owners, and whom it is about, that there is an owner more or fewer."""
    invited = {event.subject_id} if event.data["change"] == OwnerChange.INVITED else set()
    told = {event.subject_id, *(one.pk for one in owners())} - {_doer(event)} - invited
    tell_people(Matter(Kind.OWNERS, event, subject_id=event.pk, label=event.data["label"]), told)


@reacts([MailsWait])
def tell_of_waiting(event: Event) -> None:
    """Tell those who decide about mails that some wait."""
    tell_of_mail(Matter(Kind.WAITING, event, subject_id=event.organization_id))


@reacts([MailReleased, MailDiscarded, MailProcessedAgain], of=organizations_of)
def forget_waiting(event: Event) -> None:
    """Forget that mails wait, once none does."""
    if not count_waiting():
        take_back(Q(kind=Kind.WAITING, created_at__lt=event.created_at))
