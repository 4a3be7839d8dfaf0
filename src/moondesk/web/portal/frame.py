"""What stands around every page of a portal, and how a ticket looks to a customer."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from moondesk.organizations.models import Organization
from moondesk.tickets.models import Status, Ticket
from moondesk.tickets.rules import Stage
from moondesk.web.edges import TenantRequest


def brand_colour(organization: Organization) -> str:
    """Return the organization's colour; the sheet keeps its contrast in every theme."""
    return f"oklch(0.47 0.11 {organization.brand_hue})"


def shown_number(ticket: Ticket, organization: Organization) -> str:
    """Return a ticket's number as people read it: ``TKT-7K3M9Q``."""
    return f"{organization.number_prefix}-{ticket.number}"


def shown_status(status: Status) -> dict[str, str]:
    """Return a status in the customer's words, with its sign."""
    held = status.stage == Stage.WAITING and not waits_for_customer(status)
    return {"label": status.customer_label(), "stage": status.stage, "sign": "hold" if held else ""}


def waits_for_customer(status: Status) -> bool:
    """Say whether a status means that the customer is to answer; other waiting is for somebody else."""
    return status.stage == Stage.WAITING and status.is_default


def frame(request: TenantRequest, current: str = "") -> dict[str, Any]:
    """Return what the layout needs."""
    own = request.organization
    slug = own.slug
    home, new = reverse("portal:home", kwargs={"slug": slug}), reverse("portal:new", kwargs={"slug": slug})
    nav = [{"label": _("Help center"), "href": home, "current": current == "home"}]
    if request.contact is not None:
        tickets = reverse("portal:tickets", kwargs={"slug": slug})
        nav.append({"label": _("My tickets"), "href": tickets, "current": current == "tickets"})
    person = None
    if request.user.is_authenticated:
        person = {
            "name": request.user.get_full_name(),
            "id": str(request.user.pk),
            "href": reverse("account:profile"),
        }
    contact = {"label": _("Contact us"), "href": new} if current != "new" else None
    return {
        "slug": slug,
        "organization": own,
        "portal": {
            "name": own.name, "href": home, "brand": brand_colour(own), "nav": nav, "contact": contact,
            "person": person, "foot": _foot(request),
        },
    }  # fmt: skip


def _foot(request: TenantRequest) -> list[dict[str, str]]:
    slug = request.organization.slug
    links = [{"label": _("Send me my link again"), "href": reverse("portal:lookup", kwargs={"slug": slug})}]
    if not request.user.is_authenticated:
        here = reverse("portal:tickets", kwargs={"slug": slug})
        links.append({"label": _("Sign in"), "href": f"{reverse('account_login')}?next={here}"})
    return links


def show(
    request: TenantRequest, template: str, values: dict[str, Any], *, current: str = "", status: int = 200
) -> HttpResponse:
    """Draw a page of the portal."""
    return render(request, f"portal/{template}.html", {**frame(request, current), **values}, status=status)


def sealed(response: HttpResponse) -> HttpResponse:
    """Keep a page with a secret in its address out of caches and out of what other sites are told."""
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
