"""A ticket behind a secret link, for customers without an account; and asking for a new link."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from moondesk.channels.actions import send_new_link
from moondesk.conversations.actions import reply_as_customer
from moondesk.kit.errors import InvalidInput
from moondesk.limits.actions import Limit, count
from moondesk.organizations.permissions import Role
from moondesk.tickets.errors import LinkExpired
from moondesk.tickets.models import Participant
from moondesk.tickets.queries import lock, participant_by_number_and_email, participant_by_secret
from moondesk.tickets.rules import Channel
from moondesk.web.client import address_of
from moondesk.web.edges import TenantRequest, in_portal, portal_actor
from moondesk.web.portal.conversation import chat
from moondesk.web.portal.frame import sealed, show, shown_number
from moondesk.web.portal.limited import counted
from moondesk.web.portal.reading import before_of, is_unchanged
from moondesk.web.portal.request_form import followed_address
from moondesk.web.typed import Typed

REPLIES = Limit("link.replies", 60, 3600)
LOOKUPS = Limit("lookup.client", 20, 600)
LINKS_BY_ADDRESS = Limit("lookup.address", 3, 3600)


def _keys(request: TenantRequest, slug: str) -> list[tuple[Limit, tuple[str, ...]]]:
    return [(REPLIES, (slug, address_of(request)))]


@require_http_methods(["GET", "HEAD", "POST"])
@counted(_keys)
@in_portal()
def link(request: TenantRequest, secret: str) -> HttpResponse:
    """Show the ticket to the one participant whose link this is, and take their answer."""
    try:
        participant = participant_by_secret(secret)
    except LinkExpired:
        return sealed(_lookup_page(request, Typed(), expired=True, status=404))
    request.actor = portal_actor(request.organization.pk, participant.contact, role=Role.GUEST)
    if request.method == "POST":
        return sealed(_answer(request, participant, secret))
    if is_unchanged(request, participant.ticket):
        return sealed(HttpResponse(status=204))
    return sealed(_page(request, participant, secret))


def _address(request: TenantRequest, secret: str) -> str:
    return reverse("portal:link", kwargs={"slug": request.organization.slug, "secret": secret})


def _page(
    request: TenantRequest, participant: Participant, secret: str, *, error: str = "", status: int = 200
) -> HttpResponse:
    values: dict[str, Any] = {
        **chat(request, participant.ticket, participant.contact, before=before_of(request)),
        "here": _address(request, secret),
        "back": reverse("portal:home", kwargs={"slug": request.organization.slug}),
        "text": request.POST.get("body", "") if error else "",
        "errors": [error] if error else [],
        "secret": True,
    }
    return show(request, "ticket", values, status=status)


def _answer(request: TenantRequest, participant: Participant, secret: str) -> HttpResponse:
    if request.over_limit is not None:
        return _page(request, participant, secret, error=request.over_limit.message, status=429)
    ticket = lock(participant.ticket)
    try:
        after, message = reply_as_customer(
            ticket, participant.contact, request.POST.get("body", ""), by=request.actor, channel=Channel.WEB
        )
    except InvalidInput as error:
        return _page(request, participant, secret, error=error.message, status=422)
    if after.pk != ticket.pk:
        closed, opened = (shown_number(one, request.organization) for one in (ticket, after))
        return redirect(followed_address(request, closed, opened))
    return redirect(f"{_address(request, secret)}#message-{message.pk}")


def _lookup_keys(request: TenantRequest, slug: str) -> list[tuple[Limit, tuple[str, ...]]]:
    return [(LOOKUPS, (slug, address_of(request)))]


@require_http_methods(["GET", "HEAD", "POST"])
@counted(_lookup_keys)
@in_portal()
def lookup(request: TenantRequest) -> HttpResponse:
    """Mail a fresh link to a participant. The answer is the same whether there is one or not."""
    typed = Typed.of(request, number=request.GET.get("number", "")[:20])
    if request.method != "POST":
        return sealed(_lookup_page(request, typed))
    if request.over_limit is not None:
        typed.problem = request.over_limit.message
        return sealed(_lookup_page(request, typed, status=429))
    email = typed.value("email").strip().lower()
    participant = participant_by_number_and_email(typed.value("number"), email)
    may = not count(LINKS_BY_ADDRESS, request.organization.slug, email).over
    if participant is not None and may:
        send_new_link(participant)
    return sealed(show(request, "lookup_done", {"typed": typed}))


def _lookup_page(request: TenantRequest, typed: Typed, *, expired: bool = False, status: int = 200) -> HttpResponse:
    return show(request, "lookup", {"typed": typed, "expired": expired}, status=status)
