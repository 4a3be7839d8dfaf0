"""The list of tickets: beside a ticket, as a table, and the parts of it that stay true by themselves."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from moondesk.organizations.permissions import Permission, standing_of
from moondesk.tickets.amounts import count_list
from moondesk.tickets.queries import get_visible
from moondesk.tickets.search_language import InvalidSearch
from moondesk.tickets.tag_queries import suggest_tags
from moondesk.web import fragments
from moondesk.web.desk import searching
from moondesk.web.desk.boards import Board
from moondesk.web.desk.choices import choices_of
from moondesk.web.desk.layouts import Layout, layout_of
from moondesk.web.desk.lists import ViewList
from moondesk.web.desk.tables import TableList
from moondesk.web.desk.timelines import Timeline
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.formats import number_text
from moondesk.web.frame import Frame
from moondesk.web.rail_views import view_named

SPLIT = "desk/list.html"
_UUID = 36
_LISTS: dict[str, type[ViewList]] = {"board": Board, "table": TableList, "timeline": Timeline}


def layout_asked(request: HttpRequest) -> Layout:
    """Return the layout that is asked for, or that of the saved view that is."""
    key = request.GET.get("layout", "")
    view = request.GET.get("view", "")
    if not key and len(view) == _UUID:
        saved = view_named(cast("TenantRequest", request), view).saved
        key = saved.layout if saved else ""
    return layout_of(key)


def _template(request: HttpRequest) -> str:
    return layout_asked(request).template


def list_context(request: TenantRequest) -> dict[str, object]:
    """Return the values of a list page."""
    frame, choices = Frame(request), choices_of(request.organization)
    listed = _LISTS.get(layout_asked(request).key, ViewList)(frame, request.GET, choices)
    return {"list": listed, "choices": choices, "current": ""} | frame.context


@require_safe
@in_desk(Permission.TICKET_VIEW)
def show_list(request: TenantRequest) -> HttpResponse:
    """Show a view: rows with room for a ticket beside them, or a table."""
    try:
        return render(request, _template(request), list_context(request))
    except InvalidSearch as error:
        return searching.refused(request, request.GET.get("q", ""), error)


@require_safe
@in_desk(Permission.TICKET_VIEW)
def rows(request: TenantRequest) -> HttpResponse:
    """Give the rows of a view again, for the live client."""
    context = list_context(request)
    context["list"].current = request.GET.get("current", "")  # type: ignore[attr-defined]
    return HttpResponse(fragments.draw(request, _template(request), context, "rows"))


@require_safe
@in_desk(Permission.DESK_OPEN)
def counts(request: TenantRequest) -> HttpResponse:
    """Give the rail with its counts again, for the live client."""
    frame = Frame(request, request.GET.get("current", ""))
    return HttpResponse(fragments.draw(request, SPLIT, frame.context, "rail"))


@require_safe
@in_desk(Permission.TICKET_VIEW)
def amount(request: TenantRequest) -> HttpResponse:
    """Say how many tickets a list has on all its pages, which the page asks for after its rows."""
    asked = ViewList(Frame(request), request.GET, choices_of(request.organization)).query
    found = count_list(request.actor, asked)
    text = number_text(found.count)
    return HttpResponse(text if found.is_exact else f"{text}+", content_type="text/plain; charset=utf-8")


@require_safe
@in_desk(Permission.TICKET_UPDATE)
def row_menu(request: TenantRequest, number: str) -> HttpResponse:
    """Give the menu of one row: its status, priority and assignee, each changed by one press."""
    ticket = get_visible(request.actor, number)
    moves = choices_of(request.organization).moves(ticket.status.key, standing_of(request.member))
    context = list_context(request) | {"ticket": ticket, "moves": moves}
    return fragments.answer(request, SPLIT, context, ["row_choices"])


def changed_row(request: HttpRequest, context: dict[str, object], toast: fragments.Toast | None) -> HttpResponse:
    """Return the parts that a change made in the list can touch."""
    return fragments.answer(request, _template(request), context, ["rows", "rail"], toast=toast)


@require_safe
@in_desk(Permission.TICKET_UPDATE)
def tag_suggestions(request: TenantRequest) -> HttpResponse:
    """Suggest tags that there are for the last of those that are being typed."""
    before, comma, words = request.GET.get("add_tags", "").rpartition(",")
    found = suggest_tags(words)
    options = [format_html('<option value="{}"></option>', f"{before}{comma}{one.name}") for one in found]
    return HttpResponse("".join(options))
