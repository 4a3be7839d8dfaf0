"""What the member is writing on a ticket: given to the composer when it opens, and kept as it grows."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from moondesk.conversations.actions.drafts import save_draft
from moondesk.conversations.errors import DraftChanged
from moondesk.conversations.models import Draft
from moondesk.conversations.queries import drafts_of, with_files
from moondesk.conversations.rules import MessageKind
from moondesk.files.models import File
from moondesk.limits.actions import Limit, count, hit
from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import Permission
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_visible
from moondesk.web import uploads
from moondesk.web.desk.changes import refuse
from moondesk.web.desk.writing import ONCE
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.levels import level

SAVES = Limit("draft", 240, 60)
CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.TICKET_VIEW)
def drafts(request: TenantRequest, number: str) -> HttpResponse:
    """Give the member's drafts of a ticket, the latest first, or keep one; an empty text without files removes it."""
    ticket = get_visible(request.actor, number)
    if request.method != "POST":
        found = with_files(request.actor, drafts_of(request.actor, ticket))
        return JsonResponse({"drafts": [_shown(draft, files) for draft, files in found]})
    if not level(request, Element.NOTES).usable:
        request.actor.require(Permission.TICKET_REPLY)
    hit(SAVES, str(request.member.pk))
    if _is_sent(request, ticket):
        return JsonResponse({"draft": None})
    files = [file.pk for file in uploads.held(request, request.actor)]
    body, seen = request.POST.get("body", ""), request.POST.get("seen")
    try:
        kept = save_draft(ticket, _kind(request), body, by=request.actor, seen=seen, file_ids=files)
    except DraftChanged as error:
        files = error.extra.pop("file_ids")
        return JsonResponse(
            {"draft": error.extra | {"files": uploads.given_back(request.actor, files)}}, status=CONFLICT
        )
    found = with_files(request.actor, [kept]) if kept else []
    return JsonResponse({"draft": _shown(*found[0]) if found else None})


def _kind(request: TenantRequest) -> MessageKind:
    try:
        return MessageKind(request.POST.get("kind", ""))
    except ValueError:
        raise refuse("kind") from None


def _is_sent(request: TenantRequest, ticket: Ticket) -> bool:
    """Say whether this text came after the message that it became, which left the page with the same key."""
    key = request.POST.get("key", "")[:64]
    return bool(key) and count(ONCE, str(request.member.pk), str(ticket.pk), key, amount=0).remaining == 0


def _shown(draft: Draft, files: Sequence[File]) -> dict[str, Any]:
    at = draft.updated_at.isoformat()
    return {"kind": draft.kind, "body": draft.body, "files": [uploads.shown(file) for file in files], "updated_at": at}
