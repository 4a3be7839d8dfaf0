"""Parts of a ticket's page that are drawn once for all tickets that are alike in what the part asks of them.

A ticket that nobody has looked at since it changed would be drawn anew from top to bottom, though its head and its
composer differ from those of the next ticket in a few values alone. So they are drawn of a blank ticket on a blank
page, where holes stand for these values (``kept.Shape``). Of both, a part can ask what its key says, and nothing else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from markupsafe import Markup

from moondesk.web import kept
from moondesk.web.desk.composing import tools_of
from moondesk.web.formats import datetime_text, worked
from moondesk.web.kept import hole

if TYPE_CHECKING:
    from moondesk.web.desk.page import TicketPage

_OF_A_CHANGE = ("typed", "errors", "stale", "arrived", "waiting", "asks", "asked", "blocked", "answering")
"""What a page has of a change that could not be made: nothing if it is plain."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one part asks, which is its key, and what is put into its holes."""

    ticket: tuple[str, ...] = ()
    """What it asks of the ticket."""
    page: Mapping[str, Any] = field(default_factory=dict)
    """What it asks of the page."""
    follows: tuple[str, ...] = ()
    """What it asks of the page that follows from the rest, the organization and the reader's rights."""
    ticket_holes: tuple[str, ...] = ()
    holes: Mapping[str, object] = field(default_factory=dict)
    """Holes of the page."""


def drawn(page: "TicketPage", name: str, *, caller: Callable[..., str], **holes: object) -> Markup:
    """Return the body of a call block, drawn of a blank ticket and a blank page and filled in for these.

    ``holes`` are more of the page's holes. A page that shows what could not be done is drawn for itself.
    """
    part, ticket = PARTS[name](page), page.ticket
    asked = {name: getattr(ticket, name) for name in part.ticket}
    values = {name: getattr(ticket, name) for name in part.ticket_holes}
    values |= {"number": ticket.number, "suffix": page.list.suffix(layout=None), "live_suffix": page.live_suffix}
    values |= {**part.holes, **holes}

    def draw() -> kept.Shape:
        blank_ticket = SimpleNamespace(**asked, **_holes((*part.ticket_holes, "number")))
        return kept.Shape(caller(blank_ticket, _blank_page(page, part, _holes((*part.holes, *holes)))))

    if not page.is_plain:
        return draw().filled(values)
    reader = (page.frame.version, page.rights, get_language(), str(timezone.get_current_timezone()))
    key = ("shape", name, *reader, *asked.values(), *part.page.values())
    shape: kept.Shape = kept.value(key, draw)
    return shape.filled(values)


def _holes(names: tuple[str, ...]) -> dict[str, Markup]:
    return {name: hole(name) for name in names}


def _blank_page(page: "TicketPage", part: Part, holes: Mapping[str, Markup]) -> SimpleNamespace:
    def bare_url(name: str) -> Markup:
        return Markup(page.frame.url(name, number=hole("number")))  # noqa: S704 - an address of ours

    def url(name: str = "ticket") -> Markup:
        return bare_url(name) + hole("suffix")

    def live(part: str) -> Markup:
        return Markup(page.frame.url("part", number=hole("number"), part=part)) + hole("live_suffix")  # noqa: S704

    own = {name: getattr(page, name) for name in (*_OF_A_CHANGE, *part.follows)}
    own["tools"] = tools_of(page, bare_url, live)
    return SimpleNamespace(**own, **part.page, **holes, bare_url=bare_url, url=url, live=live)


def _top(page: "TicketPage") -> Part:
    ticket, request, (before, after) = page.ticket, page.request, page.neighbours
    return Part(
        ticket=("stage", "status", "priority", "shown_priority", "archived_at", "snoozed_at", "snoozed_until"),
        page={
            "is_mine": ticket.assignee_id == request.member.pk,
            "is_assigned": ticket.assignee_id is not None,
            "has_before": before != "",
            "has_after": after != "",
            "done_closed": page.done_closed,
            "open_incidents": len(page.around.incidents),
        },
        follows=("moves",),
        ticket_holes=("pk", "version", "subject"),
        holes={
            "full_number": f"{request.organization.number_prefix}-{ticket.number}",
            "link": f"{request.scheme}://{request.get_host()}{page.bare_url()}",
            "view": page.list.title,
            "back": page.list.home,
            "before": before,
            "after": after,
            "assignee": ticket.assignee.name if ticket.assignee else "",
        },
    )


def _properties(page: "TicketPage") -> Part:
    ticket = page.ticket
    return Part(
        page={"has_due": ticket.due_at is not None},
        ticket_holes=("version",),
        holes={
            "department": ticket.department.name if ticket.department else pgettext("department", "None"),
            "category": ticket.category.label() if ticket.category else pgettext("category", "None"),
            "opened": datetime_text(ticket.created_at),
            "due": datetime_text(ticket.due_at) if ticket.due_at else "",
        },
    )


def _writing(page: "TicketPage") -> Part:
    return Part(ticket=("status", "stage"), follows=("outcomes",), ticket_holes=("pk",))


def _timer(page: "TicketPage") -> Part:
    minutes = page.time.minutes
    return Part(
        page={"has_time": minutes > 0},
        ticket_holes=("pk", "version"),
        holes={"worked": worked(minutes) if minutes else ""},
    )


PARTS: dict[str, Callable[["TicketPage"], Part]] = {
    "top": _top,
    "properties": _properties,
    "writing": _writing,
    "timer": _timer,
}
