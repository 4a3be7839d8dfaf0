"""The menu of a message and what it does: voting, editing, deleting, restoring, and looking at what was done before."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from moondesk.channels.queries import is_mailed, mail_of
from moondesk.conversations.actions.editing import delete_message, edit_message, restore_message
from moondesk.conversations.actions.voting import vote
from moondesk.conversations.errors import InvalidMessage, MessageChanged
from moondesk.conversations.models import Message
from moondesk.conversations.permissions import may_delete, may_edit, may_write
from moondesk.conversations.revisions import find_message, may_look, versions_of, votes_of
from moondesk.conversations.rules import AuthorKind, MessageKind, Vote
from moondesk.events.undo import WINDOW, undo_operation
from moondesk.kit import context
from moondesk.kit.errors import Conflict, NotAllowed, NotFound
from moondesk.kit.markup import preview
from moondesk.organizations.permissions import Permission
from moondesk.tickets.queries import get_for_change, get_visible
from moondesk.web import fragments
from moondesk.web.comparing import compared
from moondesk.web.desk.changes import done, refuse, refused
from moondesk.web.desk.page import TicketPage
from moondesk.web.desk.revised import gone_words
from moondesk.web.desk.versions import version_lines
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.formats import datetime_text

_EXCERPT = 200


def _seen(request: TenantRequest, number: str, message: uuid.UUID) -> tuple[TicketPage, Message]:
    page = TicketPage(request, get_visible(request.actor, number))
    return page, find_message(request.actor, page.ticket, message)


def _about(page: TicketPage, message: Message) -> dict[str, Any]:
    """Return what all pages about one message show."""
    return page.context | {
        "message": message,
        "when": datetime_text(message.created_at),
        "is_note": message.kind == MessageKind.NOTE,
        "is_customers": message.author_kind == AuthorKind.CUSTOMER,
        "is_mailed": is_mailed(message),
        "link": page.request.build_absolute_uri(f"{page.bare_url()}?earlier={message.pk}#message-{message.pk}"),
        "at": f"{page.frame.url('messages', number=page.ticket.number)}/{message.pk}",
        "beside": page.list.suffix(layout=None),
    }


@require_safe
@in_desk(Permission.TICKET_VIEW)
def menu(request: TenantRequest, number: str, message: uuid.UUID) -> HttpResponse:
    """Give the menu of a message, when it is opened."""
    page, found = _seen(request, number, message)
    actor, votes = request.actor, votes_of(request.actor, found)
    gone = found.deleted_at is not None
    values = _about(page, found) | {
        "gone": gone_words(found) if gone else "",
        "may_answer": not gone and may_write(actor, found.kind),
        "has_mail": not gone and mail_of(found) is not None,
        "may_vote": not gone and actor.may(Permission.TICKET_REPLY),
        "may_edit": not gone and may_edit(actor, found),
        "may_delete": not gone and may_delete(actor, found),
        "may_restore": gone and may_look(actor, found),
        "may_look": found.version > 0 and may_look(actor, found),
        "mine": next((one.vote for one in votes if one.is_me), ""),
        "votes": votes,
    }
    return render(request, "desk/_message_choices.html", values)


@require_safe
@in_desk(Permission.TICKET_VIEW)
def votes(request: TenantRequest, number: str, message: uuid.UUID) -> HttpResponse:
    """Say who voted how."""
    page, found = _seen(request, number, message)
    values = _about(page, found) | {"votes": votes_of(request.actor, found)}
    return render(request, _part_or_page(request, "desk/_votes.html", "desk/votes.html"), values)


@require_safe
@in_desk(Permission.TICKET_VIEW)
def versions(request: TenantRequest, number: str, message: uuid.UUID) -> HttpResponse:
    """Show what was done to a message, and what it said before."""
    page, found = _seen(request, number, message)
    values = _about(page, found) | {"lines": version_lines(found, versions_of(request.actor, found))}
    values["may_restore"] = found.deleted_at is not None and may_write(request.actor, found.kind)
    return render(request, _part_or_page(request, "desk/_versions.html", "desk/versions.html"), values)


def _part_or_page(request: TenantRequest, part: str, page: str) -> str:
    is_part = request.headers.get("HX-Request-Type") == "partial"
    return part if fragments.is_partial(request) and is_part else page


@require_POST
@in_desk(Permission.TICKET_REPLY)
def ballot(request: TenantRequest, number: str, message: uuid.UUID) -> HttpResponse:
    """Vote on a message; the vote that one has already is taken back."""
    wanted = request.POST.get("vote", "")
    if wanted not in ("", *Vote):
        raise refuse("vote")
    choice = Vote(wanted) if wanted else None
    return _change(request, number, message, lambda found: vote(found, choice, by=request.actor))


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.TICKET_VIEW)
def edit(request: TenantRequest, number: str, message: uuid.UUID) -> HttpResponse:
    """Edit a message on a page of its own; of a text that somebody else edited meanwhile both are shown."""
    page, found = _seen(request, number, message)
    values: dict[str, Any] = {"text": found.body, "version": found.version, "error": "", "changed": None}
    if not may_edit(request.actor, found):
        raise NotAllowed(_("This message cannot be edited."))
    if request.method != "POST":
        if found.deleted_at is not None:
            raise NotFound(_("This message was deleted."))
        return render(request, "desk/message_edit.html", _about(page, found) | values)
    values["text"], version = request.POST.get("body", ""), _version(request)
    try:
        with transaction.atomic():
            get_for_change(request.actor, number)
            edit_message(found, values["text"], by=request.actor, version=version)
        return _went(request, found, number, _("Saved."))
    except MessageChanged as error:
        before = request.POST.get("was", "")
        values |= {"version": error.extra["version"], "changed": compared(before, error.extra["body"])}
        values["error"], status = error.message, error.status
        found.body = error.extra["body"]
    except (InvalidMessage, Conflict) as error:
        values |= {"error": error.message, "version": version}
        status = error.status
    response = render(request, "desk/message_edit.html", _about(page, found) | values, status=status)
    response["HX-Push-Url"] = "false"
    return response


def _version(request: TenantRequest) -> int:
    try:
        return int(request.POST.get("version", ""))
    except ValueError:
        raise refuse("version") from None


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.TICKET_VIEW)
def removal(request: TenantRequest, number: str, message: uuid.UUID) -> HttpResponse:
    """Delete a message. What it says to a customer is said before, where it was mailed."""
    if request.method == "POST":
        said = _("The message is deleted.")
        return _change(request, number, message, lambda found: delete_message(found, by=request.actor), said)
    page, found = _seen(request, number, message)
    if not may_delete(request.actor, found):
        raise NotAllowed(_("This message cannot be deleted."))
    if found.deleted_at is not None:
        raise NotFound(_("This message was deleted."))
    return render(request, "desk/message_delete.html", _about(page, found) | {"text": preview(found.body, _EXCERPT)})


@require_POST
@in_desk(Permission.TICKET_VIEW)
def restoration(request: TenantRequest, number: str, message: uuid.UUID) -> HttpResponse:
    """Bring a deleted message back."""

    def restore(found: Message) -> None:
        restore_message(found, by=request.actor)

    return _change(request, number, message, restore, _("The message is back."))


def _change(
    request: TenantRequest, number: str, message: uuid.UUID, change: Callable[[Message], object], said: str = ""
) -> HttpResponse:
    ticket = get_for_change(request.actor, number)
    found = find_message(request.actor, ticket, message)
    try:
        with transaction.atomic():
            change(found)
    except Conflict as error:
        return refused(request, number, error)
    if said and request.POST.get("from") == "page":
        return _went(request, found, number, said)
    return done(request, number, toast=_undoable(request, found, number, said) if said else None)


def _undoable(request: TenantRequest, message: Message, number: str, said: str) -> fragments.Toast:
    place = {"slug": request.organization.slug, "number": number, "message": message.pk}
    address = reverse("desk:message_undo", kwargs=place | {"operation": context.operation.get()})
    beside = f"?{request.GET.urlencode()}" if request.GET else ""
    return fragments.Toast(said, address + beside, int(WINDOW.total_seconds()))


def _went(request: TenantRequest, message: Message, number: str, said: str) -> HttpResponse:
    """Go back to the ticket from a page about a message."""
    page = TicketPage(request, get_visible(request.actor, number))
    toast, here = _undoable(request, message, number, said), page.url() + f"#message-{message.pk}"
    if not fragments.is_partial(request):
        messages.success(request, said, extra_tags=toast.undo)
        return redirect(here)
    response = page.render()
    response["HX-Push-Url"], response["HX-Trigger"] = here, toast.header
    return response


@require_POST
@in_desk(Permission.TICKET_VIEW)
def undo(request: TenantRequest, number: str, message: uuid.UUID, operation: uuid.UUID) -> HttpResponse:
    """Take back what was just done to a message, wherever in a merged conversation it stands."""
    ticket = get_for_change(request.actor, number)
    found = find_message(request.actor, ticket, message)
    try:
        with transaction.atomic():
            undo_operation(found.ticket_id, operation, by=request.actor)
    except Conflict as error:
        return refused(request, number, error)
    return done(request, number, toast=fragments.Toast(_("Undone.")))
