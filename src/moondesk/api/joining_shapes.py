"""What goes out about tickets that belong together."""

import datetime
import uuid
from typing import Any

from pydantic import Field

from moondesk.api.shapes import Page
from moondesk.tickets.families import MergedTicket
from moondesk.tickets.joining import Relation
from moondesk.tickets.links import Linked
from moondesk.tickets.rules import Stage
from moondesk.tickets.schemas import Shape


class MergeOut(Shape):
    """One ticket that goes on in another."""

    number: str
    subject: str
    merged_into: str = Field(description="The ticket it was merged into, which may itself be merged into another")
    merged_by: str
    merged_at: datetime.datetime


class MergePage(Page):
    """The tickets that go on in one, first merged first."""

    items: list[MergeOut]


class LinkedTicket(Shape):
    """The ticket at the other end of a link."""

    id: uuid.UUID
    number: str
    subject: str
    stage: Stage = Field(description="That of where it goes on, if it is merged")


class LinkOut(Shape):
    """One link, said of the ticket that was asked for."""

    id: uuid.UUID
    relation: Relation
    ticket: LinkedTicket


class LinkPage(Page):
    """The links of a ticket whose other ends you may see."""

    items: list[LinkOut]


class IncidentsOut(Shape):
    """How many tickets are being answered."""

    incidents: int


def merge_out(one: MergedTicket, prefix: str) -> dict[str, Any]:
    """Return a merged ticket in the shape of ``MergeOut``."""
    return {
        "number": f"{prefix}-{one.number}",
        "subject": one.subject,
        "merged_into": f"{prefix}-{one.into}",
        "merged_by": one.merged_by,
        "merged_at": one.merged_at,
    }


def link_out(one: Linked, prefix: str) -> dict[str, Any]:
    """Return a link in the shape of ``LinkOut``."""
    home = one.ticket.merged_into or one.ticket
    ticket = {"id": one.ticket.pk, "number": f"{prefix}-{one.ticket.number}", "subject": one.ticket.subject}
    return {"id": one.link, "relation": one.relation, "ticket": ticket | {"stage": home.stage}}
