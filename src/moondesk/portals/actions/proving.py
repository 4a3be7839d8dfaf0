"""Proving by a record in DNS whose a domain is; and looking again, as domains change hands."""

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor, system_actor
from moondesk.organizations.domains import look, look_for_record, record_of
from moondesk.organizations.permissions import Permission
from moondesk.portals.actions.changing import keep_domain, taken
from moondesk.portals.errors import InvalidPortal
from moondesk.portals.events import PortalDomainLost, PortalDomainMissing, PortalDomainProven
from moondesk.portals.models import Portal
from moondesk.portals.queries import current_portal, locked_portal
from moondesk.portals.rules import is_lost


def prove_domain(*, by: Actor) -> Portal:
    """Ask DNS whether the domain of the help pages is the organization's: the first to prove it has it.

    Raises ``DomainNotProven`` when the record is not there, and ``DomainTaken``.
    """
    by.require(Permission.ORGANIZATION_MANAGE)
    domain = current_portal().domain
    if not domain:
        text = _("Name a domain first.")
        raise InvalidPortal(text, fields={"domain": text})
    look_for_record(domain, by=by)
    return _note_proof(domain, by)


def _note_proof(domain: str, by: Actor) -> Portal:
    portal = locked_portal()
    if portal.domain != domain:
        return portal
    is_new = portal.proven_at is None
    portal.checked_at, portal.missing_since, portal.unseen_since = now(), None, None
    portal.proven_at = portal.proven_at or portal.checked_at
    try:
        with transaction.atomic():
            portal.save()
    except IntegrityError:
        raise taken() from None
    keep_domain(portal)
    if is_new:
        emit(PortalDomainProven(subject_id=by.organization_id, domain=domain), by=by)
    return portal


def note_portal_record(domain: str, records: Collection[str] | None) -> None:
    """Write down what DNS says of the domain now, None when it does not answer.

    At the first miss links lead to the desk again; what was gone for too long is not the organization's any more.
    """
    portal = locked_portal()
    if portal.domain != domain or portal.proven_at is None:
        return
    moment = now()
    is_news = look(portal, records, record_of(domain), moment)
    is_gone = is_lost(portal, moment)
    if is_gone:
        portal.proven_at, portal.is_used = None, False
    portal.save()
    keep_domain(portal)
    if is_gone or is_news:
        happened = PortalDomainLost if is_gone else PortalDomainMissing
        emit(happened(subject_id=portal.organization_id, domain=domain), by=system_actor(portal.organization_id))
