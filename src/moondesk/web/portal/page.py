"""What stands around every page of the portal, and how one is drawn."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from moondesk.branding.queries import Look, current_look
from moondesk.organizations.models import Organization
from moondesk.web import kept
from moondesk.web.brand import logo_of
from moondesk.web.edges import TenantRequest
from moondesk.web.own_domain import served_here

BRAND_LIGHTNESS = 0.5
BRAND_CHROMA = 0.12
"""The brand gives its hue; what lightness and how much colour is drawn, the theme decides (``css/portal/base.css``)."""

_WITH_OWN_BUTTON = ("new", "list")
"""Places in the navigation whose pages have the button of writing in, or are it."""


def address(request: TenantRequest, name: str, **kwargs: Any) -> str:
    """Return the address of a page of this portal."""
    return reverse(f"portal:{name}", kwargs={"slug": request.organization.slug, **kwargs})


def full_number(request: TenantRequest, number: str) -> str:
    """Return a ticket's number as people read it, with the organization's prefix."""
    return f"{request.organization.number_prefix}-{number}"


def sign_in_address(request: TenantRequest) -> str:
    """Return where to sign in to this portal."""
    return address(request, "sign_in")


def password_address(request: TenantRequest) -> str:
    """Return where to sign in to an account of one's own, to come back here; nothing where there are none."""
    if served_here(request) is not None:
        return ""
    return f"{reverse('account_login')}?{urlencode({'next': address(request, 'tickets')})}"


def stream_of(request: TenantRequest) -> str:
    """Return what tells an open page that something is new, for those with an account; others' pages ask by and by."""
    if request.link_sign_in is not None:
        return ""
    return f"/api/tickets/stream?organization={request.organization.slug}"


def look_of(organization: Organization) -> Look:
    """Return the words of the help pages, read once until something of the organization changes."""
    look: Look = kept.value(("look", organization.pk, organization.config_version), current_look)
    return look


def frame(request: TenantRequest, current: str = "") -> dict[str, Any]:
    """Return what the layout needs; ``current`` is the place in the navigation."""
    organization, contact = request.organization, request.contact
    mine = address(request, "tickets" if contact else "lookup")
    person = None
    if request.link_sign_in is not None and contact is not None:
        person = {"name": contact.shown_name, "id": str(contact.pk), "href": address(request, "signed_in")}
    elif request.user.is_authenticated:
        name = contact.shown_name if contact else request.user.get_full_name()
        person = {"name": name, "id": str(request.user.pk), "href": reverse("account:profile")}
    # Somebody signed in who never wrote in here, such as an agent, has no tickets of their own to show.
    is_stranger = person is not None and contact is None
    my_tickets = {"label": _("My tickets"), "href": mine, "current": current in ("tickets", "list")}
    own_links = look_of(organization).foot(get_language() or "", organization.language)
    portal = {
        "name": organization.name,
        "href": address(request, "home"),
        "logo": logo_of(organization),
        "brand": f"oklch({BRAND_LIGHTNESS} {BRAND_CHROMA} {organization.brand_hue})",
        "nav": [
            {"label": _("Help center"), "href": address(request, "home"), "current": current == "home"},
            *([] if is_stranger else [my_tickets]),
        ],
        "contact": {
            "label": _("Contact us"),
            "href": address(request, "new"),
            "current": current == "new",
            "in_bar": current not in ("new", "list"),
        },
        "person": person,
        "inside": address(request, "tickets"),
        "foot": [*own_links, *([] if person else [{"label": _("Sign in"), "href": sign_in_address(request)}])],
    }
    return {"portal": portal, "organization": organization, "contact": contact}


def show(
    request: TenantRequest, template: str, values: dict[str, Any], *, current: str = "", status: int = 200
) -> HttpResponse:
    """Draw a page of the portal."""
    return render(request, f"portal/{template}.html", frame(request, current) | values, status=status)
