"""Reading how customers come to the help pages."""

import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http.request import split_domain_port, validate_host
from django.utils.translation import gettext as _

from moondesk.contacts.models import Contact
from moondesk.kit import database
from moondesk.kit.clock import now
from moondesk.kit.ids import digest
from moondesk.organizations.features import Feature
from moondesk.organizations.models import Member, Organization
from moondesk.organizations.second_factor import asked_from
from moondesk.organizations.sign_in_rules import forced_provider
from moondesk.organizations.switches import is_off
from moondesk.portals.errors import SignInLinkExpired
from moondesk.portals.models import Portal, SignInLink
from moondesk.portals.rules import SESSION_LASTS, is_name, is_reserved


@dataclass(frozen=True)
class Served:
    """Whose help pages are at a domain."""

    organization_id: uuid.UUID
    slug: str


def served_at(domain: str) -> Served | None:
    """Return whose help pages are at a proven domain, also of a closed organization: people unsubscribe there."""
    found = database.crossing("portal_by_domain", domain)
    return Served(*found[0]) if found else None


def own_hosts() -> list[str]:
    """Return the names that the installation itself is reached at."""
    named = [urlsplit(one).hostname or "" for one in (settings.BASE_URL, settings.FILES_ORIGIN)]
    return [host.lower() for host in (*named, *settings.ALLOWED_HOSTS) if host and host != "*"]


def served_by_name(name: str) -> Served | None:
    """Return whose help pages are at a host's name; none at the names of the desk itself."""
    return served_at(name) if is_name(name) and not is_reserved(name, own_hosts()) else None


def is_desks(host: str) -> bool:
    """Say whether a host is one where the desk itself is: not one of an organization, nor that of files."""
    name, _port = split_domain_port(host.lower())
    if not validate_host(name, settings.ALLOWED_HOSTS) or name == urlsplit(settings.FILES_ORIGIN).hostname:
        return False
    return served_by_name(name) is None


def origin_of(domain: str) -> str:
    """Return a domain with scheme, and port where the installation is reached at an odd one."""
    base = urlsplit(settings.BASE_URL)
    return f"{base.scheme}://{domain}" + (f":{base.port}" if base.port else "")


def home_of(organization: Organization) -> str:
    """Return the address that the help pages of an organization begin with, without the slash at its end."""
    if organization.help_domain and not is_off(Feature.OWN_DOMAIN, organization):
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

    Not when the address changed, when links are switched off, or when people of its domain come in by a provider only;
    and not for a member of whom more is asked than a link shows.
    """
    if contact.email != email or forced_provider(organization.forced_sign_in, email) is not None:
        return False
    return current_portal().sign_in_links and not _must_show_more(contact, email, organization)


def _must_show_more(contact: Contact, email: str, organization: Organization) -> bool:
    """Say whether a member is behind an address or a contact, of whom more is asked than a link shows.

    To come by a provider alone, or with a second factor. Mostly nothing of it is asked, and nothing read.
    """
    if not (organization.forced_sign_in or organization.second_factor_roles):
        return False
    theirs = Q(user__email=email) | Q(user__emailaddress__email=email, user__emailaddress__verified=True)
    if contact.user_id is not None:
        theirs |= Q(user=contact.user_id)
    moment = now()
    for member in Member.objects.filter(theirs, is_active=True).select_related("user"):
        asked = asked_from(organization, member)
        if asked is not None and asked <= moment:
            return True
        if forced_provider(organization.forced_sign_in, member.user.email) is not None:
            return True
    return False


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
