"""What concerns you: tickets that were given to you, where you are mentioned, what your customers answer."""

import datetime
import uuid
from typing import Literal

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from moondesk.api.answers import answer, no_content
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import Input
from moondesk.api.paging import PARAMETERS, paged, read_page
from moondesk.kit.errors import NotAllowed
from moondesk.notifications.actions import choose_kinds, mark_read, mute_ticket, unmute_ticket
from moondesk.notifications.models import Notification
from moondesk.notifications.queries import shown, turned_off, unread_of
from moondesk.organizations.actions.preferences import choose_mails_off
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import current_organization
from moondesk.realtime.presence import Doing, Sign, give_sign
from moondesk.tickets.queries import get_visible, id_of_number
from moondesk.tickets.schemas import Shape

router = Router(tags=["Notifications"])
router.add_decorator(edge, mode="view")
type KindName = Literal[
    "assigned",
    "mention",
    "reply",
    "watched",
    "reminder",
    "woken",
    "mailbox",
    "waiting",
    "flood",
    "reading",
    "viewed",
    "closed",
    "opened",
    "domain",
    "offered",
    "owner",
    "no_owner",
    "owners",
]
type MailName = Literal["assigned", "mention", "reminder", "woken", "bulk", "mailbox", "waiting"]
_SORTS = {"at": datetime.datetime}


class NotificationOut(Shape):
    """One matter that concerns you. While it is unread, more of the same raises its `count`."""

    id: uuid.UUID
    kind: KindName
    ticket: str | None = Field(description="Its number; none where it tells of mail")
    ticket_id: uuid.UUID | None
    about: uuid.UUID | None = Field(description="Without a ticket: the mailbox, or the organization whose mails wait")
    subject: str
    by: str = Field(description="Who did it last; of a mailbox its name and server")
    count: int
    message: uuid.UUID | None = Field(description="The first message of it")
    bulk: uuid.UUID | None = Field(description="The change of many tickets it tells of; `ticket` is the first of them")
    muted: bool
    at: datetime.datetime
    read_at: datetime.datetime | None


class NotificationList(Shape):
    """A page of what concerns you, the latest first, and how much of all is unread, at most 100."""

    items: list[NotificationOut]
    next: str | None
    unread: int


class UnreadOut(Shape):
    """How much is unread, at most 100."""

    unread: int


class ReadIn(Input):
    """What you have read: some by their ids, those of a ticket, or, with neither, all."""

    ids: list[uuid.UUID] = Field(default=[], max_length=100)
    ticket: str | None = Field(default=None, max_length=40, description="A ticket's number")


class ChoiceIn(Input):
    """Of which kinds the desk shall not tell you."""

    off: list[KindName] = Field(max_length=13)
    mails_off: list[MailName] | None = Field(
        default=None, max_length=7, description="Kinds of mail that you do not want; left out, they stay as they are"
    )


class ChoiceOut(Shape):
    """Of which kinds the desk does not tell you, and of which you are not mailed."""

    off: list[KindName]
    mails_off: list[MailName]


class PresenceIn(Input):
    """What you do on a ticket."""

    doing: Literal["viewing", "writing", "gone"] = "viewing"


@router.get("/notifications", response=NotificationList, summary="List notifications", operation_id="notifications")
@needs(Permission.DESK_OPEN, parameters=(*PARAMETERS, "unread"))
def list_notifications(request: ApiRequest, unread: bool | None = None) -> HttpResponse:
    """What concerns you, the latest first; `unread=true` has what you have not read. Only of tickets you see now."""
    found = shown(request.actor)
    if unread is not None:
        found = found.filter(read_at__isnull=unread)
    rows, after = paged(found, read_page(request, sorts=_SORTS, default="-at"))
    prefix = current_organization().number_prefix
    items = [_out(one, prefix) for one in rows]
    return answer({"items": items, "next": after, "unread": unread_of(request.actor).count})


def _out(one: Notification, prefix: str) -> dict[str, object]:
    return {
        "id": one.pk,
        "kind": one.kind,
        "ticket": f"{prefix}-{one.ticket.number}" if one.ticket else None,
        "ticket_id": one.ticket_id,
        "about": one.subject_id,
        "subject": one.ticket.subject if one.ticket else "",
        "by": one.actor_label,
        "count": one.count,
        "message": one.message_id if one.kind != "reminder" else None,
        "bulk": one.bulk,
        "muted": getattr(one, "is_muted", False),
        "at": one.at,
        "read_at": one.read_at,
    }


@router.post("/notifications/read", response=UnreadOut, summary="Mark as read", operation_id="read_notifications")
@needs(Permission.DESK_OPEN)
def read_notifications(request: ApiRequest, wanted: ReadIn) -> HttpResponse:
    """Notes that you have read some, those of a ticket, or all."""
    ticket = id_of_number(request.actor, wanted.ticket) if wanted.ticket else None
    mark_read(request.actor, ids=wanted.ids, ticket=ticket)
    return answer({"unread": unread_of(request.actor).count})


@router.get("/notifications/choice", response=ChoiceOut, summary="What you hear of", operation_id="notification_choice")
@needs(Permission.DESK_OPEN)
def notification_choice(request: ApiRequest) -> HttpResponse:
    """Of which kinds the desk does not tell you, and of which you are not mailed."""
    if request.actor.member_id is None:
        raise NotAllowed("Only members are told of tickets.")
    return answer(_choice(request.actor.member_id))


def _choice(member_id: uuid.UUID) -> dict[str, list[str]]:
    mails_off = Member.objects.values_list("mails_off", flat=True).get(pk=member_id)
    return {"off": turned_off([member_id]).get(member_id, []), "mails_off": mails_off}


@router.put(
    "/notifications/choice", response=ChoiceOut, summary="Choose what you hear of", operation_id="choose_notifications"
)
@needs(Permission.DESK_OPEN)
def choose_notifications(request: ApiRequest, wanted: ChoiceIn) -> HttpResponse:
    """Chooses of which kinds the desk does not tell you and mails you. Of watched tickets `PUT /watching` does."""
    choose_kinds(wanted.off, by=request.actor)
    if wanted.mails_off is not None:
        choose_mails_off(wanted.mails_off, by=request.actor)
    if request.actor.member_id is None:
        raise NotAllowed("Only members are told of tickets.")
    return answer(_choice(request.actor.member_id))


@router.put("/tickets/{number}/mute", response={204: None}, summary="Mute a ticket", operation_id="mute_ticket")
@needs(Permission.DESK_OPEN)
def mute(request: ApiRequest, number: str) -> HttpResponse:
    """Tells you no more of what is written on it. Mentions, assignments and your reminders still come."""
    mute_ticket(get_visible(request.actor, number), by=request.actor)
    return no_content()


@router.delete(
    "/tickets/{number}/mute", response={204: None}, summary="Mute a ticket no more", operation_id="unmute_ticket"
)
@needs(Permission.DESK_OPEN)
def unmute(request: ApiRequest, number: str) -> HttpResponse:
    """Tells you again of what is written on it."""
    unmute_ticket(get_visible(request.actor, number), by=request.actor)
    return no_content()


@router.put(
    "/tickets/{number}/presence", response={204: None}, summary="Show that you are there", operation_id="put_presence"
)
@needs(Permission.DESK_OPEN)
def put_presence(request: ApiRequest, number: str, wanted: PresenceIn) -> HttpResponse:
    """Shows the others for 8 seconds that you look at the ticket, or write; say it again every 4."""
    actor = request.actor
    if actor.member_id is None:
        raise NotAllowed("Only members are seen.")
    ticket = id_of_number(actor, number)
    give_sign(Sign(actor.organization_id, ticket, actor.member_id, actor.label, Doing(wanted.doing), "api"))
    return no_content()
