"""A customer's ticket on paper: the public conversation as its page has it, which a browser prints or keeps as PDF."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from moondesk.conversations.paper import paper_for_customer
from moondesk.kit.clock import now
from moondesk.web.edges import TenantRequest, in_portal
from moondesk.web.portal.page import full_number, show
from moondesk.web.portal.place import Place, behind_link, secret_page, signed_in


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
    values = {
        "house": place.request.organization.name,
        "number": full_number(place.request, place.ticket.number),
        "ticket": place.ticket,
        "place": place,
        "paper": paper_for_customer(place.actor, place.ticket),
        "printed": now(),
        "by": "",
        "theme": "light",
    }
    return show(place.request, "print", values, current="tickets")
