"""Pages that bring tickets together: merging, unmerging, linking. Each finds tickets as one types."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.conversations.actions.merging import merge_tickets, unmerge_ticket
from moondesk.kit import context
from moondesk.kit.errors import DomainError, NotAllowed
from moondesk.organizations.permissions import Permission
from moondesk.tickets.actions.linking import link_tickets, unlink_tickets
from moondesk.tickets.joining import Relation
from moondesk.tickets.lists import ListQuery, Sort, list_tickets
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import find_number, get_visible
from moondesk.tickets.search_language import as_words
from moondesk.web.desk.changes import done, refuse, version_of
from moondesk.web.desk.page import TicketPage
from moondesk.web.desk.words import RELATIONS
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.fragments import Toast, is_partial

_FOUND = 8
_TEXT = 100


@dataclass
class Asked:
    """What a page was asked with: words to search for, tickets chosen, and what could not be done."""

    words: str = ""
    chosen: Sequence[str] = ()
    values: dict[str, str] = field(default_factory=dict)
    error: str = ""

    @classmethod
    def of(cls, request: TenantRequest, **values: str) -> "Asked":
        """Read what was typed and chosen, and the ``values`` beside it with what they are when nothing is."""
        given = request.POST if request.method == "POST" else request.GET
        words = given.get("q", "").replace("\0", "").strip()[:_TEXT]
        chosen = tuple(dict.fromkeys(find_number(one) for one in given.getlist("ticket") if find_number(one)))
        return cls(words, chosen[:50], {name: given.get(name, start) for name, start in values.items()})


def ticket_page(request: TenantRequest, number: str) -> TicketPage:
    """Return the page of a ticket on which something is to be done."""
    return TicketPage(request, get_visible(request.actor, number))


def show(
    page: TicketPage, template: str, asked: Asked, values: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Draw a page about a ticket that is not the ticket's own."""
    context_ = page.context | {"asked": asked, **(values or {})}
    response = render(page.request, template, context_, status=status)
    if status >= 400:
        response["HX-Push-Url"] = "false"
    return response


def _finding(page: TicketPage, asked: Asked) -> dict[str, Any]:
    """Return the tickets that were chosen, then those that fit the words or are the requester's own."""
    actor = page.request.actor
    chosen = [
        row
        for number in asked.chosen
        for row in list_tickets(actor, ListQuery(q=number, limit=_FOUND)).rows
        if row.number == number
    ]
    query = ListQuery(q=as_words(asked.words), sort=Sort.UPDATED, limit=_FOUND)
    found = list_tickets(actor, query).rows if asked.words else page.others
    known = {page.ticket.number, *(row.number for row in chosen)}
    rows = [*chosen, *(row for row in found if row.number not in known)]
    shown = [row for row in rows if row.number != page.ticket.number]
    others = any(row.requester_id != page.ticket.requester_id for row in shown)
    return {"found": [page.list.row(row) for row in shown], "is_own": not asked.words, "others": others}


def went(
    request: TenantRequest, ticket: Ticket, text: str, *, can_undo: bool = True, undo_on: Ticket | None = None
) -> HttpResponse:
    """Go to a ticket after something was done, and offer to take it back; ``undo_on`` another, if it began there."""
    page = ticket_page(request, ticket.number)
    if not is_partial(request):
        messages.success(request, text)
        return redirect(page.url())
    response = page.render()
    response["HX-Push-Url"] = page.url()
    toast = undoable(request, (undo_on or ticket).number, text) if can_undo else Toast(text)
    response["HX-Trigger"] = toast.header
    return response


def undoable(request: TenantRequest, number: str, text: str) -> Toast:
    """Return a toast with which what was just done to a ticket can be taken back."""
    operation = context.operation.get()
    address = reverse("desk:undo", kwargs={"slug": request.organization.slug, "number": number, "operation": operation})
    return Toast(text, address, 30)


def attempt[T](work: Callable[[], T]) -> tuple[T | None, DomainError | None]:
    """Return what came of something, or the expected error; then nothing of it was done."""
    try:
        with transaction.atomic():
            return work(), None
    except NotAllowed:
        raise
    except DomainError as error:
        return None, error


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.TICKET_UPDATE)
def merge(request: TenantRequest, number: str) -> HttpResponse:
    """Choose tickets and merge them into this one, or this one into another."""
    page, asked = ticket_page(request, number), Asked.of(request, direction="here")
    if request.method != "POST":
        return show(page, "desk/merge.html", asked, _finding(page, asked))
    there = asked.values["direction"] == "there" and len(asked.chosen) == 1
    into, what = (asked.chosen[0], [page.ticket.number]) if there else (page.ticket.number, list(asked.chosen))
    version = None if there else version_of(request)
    survivor, error = attempt(lambda: merge_tickets(into, what, by=request.actor, version=version))
    if survivor is None or error is not None:
        asked.error = error.message if error else ""
        page = ticket_page(request, number)
        return show(page, "desk/merge.html", asked, _finding(page, asked), status=error.status if error else 400)
    text = ngettext("%(count)d ticket merged into this one.", "%(count)d tickets merged into this one.", len(what))
    return went(request, survivor, text % {"count": len(what)})


@require_POST
@in_desk(Permission.TICKET_UPDATE)
def unmerge(request: TenantRequest, number: str, merged: str) -> HttpResponse:
    """Let a merged ticket go on by itself."""
    unmerge_ticket(merged, by=request.actor, into=number)
    text = _("%(number)s is a ticket of its own again.") % {"number": merged}
    return done(request, number, toast=undoable(request, number, text))


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.TICKET_UPDATE)
def links(request: TenantRequest, number: str) -> HttpResponse:
    """Choose a ticket and say what this one is to it."""
    page, asked = ticket_page(request, number), Asked.of(request, relation=Relation.RELATES_TO.value)
    options = {"relations": [(one.value, str(word)) for one, word in RELATIONS.items()]}
    if request.method != "POST":
        return show(page, "desk/link.html", asked, _finding(page, asked) | options)
    try:
        relation = Relation(asked.values["relation"])
    except ValueError:
        raise refuse("relation") from None
    other = asked.chosen[0] if asked.chosen else ""
    made, error = attempt(lambda: link_tickets(number, relation, other, by=request.actor, version=version_of(request)))
    if made is None or error is not None:
        asked.error = (error.message if error else "") if other else _("Choose a ticket.")
        page = ticket_page(request, number)
        values = _finding(page, asked) | options
        return show(page, "desk/link.html", asked, values, status=error.status if error else 400)
    return went(request, made[0], _("Linked."))


@require_POST
@in_desk(Permission.TICKET_UPDATE)
def unlink(request: TenantRequest, number: str, link: uuid.UUID) -> HttpResponse:
    """Take a link away."""
    unlink_tickets(number, link, by=request.actor)
    return done(request, number, toast=undoable(request, number, _("Link removed.")))
