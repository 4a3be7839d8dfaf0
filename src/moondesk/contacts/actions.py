"""What can be done with contacts and companies."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from moondesk.accounts.addresses import address_problem
from moondesk.accounts.models import User, normal_email
from moondesk.contacts.events import ContactUpdated
from moondesk.contacts.models import Company, Contact
from moondesk.events.actions import emit
from moondesk.kit import rows
from moondesk.kit.clock import now
from moondesk.kit.errors import InvalidInput
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission


class InvalidContact(InvalidInput):
    """A contact's name or address does not fit."""

    code = "invalid_contact"


def check_email(email: str) -> str:
    """Return an address in its normal form. Raises ``InvalidContact`` beside the field."""
    problem = address_problem(email)
    if problem:
        raise InvalidContact(problem, fields={"email": problem})
    return normal_email(email)


def find_or_create_contact(email: str, name: str = "", *, language: str = "") -> Contact:
    """Return the contact of an address, made if new. The name of a known contact is never changed from outside."""
    normal = check_email(email)
    new = Contact(email=normal, name=name.strip()[:120], language=language[:10])
    return rows.find_or_insert(new, "organization_id", "email") or Contact.objects.get(email=normal)


def create_contact(
    *, name: str, email: str | None, phone: str = "", language: str = "", company: Company | None = None, by: Actor
) -> Contact:
    """Write down a new contact. Raises ``InvalidContact`` when the address is taken."""
    by.require(Permission.CONTACT_MANAGE)
    normal = check_email(email) if email else None
    if normal and Contact.objects.filter(email=normal).exists():
        text = _("There is a contact with this address already.")
        raise InvalidContact(text, fields={"email": text})
    return Contact.objects.create(
        name=name.strip()[:120], email=normal, phone=phone.strip()[:40], language=language, company=company
    )


def update_contact(contact: Contact, *, by: Actor, **changes: str | bool | Company | None) -> Contact:
    """Change a contact's name, address, phone, language or company, or whether they are asked if answers helped."""
    by.require(Permission.CONTACT_MANAGE)
    email = changes.get("email")
    if isinstance(email, str):
        changes["email"] = check_email(email)
        if Contact.objects.filter(email=changes["email"]).exclude(pk=contact.pk).exists():
            text = _("There is a contact with this address already.")
            raise InvalidContact(text, fields={"email": text})
    changed = tuple(field for field, value in changes.items() if getattr(contact, field) != value)
    if not changed:
        return contact
    before = _shown(contact, changed)
    for field in changed:
        setattr(contact, field, changes[field])
    written = changed
    if "email" in changed:
        contact.email_verified_at = None  # shown for the address before, not for this one
        written = (*changed, "email_verified_at")
    contact.save(update_fields=written)
    after = _shown(contact, changed)
    emit(ContactUpdated(subject_id=contact.pk, fields=changed, before=before, after=after), by=by)
    return contact


def turn_surveys(contact: Contact, *, on: bool, by: Actor) -> None:
    """Let a contact say for themselves whether they are asked if an answer helped."""
    if by.contact_id != contact.pk:
        by.require(Permission.CONTACT_MANAGE)
    if contact.surveys_off is not on:
        return
    before = _shown(contact, ["surveys_off"])
    contact.surveys_off = not on
    contact.save(update_fields=["surveys_off"])
    after = _shown(contact, ["surveys_off"])
    emit(ContactUpdated(subject_id=contact.pk, fields=("surveys_off",), before=before, after=after), by=by)


def _shown(contact: Contact, fields: Collection[str]) -> dict[str, str]:
    return {field: str(getattr(contact, field) or "") for field in fields}


def confirm_email(contact: Contact) -> None:
    """Write down that the contact has shown the address to be theirs."""
    if contact.email_verified_at is None:
        contact.email_verified_at = now()
        contact.save(update_fields=["email_verified_at"])


def find_or_create_company(name: str, *, by: Actor) -> Company:
    """Return the company of a name in any case, made if new."""
    by.require(Permission.CONTACT_MANAGE)
    known = Company.objects.filter(name__iexact=name.strip()).first()
    return known or Company.objects.create(name=name.strip()[:120])


def join_user(contact: Contact, user: User) -> None:
    """Let a user whose address is proven sign in as this contact."""
    contact.user = user
    contact.save(update_fields=["user"])


def join_by_address(user: User, addresses: Collection[str]) -> Contact | None:
    """Join a user to the contact of one of their proven addresses, if there is one that nobody has joined."""
    known = [normal_email(address) for address in addresses]
    contact = Contact.objects.filter(email__in=known, user=None).order_by("created_at", "id").first()
    if contact is not None:
        join_user(contact, user)
    return contact


def note_mail_trouble(email: str, trouble: str) -> None:
    """Note at the contact with an address why nothing is mailed there by itself; empty when mails arrive."""
    # Written also when it says the same: pages show the reason, and what they keep depends on this row (marks.py).
    Contact.objects.filter(email=email).update(mail_trouble=trouble)
