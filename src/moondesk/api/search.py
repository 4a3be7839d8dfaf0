"""Search: tickets by words and by fields, best first, with where the words stand; contacts and members beside them."""

import datetime
import uuid
from typing import Any, Literal

import msgspec
from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from moondesk.api.answers import answer
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.paging import read_limit
from moondesk.api.shapes import Page
from moondesk.contacts.schemas import ContactOut, contact_out
from moondesk.organizations.people import departments_by_member
from moondesk.organizations.permissions import Permission
from moondesk.organizations.schemas import MemberOut, member_out
from moondesk.search.finding import Hit, Passage, find_tickets
from moondesk.search.highlights import Piece
from moondesk.search.people import find_contacts, find_members
from moondesk.tickets.documents import documents_of
from moondesk.tickets.schemas import Shape, TicketOut
from moondesk.tickets.search_language import parse

router = Router(tags=["Search"])
router.add_decorator(edge, mode="view")


class PieceOut(Shape):
    """A piece of a text as it is, not escaped."""

    text: str
    hit: bool = Field(description="Whether it was searched for")


class PassageOut(Shape):
    """Where words of the search stand in a message."""

    message_id: uuid.UUID
    kind: Literal["reply", "note", "file"] = Field(description="`file`: the name of a file on the message")
    author: str
    created_at: datetime.datetime
    pieces: list[PieceOut]


class HitOut(Shape):
    """One ticket that was found."""

    ticket: TicketOut
    subject: list[PieceOut] = Field(description="The subject with the words that were found marked")
    passages: list[PassageOut] = Field(description="Up to two of its messages that have the words")


class SearchPage(Page):
    """One page of a search, best first."""

    items: list[HitOut]
    contacts: list[ContactOut] = Field(description="Up to five people who fit the words; on the first page only")
    members: list[MemberOut] = Field(description="Up to five members who fit the words; on the first page only")
    corrected: str | None = Field(description="The search that was made instead, because a word of yours is nowhere")
    is_part: bool = Field(description="Very many tickets fit: these are the best of the 300 that changed last")


@router.get("", response=SearchPage, summary="Search", operation_id="search")
@needs(Permission.TICKET_VIEW, parameters=("q", "limit", "cursor"))
def search(request: ApiRequest) -> HttpResponse:
    """Tickets that you may see by the words in them, their notes if you may read these, and names of files.

    `q` is the language of the desk's search box, such as `refund status:open priority:>=high created:>7d "exact phrase"
    -word`; what cannot be understood is `invalid_search`, with `place` from which character to which it stands.
    """
    asked, cursor = request.GET.get("q", ""), request.GET.get("cursor", "")
    clauses = parse(asked)
    found = find_tickets(request.actor, asked, cursor=cursor, limit=read_limit(request))
    documents = documents_of(request.actor, [hit.row.id for hit in found.hits])
    people = parse(found.corrected) if found.corrected else clauses
    members = [] if cursor else find_members(request.actor, people)
    by_member = departments_by_member() if members else {}
    return answer(
        {
            "items": [_hit(hit, documents[hit.row.id]) for hit in found.hits if hit.row.id in documents],
            "contacts": [] if cursor else [contact_out(one) for one in find_contacts(request.actor, people)],
            "members": [member_out(one, [place.pk for place in by_member.get(one.pk, [])]) for one in members],
            "corrected": found.corrected or None,
            "is_part": found.is_part,
            "next": found.next,
        }
    )


def _hit(hit: Hit, document: str) -> dict[str, Any]:
    return {
        "ticket": msgspec.Raw(document.encode()),
        "subject": _pieces(hit.subject),
        "passages": [_passage(one) for one in hit.passages],
    }


def _passage(one: Passage) -> dict[str, Any]:
    return {
        "message_id": one.message_id,
        "kind": one.kind,
        "author": one.author,
        "created_at": one.at,
        "pieces": _pieces(one.pieces),
    }


def _pieces(pieces: list[Piece]) -> list[dict[str, Any]]:
    return [{"text": text, "hit": is_hit} for text, is_hit in pieces]
