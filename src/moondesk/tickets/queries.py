"""Every way to a ticket: what an actor may see, and nothing else."""

import datetime
import uuid
from collections.abc import Collection

from django.core.exceptions import EmptyResultSet
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from moondesk.events.models import Event
from moondesk.kit.clock import now
from moondesk.kit.compiled import compiled
from moondesk.kit.ids import digest, normal_code
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import current_organization
from moondesk.tickets.errors import LinkExpired, TicketChanged, TicketMerged, TicketNotFound
from moondesk.tickets.models import AccessLink, Participant, Status, Ticket
from moondesk.tickets.questions import Question
from moondesk.tickets.rules import Stage

_SHOWN = ("status", "category", "department", "requester__company", "assignee")


def visible_filter(actor: Actor) -> Q:
    """Return the condition under which the actor may see a ticket."""
    if actor.may(Permission.TICKET_VIEW_ALL):
        return Q()
    if not actor.may(Permission.TICKET_VIEW):
        return Q(pk__in=[])
    if not actor.is_staff:
        if actor.contact_id is None:
            return Q(pk__in=[])
        mine = Participant.objects.filter(contact_id=actor.contact_id).values("ticket_id")
        return Q(pk__in=mine)
    if actor.member_id is None:
        return Q(pk__in=[])
    scope = actor.scope
    own = Q(assignee_id=actor.member_id)
    if scope.departments:
        own |= Q(department_id__in=scope.departments)
    if scope.categories:
        own |= Q(category_id__in=scope.categories)
    if scope.types:
        own |= Q(type__in=scope.types)
    return own | Q(department_id=None)


def visible_to(actor: Actor) -> QuerySet[Ticket]:
    """Return the tickets that the actor may see."""
    return Ticket.objects.filter(visible_filter(actor), deleted_at=None)


def seen_or_deleted(actor: Actor) -> QuerySet[Ticket]:
    """Return the tickets that the actor may see, also while they are deleted: to take something back."""
    return Ticket.objects.filter(visible_filter(actor))


def deleted_to(actor: Actor) -> QuerySet[Ticket]:
    """Return the deleted tickets that the actor could see before and may restore."""
    if not actor.may(Permission.TICKET_DELETE):
        return Ticket.objects.none()
    return Ticket.objects.filter(visible_filter(actor), deleted_at__isnull=False)


def get_deleted(actor: Actor, number: str) -> Ticket:
    """Return a deleted ticket locked, to be restored or purged. Raises ``TicketNotFound``."""
    code = find_number(number)
    ticket = deleted_to(actor).filter(number=code).select_for_update(of=("self",)).first() if code else None
    if ticket is None:
        raise TicketNotFound(_("There is no such ticket."))
    return ticket


def longest_deleted(before: datetime.datetime) -> Ticket | None:
    """Return the ticket that has been deleted longest, if it was before a moment, locked to be purged."""
    rows = Ticket.objects.filter(deleted_at__lte=before).order_by("deleted_at")
    return rows.select_for_update(of=("self",), skip_locked=True).first()


def is_deleted(ticket_id: uuid.UUID) -> bool:
    """Say whether a ticket is deleted and may come back."""
    return Ticket.objects.filter(pk=ticket_id, deleted_at__isnull=False).exists()


def overdue_snoozes(most: int = 500) -> list[uuid.UUID]:
    """Return the tickets that should be awake."""
    due = Ticket.objects.filter(snoozed_at__isnull=False, snoozed_until__lte=now(), deleted_at=None)
    return list(due.order_by("snoozed_until").values_list("pk", flat=True)[:most])


def get_for_undo(actor: Actor, number: str, *, version: int | None = None) -> Ticket:
    """Return a ticket locked to have something of it undone, which may be that it was deleted."""
    try:
        return get_for_change(actor, number, version=version)
    except TicketNotFound:
        return get_deleted(actor, number)


def listed_to(actor: Actor) -> QuerySet[Ticket]:
    """Return the tickets that stand in lists: a merged one is found through the one where it goes on.

    Customers who take no part in that one keep their own, which shows them how it goes on.
    """
    visible = visible_to(actor)
    if actor.is_staff or actor.contact_id is None:
        return visible.filter(merged_into=None)
    mine = Participant.objects.filter(contact_id=actor.contact_id).values("ticket_id")
    return visible.filter(Q(merged_into=None) | ~Q(merged_into_id__in=mine))


def sees(actor: Actor, ticket: Ticket) -> bool:
    """Say whether the actor may see a ticket."""
    return bool(visible_to(actor).filter(pk=ticket.pk).exists())


def find_number(number: str) -> str:
    """Return the stored form of a ticket number as a person wrote it: any case, with or without prefix.

    What cannot be a number (NUL, half characters) becomes the empty text, which no ticket has.
    """
    code = normal_code(number.rpartition("-")[2])
    return code if code.isascii() and code.isalnum() else ""


def get_visible(actor: Actor, number: str) -> Ticket:
    """Return a ticket by its number with all that a page shows. Raises ``TicketNotFound``."""
    ticket = visible_to(actor).select_related(*_SHOWN).filter(number=find_number(number)).first()
    if ticket is None:
        raise TicketNotFound(_("There is no such ticket."))
    return ticket


def get_seen(ticket: uuid.UUID) -> Ticket:
    """Return a ticket that the actor was just found to see (``channels.marks``), with all that a page shows."""
    found = _with_all_shown(ticket)
    if not found:
        raise TicketNotFound(_("There is no such ticket."))
    return found[0]


@compiled
def _with_all_shown(ticket: uuid.UUID) -> QuerySet[Ticket]:
    return Ticket.objects.select_related(*_SHOWN).filter(pk=ticket, deleted_at=None)


def get_for_change(actor: Actor, number: str, *, version: int | None = None) -> Ticket:
    """Return a ticket locked for a change. Raises ``TicketNotFound``, or ``TicketChanged`` if ``version`` is old.

    A merged ticket stays as it is: whoever works at the desk gets ``TicketMerged``, a customer still answers on it.
    """
    asker = None if actor.may(Permission.TICKET_VIEW_ALL) else Question.of_all(actor)
    try:
        found = _locked(find_number(number), asker=asker)
    except EmptyResultSet:
        found = []
    if not found:
        raise TicketNotFound(_("There is no such ticket."))
    ticket = found[0]
    if actor.is_staff:
        refuse_merged(actor, ticket)
    check_version(ticket, version, notes=actor.may(Permission.NOTE_VIEW))
    return ticket


@compiled
def _locked(number: str, *, asker: Question | None) -> QuerySet[Ticket]:
    # Joined to nothing: when somebody changes it meanwhile, PostgreSQL looks whether the row still fits what it was
    # joined to, and would not find a ticket that has another status by then.
    tickets = visible_to(asker.actor) if asker else Ticket.objects.filter(deleted_at=None)
    return tickets.filter(number=number).select_for_update(of=("self",))


def refuse_merged(actor: Actor, ticket: Ticket) -> None:
    """Raise ``TicketMerged`` for a merged ticket, naming the one where it goes on to those who may see that."""
    if ticket.merged_into_id is None:
        return
    number = visible_to(actor).filter(pk=ticket.merged_into_id).values_list("number", flat=True).first()
    if number is None:
        raise TicketMerged(_("This ticket is merged into another one and goes on there."))
    shown = f"{current_organization().number_prefix}-{number}"
    raise TicketMerged(
        _("This ticket is merged into %(number)s and goes on there.") % {"number": shown}, extra={"merged_into": shown}
    )


def numbers_of_ids(actor: Actor, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the numbers of the tickets that the actor may see."""
    return dict(visible_to(actor).filter(pk__in=ids).order_by("id").values_list("pk", "number"))


def id_of_number(actor: Actor, number: str) -> uuid.UUID:
    """Return which ticket has a number, for what needs no more of it. Raises ``TicketNotFound``."""
    found: uuid.UUID | None = visible_to(actor).filter(number=find_number(number)).values_list("pk", flat=True).first()
    if found is None:
        raise TicketNotFound(_("There is no such ticket."))
    return found


def numbers_of_codes(actor: Actor, numbers: Collection[str]) -> list[str]:
    """Return of the numbers those of tickets that the actor may see."""
    return list(visible_to(actor).filter(number__in=numbers).order_by("number").values_list("number", flat=True))


def number_of(ticket_id: uuid.UUID) -> str:
    """Return a ticket's number for what follows from a change of it."""
    return str(Ticket.objects.values_list("number", flat=True).get(pk=ticket_id))


def lock_ticket(ticket_id: uuid.UUID) -> Ticket:
    """Return a ticket locked for what follows from a change of it, which somebody was allowed to make."""
    found = _with_lock(ticket_id)
    if not found:
        raise Ticket.DoesNotExist("The ticket to lock is gone")
    return found[0]


@compiled
def _with_lock(ticket_id: uuid.UUID) -> QuerySet[Ticket]:
    return Ticket.objects.select_for_update(of=("self",)).filter(pk=ticket_id)


def lock_survivor(ticket_id: uuid.UUID) -> Ticket:
    """Return the ticket in which one goes on, itself unless it is merged, locked.

    Whoever holds that one waits for none that goes on in it: customers who write there hold theirs, and want this one.
    """
    into = Ticket.objects.filter(pk=ticket_id).values_list("merged_into_id", flat=True).first()
    ticket = lock_ticket(into or ticket_id)
    return lock_ticket(ticket.merged_into_id) if ticket.merged_into_id else ticket


def check_version(ticket: Ticket, version: int | None, *, notes: bool = False) -> None:
    """Raise ``TicketChanged``, saying what changed (``notes``: also that notes were added), for another version."""
    if version is None or version == ticket.version:
        return
    missed = max(1, min(ticket.version - version, 20))
    told = Event.objects.filter(subject_id=ticket.pk)
    # What becomes of files and of time makes no new version.
    told = told.exclude(name__in=["message.files_changed", "message.note_files_changed"])
    told = told.exclude(name__startswith="time.")
    changes = (told if notes else told.exclude(name__startswith="message.note_")).order_by("-id")[:missed]
    raise TicketChanged(
        _("Somebody changed this ticket while you were looking at it."),
        extra={
            "version": ticket.version,
            "changes": [
                {"event": event.name, "by": event.actor_label, "at": event.created_at.isoformat(), "data": event.data}
                for event in changes
            ],
        },
    )


def default_status(stage: Stage) -> Status:
    """Return the status that a ticket takes when it enters a stage by itself."""
    return _default(stage.value)[0]


@compiled
def _default(stage: str) -> QuerySet[Status]:
    return Status.objects.filter(stage=stage, is_default=True)


def participant_by_secret(secret: str) -> Participant:
    """Return whose secret link this is. Raises ``LinkExpired`` for any link that does not open."""
    link = (
        AccessLink.objects.select_related("participant__ticket", "participant__contact")
        .filter(digest=digest(secret), revoked_at=None, expires_at__gt=now(), participant__ticket__deleted_at=None)
        .first()
    )
    if not secret or link is None:
        raise LinkExpired(_("This link has expired."))
    participant: Participant = link.participant
    return participant


def participants_of(ticket: Ticket) -> list[Participant]:
    """Return who takes part in a ticket, the requester first. The ticket must have come through here."""
    return _taking_part(ticket.pk)


@compiled
def _taking_part(ticket: uuid.UUID) -> QuerySet[Participant]:
    return Participant.objects.filter(ticket_id=ticket).select_related("contact").order_by("-is_requester", "id")


def participant_by_number_and_email(number: str, email: str) -> Participant | None:
    """Return who takes part in a ticket with this address, for mailing them their link and nothing else."""
    plain = find_number(number.replace("\0", ""))
    return (
        Participant.objects.select_related("contact", "ticket")
        .filter(ticket__number=plain, ticket__deleted_at=None, contact__email=email.replace("\0", ""))
        .first()
    )
