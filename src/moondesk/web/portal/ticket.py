"""One ticket as a chat: behind a sign-in, or behind the secret link of one who takes part."""

import functools
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from moondesk.contacts.models import Contact
from moondesk.conversations.actions import reply_as_customer
from moondesk.conversations.errors import InvalidMessage
from moondesk.kit.clock import now
from moondesk.kit.ids import new_secret
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Role
from moondesk.tickets.errors import LinkExpired
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_for_change, get_visible, participant_by_secret, participants_of
from moondesk.tickets.rules import Channel, OnCustomerReply, Stage, on_customer_reply
from moondesk.web import fragments
from moondesk.web.edges import TenantRequest, in_portal, portal_actor
from moondesk.web.language import speak
from moondesk.web.portal.counting import REPLY_BY_CLIENT, REPLY_BY_PLACE, by_place, counted, is_repeated, refusal
from moondesk.web.portal.lookup import expired
from moondesk.web.portal.new import followed_address
from moondesk.web.portal.page import address, frame, full_number, show
from moondesk.web.portal.talk import Talk, read_talk
from moondesk.web.signs import sign_of


@dataclass(frozen=True)
class Place:
    """Where a customer reads a ticket, and as whom. ``secret`` is empty for one who is signed in."""

    request: TenantRequest
    ticket: Ticket
    contact: Contact
    actor: Actor
    secret: str = ""

    @property
    def here(self) -> str:
        """The page."""
        return address(self.request, "link", secret=self.secret) if self.secret else self._own("ticket")

    @property
    def messages(self) -> str:
        """Where the conversation is read again and answered."""
        if self.secret:
            return address(self.request, "link_messages", secret=self.secret)
        return self._own("ticket_messages")

    def _own(self, name: str) -> str:
        return address(self.request, name, number=self.ticket.number)


def _signed_in(request: TenantRequest, number: str) -> Place:
    ticket = get_visible(request.actor, number)
    contact = request.contact
    if contact is None:
        raise LinkExpired("")
    return Place(request, ticket, contact, request.actor)


def _behind_link(request: TenantRequest, secret: str) -> Place:
    """Return the place behind a secret link: a guest of this ticket, whoever else they may be."""
    participant = participant_by_secret(secret)
    # The mail with this link was written in the ticket's language; so is the page behind it.
    speak(request, participant.ticket.language, participant.contact.language)
    guest = portal_actor(request.organization.pk, participant.contact, role=Role.GUEST)
    return Place(request, get_visible(guest, participant.ticket.number), participant.contact, guest, secret)


def _secret(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer a link that does not open with the way to a new one, and let no address of these pages get around.

    The header speaks for all that is fetched before the page's own ``same-origin`` holds. The page cannot say
    ``no-referrer`` itself: browsers then send forms with ``Origin: null``, which is what forged ones look like.
    """

    @functools.wraps(view)
    def enter(request: TenantRequest, secret: str) -> HttpResponse:
        try:
            response = view(request, secret=secret)
        except LinkExpired:
            response = expired(request)
        response["Referrer-Policy"] = "no-referrer"
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return enter


@require_GET
@in_portal(sign_in=True)
def ticket(request: TenantRequest, number: str) -> HttpResponse:
    """Show a ticket to the customer who is signed in."""
    return _page(_signed_in(request, number))


@require_http_methods(["GET", "POST"])
@counted(REPLY_BY_CLIENT, REPLY_BY_PLACE, by_place)
@in_portal(sign_in=True)
def ticket_messages(request: TenantRequest, number: str) -> HttpResponse:
    """Give the conversation again, or take an answer."""
    return _messages(_signed_in(request, number))


@require_GET
@in_portal()
@_secret
def link(request: TenantRequest, secret: str) -> HttpResponse:
    """Show a ticket to the one who has the link."""
    return _page(_behind_link(request, secret))


@require_http_methods(["GET", "POST"])
@counted(REPLY_BY_CLIENT, REPLY_BY_PLACE, by_place)
@in_portal()
@_secret
def link_messages(request: TenantRequest, secret: str) -> HttpResponse:
    """Give the conversation again, or take an answer."""
    return _messages(_behind_link(request, secret))


def _messages(place: Place) -> HttpResponse:
    if place.request.method == "POST":
        return _answer(place)
    if not fragments.is_partial(place.request):
        return redirect(place.here)
    talk = _talk(place)
    if place.request.GET.get("mark") == talk.mark:
        return HttpResponse(status=204)
    return HttpResponse(fragments.draw(place.request, "portal/ticket.html", _values(place, talk), "talk"))


def _answer(place: Place) -> HttpResponse:
    request = place.request
    body = request.POST.get("body", "")
    refused = refusal(request)
    if refused is not None:
        return _page(place, body=body, errors=[refused.message], status=refused.status)
    locked = get_for_change(place.actor, place.ticket.number)
    if is_repeated(request.organization.pk, request.POST.get("once", "")[:60]):
        return redirect(place.here)
    try:
        on, message = reply_as_customer(locked, place.contact, body, by=place.actor, channel=Channel.WEB)
    except InvalidMessage as error:
        return _page(place, body=body, errors=[error.message], status=error.status)
    if on.pk != place.ticket.pk:
        return redirect(followed_address(request, on.number))
    return redirect(f"{place.here}#message-{message.pk}")


def _talk(place: Place) -> Talk:
    try:
        earlier = uuid.UUID(place.request.GET.get("earlier", ""))
    except ValueError:
        earlier = None
    return read_talk(place.actor, place.ticket, earlier=earlier)


def _page(place: Place, *, body: str = "", errors: list[str] | None = None, status: int = 200) -> HttpResponse:
    values = _values(place, _talk(place)) | {"body": body, "errors": errors or [], "once": new_secret(12)}
    return show(place.request, "ticket", values, current="tickets", status=status)


def _values(place: Place, talk: Talk) -> dict[str, Any]:
    request, ticket, earlier = place.request, place.ticket, place.request.GET.get("earlier", "")
    days = request.organization.reopen_days_in(ticket.department)
    effect = on_customer_reply(Stage(ticket.stage), ticket.done_at, now(), days)
    again = {"earlier": earlier} if earlier else {}
    own = frame(request, "tickets")
    return own | {
        "place": place,
        "ticket": ticket,
        "talk": talk,
        "number": full_number(request, ticket.number),
        "status": {
            "label": ticket.status.customer_label(),
            "stage": ticket.stage,
            "sign": sign_of(ticket.status),
            "colour": ticket.status.shown_colour,
        },
        "reopens": effect is OnCustomerReply.REOPEN,
        "follows": effect is OnCustomerReply.FOLLOW_UP,
        "others": _others(place),
        "back": own["portal"]["nav"][1 if not place.secret else 0],
        "poll": f"{place.messages}?{urlencode({'mark': talk.mark, **again})}",
        "again": f"{place.messages}?{urlencode(again)}" if again else place.messages,
        "stream_url": "" if place.secret else f"/api/tickets/stream?organization={request.organization.slug}",
    }


def _others(place: Place) -> list[str]:
    """Return the names of the others who take part; who gave none stays unnamed, as addresses are not shown."""
    names = [one.contact.name for one in participants_of(place.ticket) if one.contact_id != place.contact.pk]
    return [name for name in names if name and "@" not in name]
