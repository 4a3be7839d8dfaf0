"""The mails of one message: how far each got, why one did not arrive, and sending those again."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from moondesk.channels import dead
from moondesk.channels.queries import Delivery, delivery_of
from moondesk.channels.resending import send_message_again
from moondesk.channels.rules import UNDELIVERED, State
from moondesk.contacts.queries import get_visible as get_visible_contact
from moondesk.conversations.revisions import find_message
from moondesk.kit.errors import Conflict
from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import Permission
from moondesk.tickets.queries import get_for_change, get_visible
from moondesk.web.desk.page import TicketPage
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.formats import datetime_text
from moondesk.web.frame import Frame
from moondesk.web.levels import level


def state_words(state: str) -> str:
    """Return how far a mail got, in a word or two."""
    words = {
        State.QUEUED: _("waits"),
        State.SENDING: _("is being sent"),
        State.SENT: _("sent"),
        State.DELIVERED: _("delivered"),
        State.DELAYED: _("delayed"),
        State.FAILED: _("not sent"),
        State.BOUNCED: _("came back"),
        State.COMPLAINED: _("reported as unwanted"),
        State.WITHHELD: _("kept back"),
    }
    return words.get(State(state), state)


@require_safe
@in_desk(Permission.TICKET_VIEW)
def mails(request: TenantRequest, number: str, message: uuid.UUID) -> HttpResponse:
    """Show the mails of a message."""
    page = TicketPage(request, get_visible(request.actor, number))
    found = find_message(request.actor, page.ticket, message)
    rows: list[Delivery] = delivery_of([found.pk]).get(found.pk, [])
    values = page.context | {
        "message": found,
        "when": datetime_text(found.created_at),
        "mails": [{"mail": one, "state": state_words(one.state)} for one in rows],
        "at": f"{page.frame.url('messages', number=page.ticket.number)}/{found.pk}",
        "may_send": level(request, Element.COMPOSER).usable and any(one.state in UNDELIVERED for one in rows),
    }
    return render(request, "desk/mails.html", values)


@require_POST
@in_desk(Permission.TICKET_REPLY)
def again(request: TenantRequest, number: str, message: uuid.UUID) -> HttpResponse:
    """Send those again that did not arrive."""
    ticket = get_for_change(request.actor, number)
    found = find_message(request.actor, ticket, message)
    page = TicketPage(request, ticket)
    try:
        sent = send_message_again(ticket, found.pk, by=request.actor)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        said = ngettext("%(count)d mail is sent again.", "%(count)d mails are sent again.", sent)
        messages.success(request, said % {"count": sent})
    return redirect(f"{page.url()}#message-{found.pk}")


@require_POST
@in_desk(Permission.CONTACT_MANAGE)
def lift(request: TenantRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Let mails go to a contact by themselves again."""
    contact = get_visible_contact(request.actor, contact_id)
    dead.lift(contact.email or "", by=request.actor)
    messages.success(request, _("Mails go to this address again."))
    return redirect(Frame(request).url("contact", contact_id=contact.pk))
