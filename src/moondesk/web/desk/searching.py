"""The search page: one box for all words and fields, what was found, and what could not be understood."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moondesk.organizations.permissions import Permission
from moondesk.search.finding import Hit, Results, find_tickets
from moondesk.search.people import find_contacts, find_members
from moondesk.tickets.list_query import SEARCH_LENGTH
from moondesk.tickets.search_language import InvalidSearch, parse
from moondesk.web.desk.choices import Choices, choices_of
from moondesk.web.desk.search_help import HELP
from moondesk.web.desk.search_values import suggestions
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.formats import ago
from moondesk.web.frame import Frame

TEMPLATE = "desk/search.html"
_AROUND = 200


@require_safe
@in_desk(Permission.DESK_OPEN)
def show(request: TenantRequest) -> HttpResponse:
    """Show the box and what it finds."""
    asked = request.GET.get("q", "")
    try:
        return render(request, TEMPLATE, _context(request, asked))
    except InvalidSearch as error:
        return refused(request, asked, error)


def refused(request: TenantRequest, asked: str, error: InvalidSearch) -> HttpResponse:
    """Show the box with what was asked in it, the place that is wrong, and why."""
    start, end = error.extra["place"]["start"], error.extra["place"]["end"]
    wrong = {
        "text": error.message,
        "start": start,
        "end": end,
        "before": asked[max(0, start - _AROUND) : start],
        "marked": asked[start : min(end, start + _AROUND)],
        "after": asked[end : end + _AROUND],
    }
    context = _frame(request, asked) | {"wrong": wrong}
    return render(request, TEMPLATE, context, status=error.status)


@require_safe
@in_desk(Permission.DESK_OPEN)
def completions(request: TenantRequest) -> HttpResponse:
    """Offer what can follow at the caret: names of fields, and what they know."""
    asked = request.GET.get("q", "").replace("\0", "")[:SEARCH_LENGTH]
    at = request.GET.get("at", "")
    caret = min(int(at), len(asked)) if at.isascii() and at.isdigit() and len(at) < 6 else len(asked)
    options = suggestions(request, asked[:caret])
    return render(request, "desk/_search_completions.html", {"options": options})


def _frame(request: TenantRequest, asked: str) -> dict[str, Any]:
    frame = Frame(request, "search")
    shown = asked.replace("\0", " ")
    return frame.context | {"asked": shown, "help": HELP, "most": SEARCH_LENGTH, "results": None, "wrong": None}


def _context(request: TenantRequest, asked: str) -> dict[str, Any]:
    context = _frame(request, asked)
    clauses = parse(asked)
    if not clauses:
        return context
    frame, cursor = context["frame"], request.GET.get("cursor", "")
    found = find_tickets(request.actor, asked, cursor=cursor)
    meant = parse(found.corrected) if found.corrected else clauses
    return context | {
        "results": found,
        "hits": _hits(request, frame, found, asked),
        "contacts": [] if cursor else find_contacts(request.actor, meant),
        "members": [] if cursor else find_members(request.actor, meant),
        "first": _href(frame, asked) if cursor else "",
        "next": _href(frame, asked, found.next) if found.next else "",
        "all_in_list": f"{frame.url('list')}?{urlencode(_in_list(asked) | {'layout': 'table'})}",
    }


def _href(frame: Frame, asked: str, cursor: str = "") -> str:
    return f"{frame.url('search')}?{urlencode({'q': asked} | ({'cursor': cursor} if cursor else {}))}"


def _in_list(asked: str) -> dict[str, str]:
    return {"view": "all", "q": asked, "sort": "-updated_at"}


def _hits(request: TenantRequest, frame: Frame, found: Results, asked: str) -> list[dict[str, Any]]:
    """Return what the page shows of each ticket; what is the same for all of them is read once."""
    choices, beside = choices_of(request.organization), urlencode(_in_list(found.corrected or asked))
    words = {"reply": _("Message"), "note": _("Internal note"), "file": _("File")}
    return [_hit(frame, choices, hit, beside, words) for hit in found.hits]


def _hit(frame: Frame, choices: Choices, hit: Hit, beside: str, words: dict[str, str]) -> dict[str, Any]:
    row = hit.row
    return {
        "id": row.id,
        "href": f"{frame.url('ticket', number=row.number)}?{beside}",
        "number": row.number,
        "subject": hit.subject,
        "requester": hit.requester,
        "company": row.company_name or "",
        "channel": row.channel,
        "when": ago(row.last_message_at),
        "status": row.status_label,
        "stage": row.stage,
        "sign": choices.sign(row.status_key),
        "colour": choices.colour(row.status_key),
        "assignee": {"id": row.assignee_id, "name": row.assignee_name} if row.assignee_id else None,
        "tags": [tag for tag in hit.tags if any(is_hit for _text, is_hit in tag)],
        "passages": [
            {"kind": one.kind, "author": one.author, "when": ago(one.at), "pieces": one.pieces, "word": words[one.kind]}
            for one in hit.passages
        ],
    }
