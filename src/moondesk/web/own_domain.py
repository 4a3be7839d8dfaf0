"""Which help pages are at a host, where visitors are led to them, and for which names a proxy gets certificates."""

from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from moondesk.organizations.features import Feature
from moondesk.organizations.models import Organization
from moondesk.organizations.switches import is_off, refuse_off
from moondesk.portals.queries import Served, home_of, origin_of, own_hosts, served_at
from moondesk.portals.rules import is_name
from moondesk.web import by_link
from moondesk.web.fragments import is_partial

_STAYS = ("/logo/", "/forms/")
"""What is shown inside of mails and of other sites, where a browser must not be led to another host."""


def served_here(request: HttpRequest) -> Served | None:
    """Return whose domain the request came to, if it is one of an organization's own."""
    return cast("Served | None", getattr(request, "own_domain", None))


def place_at_own_domain(request: HttpRequest, organization: Organization) -> str:
    """Return where a page of the portal is at the organization's own domain, to lead a visitor there.

    Nothing for those who are signed in here, as they are not there; for what a script or another site shows; and for
    all that is not only looked at. While the operator has switched own domains off, it is the other way round.
    """
    if is_off(Feature.OWN_DOMAIN, organization):
        return _back_from(request, organization)
    if not organization.help_domain or request.method not in ("GET", "HEAD") or served_here(request) is not None:
        return ""
    if request.user.is_authenticated or by_link.counted_by(request) or is_partial(request):
        return ""
    home = reverse("portal:home", kwargs={"slug": organization.slug})
    path = "/" + request.get_full_path().removeprefix(home)
    if path.startswith(_STAYS) or request.headers.get("Sec-Fetch-Dest") in ("iframe", "image", "script"):
        return ""
    return origin_of(organization.help_domain) + path


def _back_from(request: HttpRequest, organization: Organization) -> str:
    """Return where a page of the organization's own domain is at the installation's, so that no old link is lost."""
    if served_here(request) is None:
        return ""
    if request.method not in ("GET", "HEAD"):
        refuse_off(Feature.OWN_DOMAIN, organization)
    return home_of(organization) + request.get_full_path()


def may_have_certificate(domain: str) -> bool:
    """Say whether a proxy may get a certificate for a name: one of our own, or a proven domain."""
    name = domain.strip().lower().rstrip(".")
    if not is_name(name):
        return False
    named = [host for host in own_hosts() if host not in settings.ALLOWED_HOSTS or not host.startswith(".")]
    return name in named or served_at(name) is not None
