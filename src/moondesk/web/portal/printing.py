"""A customer's ticket on paper: the public conversation as its page has it, which a browser prints or keeps as PDF."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from moondesk.conversations.attachments import files_of
from moondesk.conversations.queries import messages_for
from moondesk.conversations.rules import MessageKind
from moondesk.files.rules import size_words
from moondesk.kit.clock import now
from moondesk.tickets.queries import participants_of
from moondesk.web.edges import TenantRequest, in_portal
from moondesk.web.formats import datetime_text
from moondesk.web.portal.page import full_number, show
from moondesk.web.portal.place import Place, behind_link, secret_page, signed_in
from moondesk.web.portal.talk import author_of
from moondesk.web.portal.ticket import known_of

MOST = 2000
"""Of a conversation that is longer, the latest."""


@require_safe
@in_portal(sign_in=True)
def ticket_print(request: TenantRequest, number: str) -> HttpResponse:
    """Show a ticket on paper to the customer who is signed in."""
    return _paper(signed_in(request, number))


@require_safe
@in_portal()
@secret_page
def link_print(request: TenantRequest, secret: str) -> HttpResponse:
    """Show a ticket on paper to the one who has the link."""
    return _paper(behind_link(request, secret))


def _paper(place: Place) -> HttpResponse:
    said, left_out = _said(place)
    values = {
        "ticket": place.ticket,
        "place": place,
        "number": full_number(place.request, place.ticket.number),
        "facts": [(label, value) for label, value in _facts(place) if value],
        "said": said,
        "left_out": left_out,
        "printed": datetime_text(now()),
        "theme": "light",
    }
    return show(place.request, "print", values, current="tickets")


def _said(place: Place) -> tuple[list[dict[str, Any]], int]:
    """Return what was said to and by customers, oldest first; whatever the rights of a reader, notes never are."""
    found = messages_for(place.actor, place.ticket).filter(kind=MessageKind.REPLY, deleted_at=None, held_until=None)
    count = found.count()
    rows = list(found.order_by("-id")[:MOST])[::-1]
    files = files_of([one.pk for one in rows])
    names = {one.contact_id: one.contact.name for one in participants_of(place.ticket)}
    said = [
        {
            "author": author_of(one, names)["name"],
            "when": datetime_text(one.created_at),
            "edited": one.edited_at is not None,
            "body": Markup(one.html),  # noqa: S704 - sanitised when it was written
            "files": [f"{file.name} ({size_words(file.size)})" for file in files.get(one.pk, ())],
        }
        for one in rows
    ]
    return said, max(0, count - MOST)


def _facts(place: Place) -> list[tuple[str, str]]:
    home = place.home
    own = [
        (_("Status"), home.status.customer_label()),
        (_("Opened"), datetime_text(place.ticket.created_at)),
        (_("Looks after you"), home.assignee.name if home.assignee else ""),
    ]
    return own + known_of(place)
