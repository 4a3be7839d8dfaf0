"""What a board does: moving a card, and giving the next cards of a column."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from moondesk.conversations.actions import move_ticket
from moondesk.kit import context
from moondesk.organizations.models import Department
from moondesk.organizations.permissions import Permission
from moondesk.tickets import actions
from moondesk.tickets.boards import CARDS, Slot, cards_of
from moondesk.tickets.models import Status, Ticket
from moondesk.tickets.rules import Priority
from moondesk.web.desk.boards import Board, find_column
from moondesk.web.desk.changes import apply, find_given, is_despite_blockers, member_given, read_given, refuse
from moondesk.web.desk.choices import choices_of
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.fragments import Toast
from moondesk.web.frame import Frame


@require_safe
@in_desk(Permission.TICKET_VIEW)
def column(request: TenantRequest) -> HttpResponse:
    """Give the next cards of one column."""
    frame = Frame(request)
    board = Board(frame, request.GET, choices_of(request.organization))
    found = find_column(board, request.GET.get("column", ""))
    if found is None:
        raise refuse("column")
    lane = read_given("lane", request.GET.get("lane", ""), board.lane_named)
    [page] = cards_of(request.actor, [Slot(found, lane, CARDS, board.asked.cursor)], board.lanes_by)
    left = board.next_of(found.status.key, page, lane)
    values = {"list": board, "cards": [board.card(row) for row in page.rows], "next": left, "more": left, "hidden": 0}
    return render(request, "desk/_cards.html", values | frame.context)


@require_POST
@in_desk(Permission.TICKET_UPDATE)
def move(request: TenantRequest, number: str) -> HttpResponse:
    """Put a card elsewhere: into another status, and what another lane stands for, all or nothing."""

    def change(ticket: Ticket) -> None:
        posted = request.POST
        # First: giving a new ticket to somebody takes it into work, and from there other moves are open.
        key = posted.get("status", "")
        if key and key != ticket.status.key:
            status = find_given("status", Status.objects.filter(key=key).first())
            despite = is_despite_blockers(request)
            move_ticket(ticket, status, posted.get("note", ""), by=request.actor, despite_blockers=despite)
        if "assignee" in posted:
            actions.assign_ticket(ticket, member_given(request, posted["assignee"]), by=request.actor)
        if "priority" in posted:
            wanted = read_given("priority", posted["priority"], Priority.from_key)
            actions.change_priority(ticket, wanted, by=request.actor)
        if "department" in posted:
            actions.change_department(ticket, _department(posted["department"]), by=request.actor)

    return apply(request, number, change, lambda: _told(request, number))


def _department(given: str) -> Department | None:
    if not given:
        return None
    found: Department = find_given(
        "department", Department.objects.filter(pk=read_given("department", given, uuid.UUID)).first()
    )
    return found


def _told(request: TenantRequest, number: str) -> Toast:
    place = {"slug": request.organization.slug, "number": number, "operation": context.operation.get()}
    status = request.POST.get("status", "")
    label = choices_of(request.organization).label(status) if status else ""
    said = _("%(number)s is now %(status)s.") if status else _("%(number)s is moved.")
    address = reverse("desk:undo", kwargs=place) + "?" + request.GET.urlencode()
    return Toast(said % {"number": number, "status": label}, address, 30)
