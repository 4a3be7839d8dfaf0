"""Who watches a ticket, and of what mails tell you on those you watch."""

import uuid
from typing import Literal

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from moondesk.api.answers import answer, no_content
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.errors import NoSuchReference
from moondesk.api.inputs import Input
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.actions.preferences import choose_watch_mails
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Permission
from moondesk.tickets.actions.attending import unwatch_ticket, watch_ticket
from moondesk.tickets.families import watchers_of
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_for_change, get_visible
from moondesk.tickets.schemas import Shape

router = Router(tags=["Tickets"])
router.add_decorator(edge, mode="view")
type Mails = Literal["all", "customer", "none"]
_MAILS = "`all` that is written, what the `customer` writes, or `none`"


class WatcherOut(Shape):
    """One member who watches a ticket."""

    member: uuid.UUID
    name: str


class WatcherList(Shape):
    """All who watch a ticket."""

    items: list[WatcherOut]


class WatchMailsOut(Shape):
    """Of what you are mailed on tickets you watch."""

    mails: Mails = Field(description=_MAILS)


class WatchMailsIn(Input):
    """Of what you want to be mailed."""

    mails: Mails = Field(description=_MAILS)


@router.get("/tickets/{number}/watchers", response=WatcherList, summary="List watchers", operation_id="list_watchers")
@needs(Permission.DESK_OPEN)
def list_watchers(request: ApiRequest, number: str) -> HttpResponse:
    """The members who watch a ticket. `watched=true` in the list of tickets has those that you watch."""
    return _watchers(get_visible(request.actor, number))


@router.put(
    "/tickets/{number}/watchers/{member}", response=WatcherList, summary="Watch a ticket", operation_id="add_watcher"
)
@needs(Permission.DESK_OPEN)
def add_watcher(request: ApiRequest, number: str, member: str) -> HttpResponse:
    """Tells you (`me`), or a member by id who may see the ticket, of what is new on it."""
    ticket = get_for_change(request.actor, number)
    found = Member.objects.filter(pk=_id(request, member), is_active=True).first()
    if found is None:
        text = "There is nothing with this id."
        raise NoSuchReference(text, fields={"member": text})
    watch_ticket(ticket, found, by=request.actor)
    return _watchers(ticket)


@router.delete(
    "/tickets/{number}/watchers/{member}",
    response={204: None},
    summary="Watch a ticket no more",
    operation_id="remove_watcher",
)
@needs(Permission.DESK_OPEN)
def remove_watcher(request: ApiRequest, number: str, member: str) -> HttpResponse:
    """Tells you (`me`), or a member, no more of a ticket."""
    unwatch_ticket(get_for_change(request.actor, number), _id(request, member), by=request.actor)
    return no_content()


@router.put("/watching", response=WatchMailsOut, summary="Choose mails on watched tickets", operation_id="watch_mails")
@needs(Permission.DESK_OPEN)
def watch_mails(request: ApiRequest, wanted: WatchMailsIn) -> HttpResponse:
    """Says of what mails tell you on the tickets you watch."""
    return answer({"mails": choose_watch_mails(wanted.mails, by=request.actor).value})


def _id(request: ApiRequest, member: str) -> uuid.UUID:
    if member == "me":
        if request.actor.member_id is None:
            raise NotAllowed("Only members watch tickets.")
        return request.actor.member_id
    try:
        return uuid.UUID(member)
    except ValueError:
        text = "Give the id of a member, or me."
        raise NoSuchReference(text, fields={"member": text}) from None


def _watchers(ticket: Ticket) -> HttpResponse:
    ids = watchers_of(ticket)
    names = dict(Member.objects.filter(pk__in=ids).order_by("id").values_list("pk", "name"))
    return answer({"items": [{"member": pk, "name": names[pk]} for pk in ids if pk in names]})
