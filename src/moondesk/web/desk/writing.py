"""Answering and adding notes. A reply is stopped when something arrived that its writer has not seen."""

import datetime

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moondesk.contacts.actions import find_or_create_contact
from moondesk.conversations.actions import add_note, reply_to_customer
from moondesk.conversations.actions.addressing import address_reply
from moondesk.conversations.actions.answering import put_below
from moondesk.conversations.actions.drafts import drop_draft
from moondesk.conversations.errors import InvalidAnswer
from moondesk.conversations.models import Message
from moondesk.conversations.queries import messages_for
from moondesk.conversations.rules import MessageKind
from moondesk.fields.errors import FieldsRequired
from moondesk.kit import context
from moondesk.kit.errors import Conflict, InvalidInput
from moondesk.limits.actions import Limit, count
from moondesk.organizations.permissions import Permission
from moondesk.tickets.actions import change_status
from moondesk.tickets.errors import TicketBlocked
from moondesk.tickets.models import Status, Ticket
from moondesk.tickets.queries import get_for_change, get_visible
from moondesk.tickets.rules import MOST_IN_COPY
from moondesk.web import uploads
from moondesk.web.desk.answering import answered_id, answering_of
from moondesk.web.desk.changes import done, refuse, unchanged
from moondesk.web.desk.fields import asked_fields
from moondesk.web.desk.page import TicketPage, read_id
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.fragments import Toast, is_partial

CONFLICT = 409
ONCE = Limit("message-once", 1, 86_400)


class _NewsArrived(Exception):
    """Somebody wrote what the writer has not seen."""


@require_POST
@in_desk(Permission.TICKET_REPLY)
def messages(request: TenantRequest, number: str) -> HttpResponse:
    """Add a reply or a note, and set the status that was asked for with it. What was typed is never lost."""
    ticket = get_for_change(request.actor, number)
    note = request.POST.get("kind") == "note"
    try:
        with transaction.atomic():
            if _is_first(request, ticket):
                if not note and _is_news(request, ticket):
                    raise _NewsArrived
                _write(request, ticket, note=note)
                drop_draft(ticket, MessageKind.NOTE if note else MessageKind.REPLY, by=request.actor)
    except _NewsArrived:
        return _stopped(request, number)
    except uploads.FILE_ERRORS as error:
        page = _page(request, number)
        page.errors = {"files": error.message}
        return unchanged(page, error.status)
    except FieldsRequired as error:
        page = _page(request, number)
        page.asked = asked_fields(page.choices, page.ticket, error, request.POST)
        return unchanged(page, error.status)
    except TicketBlocked as error:
        page = _page(request, number)
        page.blocked = {"text": error.message, "action": "", "status": request.POST.get("status", "")}
        return unchanged(page, error.status)
    except InvalidAnswer as error:
        page = _page(request, number)
        page.errors = {"body": error.message}
        return unchanged(page, error.status)
    except (InvalidInput, Conflict) as error:
        page = _page(request, number)
        page.errors = error.fields or {"body": error.message}
        return unchanged(page, error.status)
    if is_partial(request):
        return done(request, number, toast=_said(request, number, note=note), also=("writing",))
    page = TicketPage(request, get_visible(request.actor, number))
    return redirect(f"{page.here}#message-{page.talk.seen}")


def _said(request: TenantRequest, number: str, *, note: bool) -> Toast:
    seconds, operation = request.organization.undo_seconds, context.operation.get()
    if not seconds and not note:
        return Toast(_("Reply sent."))
    address = reverse("desk:undo", kwargs={"slug": request.organization.slug, "number": number, "operation": operation})
    beside = f"?{request.GET.urlencode()}" if request.GET else ""
    if note:
        return Toast(_("Note added."), address + beside, 30)
    return Toast(_("Sent. It leaves in %(seconds)d seconds.") % {"seconds": seconds}, address + beside, seconds)


def _is_first(request: TenantRequest, ticket: Ticket) -> bool:
    """Say whether this was not sent before: a browser that got no answer sends the same once more, with the same key.

    The key is written in the transaction of the message: either both are there, or none.
    """
    key = request.POST.get("key", "")[:64]
    return not key or not count(ONCE, str(request.member.pk), str(ticket.pk), key).over


def _write(request: TenantRequest, ticket: Ticket, *, note: bool) -> None:
    body = request.POST.get("body", "")
    files = uploads.enclosed(request, request.actor)
    answered = answered_id(request.POST.get("reply_to", ""))
    if note:
        added = add_note(ticket, body, by=request.actor, files=files)
        if answered:
            put_below(added, ticket, answered, by=request.actor)
        return
    hold = datetime.timedelta(seconds=request.organization.undo_seconds)
    sent = reply_to_customer(ticket, body, by=request.actor, hold=hold, files=files)
    if answered:
        put_below(sent, ticket, answered, by=request.actor)
    _address(request, ticket, sent)
    key = request.POST.get("status", "")
    if key:
        status = Status.objects.filter(key=key).first()
        if status is None:
            raise refuse("status")
        # What was just written says why.
        despite = request.POST.get("despite_blockers") == "1"
        change_status(ticket, status, by=request.actor, explained=True, despite_blockers=despite)


def _address(request: TenantRequest, ticket: Ticket, sent: Message) -> None:
    """Send a reply to those who were chosen beside the composer."""
    given = request.POST.getlist("once")[:MOST_IN_COPY]
    if given:
        request.actor.require(Permission.CONTACT_MANAGE)
    once = [find_or_create_contact(email.strip(), "") for email in given]
    out = {one for one in (read_id(text, "leave_out") for text in request.POST.getlist("leave_out")) if one}
    address_reply(sent, ticket, leave_out=out, once=once, by=request.actor)


def _is_news(request: TenantRequest, ticket: Ticket) -> bool:
    """Say whether there is a message newer than the last that stood on the writer's page."""
    seen = read_id(request.POST.get("seen"), "seen")
    newest = messages_for(request.actor, ticket).order_by("-id").values_list("pk", flat=True).first()
    return seen is not None and newest is not None and newest > seen


def _page(request: TenantRequest, number: str) -> TicketPage:
    page = TicketPage(request, get_visible(request.actor, number))
    page.typed = {name: request.POST.get(name, "") for name in ("body", "kind")}
    page.typed["leave_out"] = " ".join(request.POST.getlist("leave_out"))
    page.answering = answering_of(request.actor, page.ticket, request.POST.get("reply_to", ""))
    page.waiting = uploads.waiting(request, request.actor)
    return page


def _stopped(request: TenantRequest, number: str) -> HttpResponse:
    page = _page(request, number)
    page.arrived = True
    return unchanged(page, CONFLICT)
