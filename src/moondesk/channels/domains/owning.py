"""Where the operator wants proof of a domain before mail leaves by the common way out.

Nobody can be kept from writing any address into the settings. By a way out of an organization's own, its provider
answers for who may send; by the installation's, the operator does, with the good name of its servers.
"""

from django.conf import settings

from moondesk.channels.founding import mail_domain
from moondesk.channels.models import MailAddress
from moondesk.organizations.domains import is_proven
from moondesk.organizations.queries import current_organization


def is_demanded() -> bool:
    """Say whether the operator wants proof."""
    return bool(settings.MAIL_DOMAIN_PROOF)


def is_ours(domain: str) -> bool:
    """Say whether the domain is the one that this desk gave the organization."""
    return domain == f"{current_organization().slug}.{mail_domain()}"


def mail_server() -> str:
    """Return the name of the server that this desk is reached at."""
    return mail_domain()


def waits_for_proof(address: MailAddress | None) -> bool:
    """Say whether mail from an address has to wait until its domain is proven. Its way out is the installation's."""
    if address is None or not is_demanded():
        return False
    domain = address.address.rpartition("@")[2]
    return not is_ours(domain) and not is_proven(domain)
