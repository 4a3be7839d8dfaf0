"""Signing in to the help pages by a link from a mail."""

import uuid
from collections.abc import Iterable

from moondesk.accounts.addresses import mailbox_of
from moondesk.contacts.actions import confirm_email
from moondesk.contacts.actors import contact_actor
from moondesk.contacts.models import Contact
from moondesk.contacts.queries import ids_of_members, lock_by_email
from moondesk.events.actions import emit
from moondesk.kit.clock import now
from moondesk.kit.ids import digest, new_secret
from moondesk.limits.actions import Limit, count
from moondesk.organizations.actor import Door
from moondesk.organizations.models import Member, Organization
from moondesk.portals.events import CustomerSignedIn
from moondesk.portals.models import SignInLink
from moondesk.portals.queries import good_link, may_sign_in
from moondesk.portals.rules import FRESH, KEPT, LINK_LASTS, MOST_FRESH

TO_ONE_HERE = Limit("sign-in-link", 8, 3600)
TO_ONE = Limit("sign-in-link-mailbox", 16, 3600)
"""By all organizations together: whoever founds many of them mails nobody more."""
OF_ORGANIZATION = Limit("sign-in-link-organization", 600, 3600)


def make_link(email: str, organization: Organization, *, language: str) -> tuple[SignInLink, str] | None:
    """Return a new link for the contact with an address, and its secret; None for whom there is none.

    Who has good links enough gets no more, and above the limits of an hour one good link is enough. So no stranger can
    use anything up for somebody: what the stranger asked for is in the mailbox of the one, and signs them in.
    """
    contact = lock_by_email(email)
    if contact is None or not may_sign_in(contact, email, organization):
        return None
    moment = now()
    fresh = SignInLink.objects.filter(contact=contact, email=email, used_at=None, ended_at=None)
    held = fresh.filter(expires_at__gt=moment + FRESH).count()
    if held >= MOST_FRESH or (_is_flood(email, organization) and held):
        return None
    secret = new_secret()
    link = SignInLink.objects.create(
        contact=contact,
        email=email,
        digest=digest(secret),
        language=contact.language or language,
        expires_at=moment + LINK_LASTS,
    )
    return link, secret


def _is_flood(email: str, organization: Organization) -> bool:
    """Count one more link that would be sent, and say whether these are more than people ask for."""
    own = str(organization.pk)
    counted = [count(TO_ONE_HERE, own, email), count(OF_ORGANIZATION, own), count(TO_ONE, mailbox_of(email))]
    return any(one.over for one in counted)


def use_link(secret: str, organization: Organization, *, address: str, agent: str) -> SignInLink:
    """Sign a customer in by a link, once; their other links are not good any more. Raises ``SignInLinkExpired``."""
    link = good_link(SignInLink.objects.select_for_update(of=("self",)), secret, organization)
    moment = now()
    SignInLink.objects.filter(contact=link.contact, used_at=None, ended_at=None).exclude(pk=link.pk).update(
        ended_at=moment
    )
    link.used_at, link.address, link.agent = moment, address or None, agent[:300].replace("\0", "")
    link.save(update_fields=["used_at", "address", "agent"])
    confirm_email(link.contact)
    emit(CustomerSignedIn(subject_id=link.contact.pk), by=contact_actor(link.contact, door=Door.PORTAL))
    return link


def end_sign_in(contact: Contact, link_id: uuid.UUID) -> None:
    """End one sign-in of a customer; that of somebody else is none."""
    SignInLink.objects.filter(contact=contact, pk=link_id, ended_at=None).update(ended_at=now())


def end_other_sign_ins(contact: Contact, *, but: uuid.UUID) -> None:
    """End all sign-ins of a customer but one, and all links that wait."""
    SignInLink.objects.filter(contact=contact, ended_at=None).exclude(pk=but).update(ended_at=now())


def end_sign_ins_of(contact_id: uuid.UUID) -> None:
    """End all sign-ins of a contact, and all links that wait, for good: their address is another now."""
    SignInLink.objects.filter(contact=contact_id, ended_at=None).update(ended_at=now())


def end_all_sign_ins() -> None:
    """End all sign-ins and all links that wait, for good: links are switched off."""
    SignInLink.objects.filter(ended_at=None).update(ended_at=now())


def end_sign_ins_of_members(member_id: uuid.UUID | None = None) -> None:
    """End all sign-ins and links that wait of members, or of one, for good: what is asked of them is another now.

    Who was shut out by what was asked before stays out, and so does whoever is shut out from now on.
    """
    members = Member.objects.filter(pk=member_id) if member_id else Member.objects.all()
    proven = members.filter(user__emailaddress__verified=True)
    links = SignInLink.objects.filter(ended_at=None).order_by().values("pk")
    # Each by an index of its own, which one condition with "or" between them would not be: a role that is deleted asks
    # for as many members as it had.
    theirs = links.filter(contact__in=ids_of_members(members)).union(
        links.filter(email__in=members.values("user__email")),
        links.filter(email__in=proven.values("user__emailaddress__email")),
    )
    SignInLink.objects.filter(pk__in=theirs, ended_at=None).update(ended_at=now())


def end_sign_ins_at(domains: Iterable[str]) -> None:
    """End all sign-ins and links that wait of addresses at domains, for good: a provider is their only way in."""
    for domain in domains:
        SignInLink.objects.filter(email__iendswith=f"@{domain}", ended_at=None).update(ended_at=now())


def drop_old_links() -> None:
    """Remove links that nothing is opened by any more."""
    SignInLink.objects.filter(created_at__lt=now() - KEPT).delete()
