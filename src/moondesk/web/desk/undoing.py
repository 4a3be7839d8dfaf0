"""Taking back what was just done to a ticket, and single changes from its history."""

import uuid
from urllib.parse import urlsplit

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moondesk.conversations.actions.drafts import put_back
from moondesk.conversations.attachments import attached_to
from moondesk.conversations.models import Message
from moondesk.conversations.queries import taken_up
from moondesk.conversations.rules import MessageKind
from moondesk.events.undo import revert_event, undo_operation
from moondesk.kit.errors import Conflict, NotFound
from moondesk.organizations.permissions import Permission
from moondesk.tickets.queries import get_for_change, get_for_undo, get_visible
from moondesk.web import uploads
from moondesk.web.desk.answering import answering_of
from moondesk.web.desk.changes import refuse, unchanged
from moondesk.web.desk.listing import changed_row, layout_asked, list_context
from moondesk.web.desk.page import TicketPage, read_id
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.fragments import Toast, is_partial


@require_POST
@in_desk(Permission.TICKET_VIEW)
def undo(request: TenantRequest, number: str, operation: uuid.UUID) -> HttpResponse:
    """Take back all that the member did to the ticket at once; the text of a reply comes back into the composer."""
    ticket = get_for_undo(request.actor, number)
    was_deleted = ticket.deleted_at is not None
    written = taken_up(ticket, operation)
    body, files = (written.body, attached_to(written)) if written else ("", [])
    try:
        with transaction.atomic():
            undo_operation(ticket.pk, operation, by=request.actor)
            if written:
                body, files = put_back(ticket, MessageKind(written.kind), body, by=request.actor, file_ids=files)
    except (Conflict, NotFound) as error:
        return _kept(request, number, error)
    page = TicketPage(request, get_visible(request.actor, number))
    if not written and layout_asked(request).key in ("board", "timeline") and is_partial(request):
        return changed_row(request, list_context(request), Toast(_("Undone.")))
    if not written:
        is_elsewhere = was_deleted or _stands_on_another(request, page.ticket.number)
        return _is_back(request, page) if is_elsewhere else _answered(request, page, _("Undone."))
    page.typed = {"kind": written.kind, "body": body}
    page.answering = answering_of(request.actor, page.ticket, str(written.reply_to_id or ""))
    page.waiting = uploads.given_back(request.actor, files)
    if is_partial(request):
        return page.changed(toast=Toast(_said(written)), also=("writing",))
    return unchanged(page, 200)


def _said(written: Message) -> str:
    if written.kind == MessageKind.NOTE:
        return _("Undone. Your note is back in its field.")
    return _("Not sent. Your text is back.") if written.body.strip() else _("Not sent. Your files are back.")


@require_POST
@in_desk(Permission.TICKET_UPDATE)
def revert(request: TenantRequest, number: str, event: uuid.UUID | None = None) -> HttpResponse:
    """Set back what one earlier change did; the buttons of the history share one form and each sends its event."""
    event = event or read_id(request.POST.get("event"), "event")
    if event is None:
        raise refuse("event")
    ticket = get_for_change(request.actor, number)
    try:
        with transaction.atomic():
            revert_event(ticket.pk, event, by=request.actor)
    except (Conflict, NotFound) as error:
        return _kept(request, number, error)
    return _answered(request, TicketPage(request, get_visible(request.actor, number)), _("Set back."))


def _stands_on_another(request: TenantRequest, number: str) -> bool:
    """Say whether the page that is open is that of another ticket, which this may just have taken away."""
    path = urlsplit(request.headers.get("HX-Current-URL", "")).path
    open_number = path.partition("/desk/tickets/")[2].partition("/")[0]
    return bool(open_number) and open_number != number


def _is_back(request: TenantRequest, page: TicketPage) -> HttpResponse:
    """Show a ticket to whoever stands in a list, or on a ticket that is gone."""
    messages.success(request, _("Undone."))
    return redirect(page.here)


def _answered(request: TenantRequest, page: TicketPage, said: str) -> HttpResponse:
    return page.changed(toast=Toast(said)) if is_partial(request) else redirect(page.here)


def _kept(request: TenantRequest, number: str, error: Conflict | NotFound) -> HttpResponse:
    page = TicketPage(request, get_visible(request.actor, number))
    page.errors = {"": error.message}
    return unchanged(page, error.status)
