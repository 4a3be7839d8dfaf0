"""What the member behind the token is writing on a ticket."""

from typing import Literal

from django.http import HttpResponse
from ninja import Router

from moondesk.api.answers import answer, no_content
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import DraftIn
from moondesk.api.shapes import DraftList
from moondesk.conversations.actions.drafts import drop_draft, save_draft
from moondesk.conversations.queries import drafts_of, with_files
from moondesk.conversations.rules import MessageKind
from moondesk.conversations.schemas import DraftOut, draft_out
from moondesk.organizations.permissions import Permission
from moondesk.tickets.queries import get_visible

router = Router(tags=["Messages"])
router.add_decorator(edge, mode="view")


@router.get("/{number}/drafts", response=DraftList, summary="List your drafts", operation_id="list_drafts")
@needs(Permission.TICKET_VIEW)
def list_drafts(request: ApiRequest, number: str) -> HttpResponse:
    """What you are writing on a ticket and have not sent; nobody else sees it."""
    drafts = drafts_of(request.actor, get_visible(request.actor, number))
    return answer({"items": [draft_out(*found) for found in with_files(request.actor, drafts)]})


@router.put(
    "/{number}/drafts/{kind}",
    response={200: DraftOut, 204: None},
    summary="Keep a draft",
    operation_id="save_draft",
)
@needs(Permission.TICKET_VIEW)
def keep_draft(request: ApiRequest, number: str, kind: Literal["reply", "note"], new: DraftIn) -> HttpResponse:
    """Keeps what you are writing, in place of what there was. It is gone once you send it, or after 90 days.

    Files of yours that wait to be sent are kept with it. An empty text without files forgets the draft: the answer is
    then empty (204).
    """
    ticket = get_visible(request.actor, number)
    draft = save_draft(ticket, MessageKind(kind), new.body, by=request.actor, file_ids=new.file_ids)
    return no_content() if draft is None else answer(draft_out(*with_files(request.actor, [draft])[0]))


@router.delete("/{number}/drafts/{kind}", response={204: None}, summary="Drop a draft", operation_id="drop_draft")
@needs(Permission.TICKET_VIEW)
def forget_draft(request: ApiRequest, number: str, kind: Literal["reply", "note"]) -> HttpResponse:
    """Forgets what you were writing."""
    drop_draft(get_visible(request.actor, number), MessageKind(kind), by=request.actor)
    return no_content()
