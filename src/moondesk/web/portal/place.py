"""From where a customer looks at a ticket: signed in, or behind the secret link of one who takes part."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from moondesk.contacts.models import Contact
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Role
from moondesk.tickets.errors import LinkExpired, TicketNotFound
from moondesk.tickets.families import survivor_of
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_visible, participant_by_secret
from moondesk.web.edges import TenantRequest, portal_actor
from moondesk.web.fragments import is_partial
from moondesk.web.language import speak
from moondesk.web.portal.lookup import expired
from moondesk.web.portal.page import address


@dataclass(frozen=True)
class Place:
    """Where a customer reads a ticket, and as whom. ``secret`` is empty for one who is signed in."""

    request: TenantRequest
    ticket: Ticket
    home: Ticket
    """Where the ticket goes on: itself, unless it is merged. Its status is what a customer waits for."""
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

    @property
    def files(self) -> str:
        """The address below which the files of the ticket are."""
        return address(self.request, "link_files", secret=self.secret) if self.secret else self._own("ticket_files")

    @property
    def paper(self) -> str:
        """The page that is printed."""
        return address(self.request, "link_print", secret=self.secret) if self.secret else self._own("ticket_print")

    def act(self, what: str) -> str:
        """Return where the customer does something to the ticket: a resolution, a reopening, fields."""
        if self.secret:
            return address(self.request, f"link_{what}", secret=self.secret)
        return self._own(f"ticket_{what}")

    def _own(self, name: str) -> str:
        return address(self.request, name, number=self.ticket.number)


def signed_in(request: TenantRequest, number: str) -> Place:
    """Return the place of a signed-in customer."""
    ticket = get_visible(request.actor, number)
    contact = request.contact
    if contact is None:
        raise LinkExpired("")
    return Place(request, ticket, survivor_of(ticket), contact, request.actor)


def behind_link(request: TenantRequest, secret: str) -> Place:
    """Return the place behind a secret link: a guest of this ticket, whoever else they may be."""
    participant = participant_by_secret(secret)
    # The mail with this link was written in the ticket's language; so is the page behind it.
    speak(request, participant.ticket.language, participant.contact.language)
    guest = portal_actor(request.organization.pk, participant.contact, role=Role.GUEST)
    ticket = get_visible(guest, participant.ticket.number)
    return Place(request, ticket, survivor_of(ticket), participant.contact, guest, secret)


def secret_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer a link that does not open with the way to a new one, and let no address of these pages get around.

    The header speaks for all that is fetched before the page's own ``same-origin`` holds. The page cannot say
    ``no-referrer`` itself: browsers then send forms with ``Origin: null``, which is what forged ones look like.
    """

    @functools.wraps(view)
    def enter(request: TenantRequest, secret: str, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, secret=secret, **kwargs)
        except (LinkExpired, TicketNotFound) as error:
            if request.method == "GET" and is_partial(request):
                # An open page asks every few seconds: it is loaded anew, says what became of it, and asks no more.
                response = HttpResponse(status=404, headers={"HX-Refresh": "true"})
            elif isinstance(error, LinkExpired):
                response = expired(request)
            else:
                raise
        response["Referrer-Policy"] = "no-referrer"
        response.headers.setdefault("Cache-Control", "private, no-store")
        response["X-Robots-Tag"] = "noindex"
        return response

    return enter
