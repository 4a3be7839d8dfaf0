"""One ticket as a chat: behind a sign-in, or behind the secret link of one who takes part."""

import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from moondesk.conversations.actions import reply_as_customer
from moondesk.conversations.errors import InvalidMessage
from moondesk.fields.models import in_language
from moondesk.kit.clock import now
from moondesk.kit.ids import new_secret
from moondesk.tickets.fielding import fields_for_customer, shown_value
from moondesk.tickets.queries import get_for_change, participants_of, sees
from moondesk.tickets.rules import Channel, OnCustomerReply, Stage, on_customer_reply
from moondesk.web import fragments, uploads
from moondesk.web.edges import TenantRequest, in_portal
from moondesk.web.fielding import catalogue_of
from moondesk.web.portal.answering import answering_of, put_where_chosen
from moondesk.web.portal.counting import REPLY_BY_CLIENT, REPLY_BY_PLACE, by_place, counted, is_repeated, refusal
from moondesk.web.portal.new import followed_address
from moondesk.web.portal.offering import offers
from moondesk.web.portal.page import address, frame, full_number, show, stream_of
from moondesk.web.portal.place import Place, behind_link, secret_page, signed_in
from moondesk.web.portal.talk import Talk, read_talk
from moondesk.web.signs import sign_of


@require_GET
@in_portal(sign_in=True)
def ticket(request: TenantRequest, number: str) -> HttpResponse:
    """Show a ticket to the customer who is signed in."""
    place = signed_in(request, number)
    if place.home.pk != place.ticket.pk and sees(place.actor, place.home):
        return redirect(address(request, "ticket", number=place.home.number))
    return page_of(place)


@require_http_methods(["GET", "POST"])
@counted(REPLY_BY_CLIENT, REPLY_BY_PLACE, by_place)
@in_portal(sign_in=True)
def ticket_messages(request: TenantRequest, number: str) -> HttpResponse:
    """Give the conversation again, or take an answer."""
    return _messages(signed_in(request, number))


@require_GET
@in_portal()
@secret_page
def link(request: TenantRequest, secret: str) -> HttpResponse:
    """Show a ticket to the one who has the link."""
    return page_of(behind_link(request, secret))


@require_http_methods(["GET", "POST"])
@counted(REPLY_BY_CLIENT, REPLY_BY_PLACE, by_place)
@in_portal()
@secret_page
def link_messages(request: TenantRequest, secret: str) -> HttpResponse:
    """Give the conversation again, or take an answer."""
    return _messages(behind_link(request, secret))


def _messages(place: Place) -> HttpResponse:
    if place.request.method == "POST":
        return _answer(place)
    if not fragments.is_partial(place.request):
        return redirect(place.here)
    talk = _talk(place)
    if place.request.GET.get("mark") == talk.mark:
        return HttpResponse(status=204)
    return draw_talk(place, talk)


def draw_talk(place: Place, talk: Talk | None = None) -> HttpResponse:
    """Return the conversation alone, for a script."""
    values = _values(place, talk or _talk(place))
    return HttpResponse(fragments.draw(place.request, "portal/ticket.html", values, "talk"))


def _answer(place: Place) -> HttpResponse:
    request = place.request
    body = request.POST.get("body", "")
    refused = refusal(request)
    if refused is not None:
        return page_of(place, body=body, errors=[refused.message], status=refused.status)
    locked = get_for_change(place.actor, place.ticket.number)
    if is_repeated(request.organization.pk, request.POST.get("once", "")[:60]):
        return redirect(place.here)
    try:
        with transaction.atomic():
            files = uploads.enclosed(request, place.actor)
            on, message = reply_as_customer(
                locked, place.contact, body, by=place.actor, channel=Channel.WEB, files=files
            )
            put_where_chosen(place, on, message)
    except uploads.FILE_ERRORS as error:
        return page_of(place, body=body, file_errors=[error.message], status=error.status)
    except InvalidMessage as error:
        return page_of(place, body=body, errors=[error.message], status=error.status)
    if on.pk != place.ticket.pk:
        return redirect(followed_address(request, on.number))
    return redirect(f"{place.here}#message-{message.pk}")


def _talk(place: Place) -> Talk:
    try:
        earlier = uuid.UUID(place.request.GET.get("earlier", ""))
    except ValueError:
        earlier = None
    return read_talk(place.actor, place.ticket, place.home, place.files, earlier=earlier)


def page_of(
    place: Place,
    *,
    body: str = "",
    errors: Sequence[str] = (),
    file_errors: Sequence[str] = (),
    field_errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the page of a ticket, with what was typed and what does not fit."""
    values = _values(place, _talk(place), field_errors) | {"body": body, "errors": errors, "file_errors": file_errors}
    values |= {
        "answering": answering_of(place),
        "once": new_secret(12),
        "waiting": uploads.waiting(place.request, place.actor),
    }
    return show(place.request, "ticket", values, current="tickets", status=status)


def _values(place: Place, talk: Talk, field_errors: dict[str, str] | None = None) -> dict[str, Any]:
    request, ticket, earlier = place.request, place.ticket, place.request.GET.get("earlier", "")
    home = place.home
    days = request.organization.reopen_days_in(home.department)
    effect = on_customer_reply(Stage(home.stage), home.done_at, now(), days)
    again = {"earlier": earlier} if earlier else {}
    own = frame(request, "tickets")
    offered = offers(place, reopens=effect is OnCustomerReply.REOPEN, errors=field_errors or {})
    return (
        own
        | offered
        | {
            "place": place,
            "ticket": ticket,
            "talk": talk,
            "number": full_number(request, ticket.number),
            "status": {
                "label": home.status.customer_label(),
                "stage": home.stage,
                "sign": sign_of(home.status),
                "colour": home.status.shown_colour,
            },
            "assignee": home.assignee,
            "reopens": effect is OnCustomerReply.REOPEN,
            "follows": effect is OnCustomerReply.FOLLOW_UP,
            "others": _others(place),
            "known": known_of(place),
            "back": own["portal"]["nav"][1 if not place.secret else 0],
            "poll": f"{place.messages}?{urlencode({'mark': talk.mark, **again})}",
            "again": f"{place.messages}?{urlencode(again)}" if again else place.messages,
            "stream_url": "" if place.secret else stream_of(request),
        }
    )


def known_of(place: Place) -> list[tuple[str, str]]:
    """Return the names and values of custom fields that the customer may see."""
    catalogue = catalogue_of(place.request.organization)
    values = fields_for_customer(place.ticket) if place.ticket.field_values and catalogue.forms else {}
    found = [(one, values[one.key]) for one in catalogue.live if one.key in values]
    return [(in_language(one.labels), shown_value(one, value)) for one, value in found]


def _others(place: Place) -> list[str]:
    """Return who else takes part: by name, or counted where they gave none, as addresses are not shown."""
    names = [one.contact.name for one in participants_of(place.ticket) if one.contact_id != place.contact.pk]
    known = [name for name in names if name and "@" not in name]
    more = len(names) - len(known)
    said = ngettext("%(number)s other person", "%(number)s other people", more) % {"number": more}
    return [*known, said] if more else known
