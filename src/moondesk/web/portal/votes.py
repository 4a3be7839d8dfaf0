"""Saying of the team's answers whether they helped (C6)."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moondesk.conversations.actions.voting import vote
from moondesk.conversations.revisions import find_message
from moondesk.conversations.rules import Vote
from moondesk.kit.errors import InvalidInput
from moondesk.limits.actions import Limit
from moondesk.tickets.queries import get_for_change
from moondesk.web.edges import TenantRequest, in_portal
from moondesk.web.fragments import is_partial
from moondesk.web.portal.counting import by_place, counted, refusal
from moondesk.web.portal.place import Place, behind_link, secret_page, signed_in
from moondesk.web.portal.ticket import draw_talk

VOTE_BY_CLIENT = Limit("portal_vote_client", 240, 3600)
VOTE_BY_PLACE = Limit("portal_vote_place", 120, 3600)


@require_POST
@counted(VOTE_BY_CLIENT, VOTE_BY_PLACE, by_place)
@in_portal(sign_in=True)
def ticket_vote(request: TenantRequest, number: str, message: uuid.UUID) -> HttpResponse:
    """Vote as the one who is signed in."""
    return _vote(signed_in(request, number), message)


@require_POST
@counted(VOTE_BY_CLIENT, VOTE_BY_PLACE, by_place)
@in_portal()
@secret_page
def link_vote(request: TenantRequest, secret: str, message: uuid.UUID) -> HttpResponse:
    """Vote as the one who has the link."""
    return _vote(behind_link(request, secret), message)


def _vote(place: Place, message: uuid.UUID) -> HttpResponse:
    refused = refusal(place.request)
    if refused is not None:
        raise refused
    wanted = place.request.POST.get("vote", "")
    if wanted not in ("", *Vote):
        text = _("This cannot be chosen.")
        raise InvalidInput(text, fields={"vote": text})
    locked = get_for_change(place.actor, place.ticket.number)
    vote(find_message(place.actor, locked, message), Vote(wanted) if wanted else None, by=place.actor)
    return draw_talk(place) if is_partial(place.request) else redirect(f"{place.here}#message-{message}")
