"""Reading how customers come to the help pages."""

import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from moondesk.contacts.models import Contact
from moondesk.kit import database
from moondesk.kit.clock import now
from moondesk.kit.ids import digest
from moondesk.organizations.models import Organization
from moondesk.organizations.sign_in_rules import forced_provider
from moondesk.portals.errors import SignInLinkExpired
from moondesk.portals.models import Portal, SignInLink
from moondesk.portals.rules import SESSION_LASTS


@dataclass(frozen=True)
class Served:
    """Whose help pages are at a domain."""

    organization_id: uuid.UUID
    slug: str


def served_at(domain: str) -> Served | None:
    """Return whose help pages are at a proven domain, also of a closed organization: people unsubscribe there."""
    found = database.crossing("portal_by_domain", domain)
    return Served(*found[0]) if found else None


def origin_of(domain: str) -> str:
    """Return a domain with scheme, and port where the installation is reached at an odd one."""
    base = urlsplit(settings.BASE_URL)
    return f"{base.scheme}://{domain}" + (f":{base.port}" if base.port else "")


def home_of(organization: Organization) -> str:
    """Return the address that the help pages of an organization begin with, without the slash at its end."""
    if organization.help_domain:
        return origin_of(organization.help_domain)
    return f"{settings.BASE_URL}/{organization.slug}/help"


def current_portal() -> Portal:
    """Return how customers come to the organization in context; what nobody changed is not in the database yet."""
    return Portal.objects.first() or Portal()


def locked_portal() -> Portal:
    """Return the same for a change; made now, so that two changes wait for each other."""
    Portal.objects.get_or_create()
    return Portal.objects.select_for_update(of=("self",)).get()


def link_to_confirm(secret: str, organization: Organization) -> SignInLink:
    """Return what a link from a mail would open, without opening it. Raises ``SignInLinkExpired``."""
    return good_link(SignInLink.objects.all(), secret, organization)


def good_link(links: QuerySet[SignInLink], secret: str, organization: Organization) -> SignInLink:
    """Return the link of a secret. Raises ``SignInLinkExpired`` for all that does not open, with one message."""
    known = links.filter(digest=digest(secret), used_at=None, ended_at=None, expires_at__gt=now())
    link = known.select_related("contact").first() if secret else None
    if link is None or not may_sign_in(link.contact, link.email, organization):
        raise SignInLinkExpired(_("This link has expired."))
    return link


def may_sign_in(contact: Contact, email: str, organization: Organization) -> bool:
    """Say whether a link to an address may stand for a contact now.

    Not when the address changed, when links are switched off, or when people of its domain come in by a provider only.
    """
    if contact.email != email or forced_provider(organization.forced_sign_in, email) is not None:
        return False
    return current_portal().sign_in_links


def language_of_link(link_id: uuid.UUID) -> str:
    """Return in which language a link is sent, nothing for one that is gone."""
    return SignInLink.objects.filter(pk=link_id).values_list("language", flat=True).first() or ""


def sign_in_of(link_id: str, organization: Organization) -> SignInLink | None:
    """Return the sign-in that a browser has by a link, while it holds."""
    try:
        wanted = uuid.UUID(link_id)
    except ValueError:
        return None
    link = _sessions().filter(pk=wanted).select_related("contact").first()
    return link if link is not None and may_sign_in(link.contact, link.email, organization) else None


def sign_ins_by_link(contact: Contact) -> list[SignInLink]:
    """Return where a customer is signed in by links, the latest first."""
    return list(_sessions().filter(contact=contact, email=contact.email).order_by("-used_at"))


def _sessions() -> QuerySet[SignInLink]:
    return SignInLink.objects.filter(ended_at=None, used_at__gt=now() - SESSION_LASTS)
