"""Answering a survey by the link in its mail, and not being asked any more."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from markupsafe import Markup

from moondesk.channels.surveys.answers import answer_asked_about
from moondesk.channels.surveys.refusing import refuse, refusing_of
from moondesk.conversations.actions.voting import vote
from moondesk.conversations.models import Message
from moondesk.conversations.revisions import own_votes
from moondesk.conversations.rules import Vote
from moondesk.tickets.queries import get_for_change
from moondesk.web.edges import TenantRequest, in_portal
from moondesk.web.formats import datetime_text
from moondesk.web.portal.counting import by_place, counted, refusal
from moondesk.web.portal.page import full_number, show
from moondesk.web.portal.place import Place, behind_link, secret_page
from moondesk.web.portal.talk import author_of
from moondesk.web.portal.votes import VOTE_BY_CLIENT, VOTE_BY_PLACE


@require_http_methods(["GET", "HEAD", "POST"])
@counted(VOTE_BY_CLIENT, VOTE_BY_PLACE, by_place)
@in_portal()
@secret_page
def survey(request: TenantRequest, secret: str) -> HttpResponse:
    """Ask whether the last answer helped, with what the link says chosen; it counts when that is sent."""
    place = behind_link(request, secret)
    return _answer(place) if request.method == "POST" else _ask(place, request.GET.get("answer", ""))


def _ask(place: Place, chosen: str, *, error: str = "", status: int = 200) -> HttpResponse:
    request = place.request
    message = answer_asked_about(place.actor, place.ticket)
    given = own_votes(place.actor, [message]).get(message.pk) if message else None
    values = {
        "step": "thanks" if given and request.GET.get("thanks") == "1" else "ask" if message else "none",
        "answered": _shown(message) if message else None,
        "subject": place.ticket.subject,
        "given": given,
        "chosen": chosen if chosen in set(Vote) else given or "",
        "error": error,
        "number": full_number(request, place.ticket.number),
        "conversation": place.here,
    }
    return show(request, "survey", values, current="tickets", status=status)


def _shown(message: Message) -> dict[str, Any]:
    body = Markup(message.html)  # noqa: S704 - sanitised when it was written
    return {"author": author_of(message, {}), "time": datetime_text(message.created_at), "body": body}


def _answer(place: Place) -> HttpResponse:
    refused = refusal(place.request)
    if refused is not None:
        raise refused
    wanted = place.request.POST.get("answer", "")
    if wanted not in set(Vote):
        return _ask(place, "", error=_("Choose one of these."), status=422)
    locked = get_for_change(place.actor, place.ticket.number)
    message = answer_asked_about(place.actor, locked)
    if message is not None:
        vote(message, Vote(wanted), by=place.actor)
    return redirect(f"{place.here}/survey?thanks=1")


@csrf_exempt  # The mail program of the recipient sends this without a page of ours (RFC 8058); the mark is the proof.
@require_http_methods(["GET", "HEAD", "POST"])
@in_portal(while_closed=True)
def refusing(request: TenantRequest, mark: str) -> HttpResponse:
    """Ask whether to ask no more; do so when that is sent, or with ``again`` ask again."""
    contact = refusing_of(mark)
    if contact is None:
        return show(request, "refusing", {"step": "unknown"}, status=404)
    step = "done" if contact.surveys_off else "ask"
    if request.method == "POST":
        again = request.POST.get("again") == "1"
        refuse(contact, on=again)
        step = "again" if again else "done"
    return show(request, "refusing", {"step": step})
