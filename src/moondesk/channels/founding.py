"""Founding a desk: an organization with all that it needs to take its first request."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from moondesk.accounts.models import User
from moondesk.channels.models import MailAddress
from moondesk.kit import tenancy
from moondesk.organizations.actions import create_organization
from moondesk.organizations.errors import InvalidOrganization
from moondesk.organizations.models import Organization
from moondesk.tickets.actions import create_default_workflow


@dataclass(frozen=True, kw_only=True)
class NewDesk:
    """What its founder says of a new organization."""

    name: str
    slug: str
    language: str = "en"
    time_zone: str = "UTC"


def mail_domain() -> str:
    """Return the domain below which organizations receive mail."""
    host = settings.MAIL_FROM.rpartition("@")[2].strip(" >")
    return host or urlsplit(settings.BASE_URL).hostname or "localhost"


def found_desk(new: NewDesk, *, owner: User) -> Organization:
    """Create an organization, its workflow and its mail address, all or nothing."""
    if new.language not in dict(settings.LANGUAGES):
        text = _("There is no such language.")
        raise InvalidOrganization(text, fields={"language": text})
    with transaction.atomic():
        organization = create_organization(
            name=new.name, slug=new.slug, owner=owner, language=new.language, time_zone=new.time_zone
        )
        with tenancy.organization(organization.pk):
            create_default_workflow()
            _give_address(organization)
    return organization


def _give_address(organization: Organization) -> None:
    """Give the organization an address for mail; somebody else's stays theirs."""
    try:
        with transaction.atomic():
            MailAddress.objects.create(
                address=f"support@{organization.slug}.{mail_domain()}", name=organization.name, is_default=True
            )
    except IntegrityError:
        return
