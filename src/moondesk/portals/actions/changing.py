"""Changing how customers come to the help pages."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.events.errors import ChangedSince
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.organizations.actions.names import set_help_domain
from moondesk.organizations.actor import Actor
from moondesk.organizations.domains import check_domain
from moondesk.organizations.errors import InvalidOrganization
from moondesk.organizations.features import Feature
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import current_organization
from moondesk.organizations.switches import refuse_off
from moondesk.portals.actions.signing_in import end_all_sign_ins
from moondesk.portals.errors import DomainTaken, InvalidPortal
from moondesk.portals.events import PortalChanged
from moondesk.portals.models import Portal
from moondesk.portals.queries import locked_portal, own_hosts, served_at
from moondesk.portals.rules import is_reserved


@dataclass(frozen=True)
class PortalEdit:
    """What somebody wants of the help pages; None leaves a part as it is."""

    sign_in_links: bool | None = None
    domain: str | None = None
    is_used: bool | None = None


def change_portal(edit: PortalEdit, *, by: Actor) -> Portal:
    """Change how customers come in. Another domain has to be proven anew.

    Raises ``InvalidPortal`` beside the field, ``DomainTaken`` for what another organization proved to be its own,
    and ``FeatureOff`` where the operator switched own domains off; they can still be given up.
    """
    by.require(Permission.ORGANIZATION_MANAGE)
    portal = locked_portal()
    before = _shown(portal)
    if edit.is_used or edit.domain:
        refuse_off(Feature.OWN_DOMAIN)
    if edit.sign_in_links is not None:
        portal.sign_in_links = edit.sign_in_links
        if not portal.sign_in_links:
            end_all_sign_ins()
    if edit.domain is not None and (domain := _domain(edit.domain, by)) != portal.domain:
        portal.domain, portal.is_used = domain, False
        portal.proven_at = portal.checked_at = portal.missing_since = portal.unseen_since = None
    if edit.is_used is not None:
        portal.is_used = edit.is_used
    if portal.is_used and portal.proven_at is None:
        text = _("Prove first that the domain is yours.")
        raise InvalidPortal(text, fields={"is_used": text})
    after = _shown(portal)
    changed = [name for name, value in after.items() if value != before[name]]
    if changed:
        portal.save()
        keep_domain(portal)
        said = {"before": {one: before[one] for one in changed}, "after": {one: after[one] for one in changed}}
        emit(PortalChanged(subject_id=by.organization_id, **said), by=by)
    return portal


def keep_domain(portal: Portal) -> None:
    """Write down, where each page and mail reads it, at which domain the help pages are.

    Not while its record is missing: it may be somebody else's by now, and links carry secrets.
    """
    is_there = portal.is_used and portal.proven_at is not None and portal.missing_since is None
    set_help_domain(current_organization(), portal.domain if is_there else "")


def taken() -> DomainTaken:
    """Return the error beside the field of a domain that is another's."""
    text = _("Another organization here has proven that this domain is its own.")
    return DomainTaken(text, fields={"domain": text})


def _domain(text: str, by: Actor) -> str:
    if not text.strip():
        return ""
    try:
        domain = check_domain(text)
    except InvalidOrganization:
        problem = _("This is not a domain. It looks like help.example.com.")
        raise InvalidPortal(problem, fields={"domain": problem}) from None
    if is_reserved(domain, own_hosts()):
        problem = _("This name is that of the desk itself. Use one of your own.")
        raise InvalidPortal(problem, fields={"domain": problem})
    holder = served_at(domain)
    if holder is not None and holder.organization_id != by.organization_id:
        raise taken()
    return domain


def _shown(portal: Portal) -> dict[str, Any]:
    return {"sign_in_links": portal.sign_in_links, "domain": portal.domain, "is_used": portal.is_used}


@undoes(PortalChanged)
def take_portal_back(event: Event, by: Actor) -> None:
    """Make what was changed what it was, unless it was changed again since. Another domain is proven again."""
    now_there = _shown(locked_portal())
    if any(now_there[name] != value for name, value in event.data["after"].items()):
        raise ChangedSince(_("This was changed again since. Change it to what you want instead."))
    before = dict(event.data["before"])
    if "domain" in before:
        before.pop("is_used", None)  # what is proven anew can be used then
    change_portal(PortalEdit(**before), by=by)
