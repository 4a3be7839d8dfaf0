"""Watching a ticket: oneself by one press, colleagues in the panel, and of what mails tell."""

import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from moondesk.kit.errors import Conflict, InvalidInput
from moondesk.organizations.actions.preferences import WatchMails, choose_watch_mails
from moondesk.organizations.elements import Element
from moondesk.organizations.people import all_members
from moondesk.organizations.permissions import Permission
from moondesk.tickets.actions.attending import unwatch_ticket, watch_ticket
from moondesk.tickets.audience import who_may_follow
from moondesk.tickets.families import watchers_of
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_for_change, get_visible
from moondesk.web.desk.changes import refuse, unchanged
from moondesk.web.desk.joining import undoable
from moondesk.web.desk.page import TicketPage
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.fragments import Toast, is_partial
from moondesk.web.levels import level

if TYPE_CHECKING:
    from moondesk.organizations.models import Member

MAILS = {
    WatchMails.ALL: gettext_lazy("All that is written"),
    WatchMails.CUSTOMER: gettext_lazy("What customers write"),
    WatchMails.NONE: gettext_lazy("Nothing"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.TICKET_VIEW)
def watchers(request: TenantRequest, number: str) -> HttpResponse:
    """Give who watches the ticket, with what can be changed; or change it."""
    if request.method != "POST":
        page = TicketPage(request, get_visible(request.actor, number))
        return render(request, "desk/watchers.html", page.context | _shown(page))
    if "mails" in request.POST:
        chosen = choose_watch_mails(request.POST["mails"], by=request.actor)
        page = TicketPage(request, get_visible(request.actor, number))
        said = _("On tickets you watch you are mailed: %(what)s.") % {"what": str(MAILS[chosen]).lower()}
        return page.changed(toast=Toast(said)) if is_partial(request) else redirect(page.here)
    ticket = get_for_change(request.actor, number)
    try:
        with transaction.atomic():
            said = _change(request, ticket)
    except (InvalidInput, Conflict) as error:
        page = TicketPage(request, get_visible(request.actor, number))
        page.errors = {"": error.message}
        return unchanged(page, error.status)
    page = TicketPage(request, get_visible(request.actor, number))
    return page.changed(toast=undoable(request, number, said)) if is_partial(request) else redirect(page.here)


def _change(request: TenantRequest, ticket: Ticket) -> str:
    """Make the change that was asked for, and return what is said of it."""
    me, by = request.member, request.actor
    removed = _read(request.POST, "out")
    if removed is not None:
        unwatch_ticket(ticket, removed, by=by)
        return _("You watch this ticket no more.") if removed == me.pk else _("They watch this ticket no more.")
    added = _read(request.POST, "add")
    member = me if added in (None, me.pk) else next((one for one in all_members() if one.pk == added), None)
    if member is None or not member.is_active:
        raise refuse("add")
    watch_ticket(ticket, member, by=by)
    return _("You watch this ticket.") if member == me else _("%(name)s watches this ticket") % {"name": member.name}


def _read(posted: Mapping[str, str], name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(posted[name]) if posted.get(name) else None
    except ValueError:
        raise refuse(name) from None


def _shown(page: TicketPage) -> dict[str, Any]:
    members = [one for one in all_members() if one.is_active]
    known = {one.pk: one for one in members}
    watching: Sequence[Member] = [known[pk] for pk in watchers_of(page.ticket) if pk in known]
    may_add = level(page.request, Element.PROPERTIES).usable
    others = [one.pk for one in members if one not in watching] if may_add else []
    seeing = who_may_follow(page.ticket, others)
    mails = [(key.value, str(word)) for key, word in MAILS.items()]
    return {
        "watching": watching,
        "may_add": may_add,
        "offered": [(str(pk), known[pk].name) for pk in seeing],
        "mails": mails,
        "chosen": page.request.member.watch_mails,
    }
