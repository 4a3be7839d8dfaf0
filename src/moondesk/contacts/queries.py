"""Reading contacts."""

import uuid
from collections.abc import Collection
from typing import Any

from django.db.models import Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat, Lower
from django.utils.translation import gettext as _

from moondesk.contacts.models import Company, Contact
from moondesk.kit.crossings import PEOPLE_ACCENTS, PEOPLE_LETTERS
from moondesk.kit.database import alike, crossing
from moondesk.kit.errors import NotFound
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Permission

_PLAIN = str.maketrans(PEOPLE_ACCENTS, PEOPLE_LETTERS)
_WILD = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})
MOST = 4000
"""Of so many contacts the ids are asked for first (docs/decisions/search.md); words that more have say little."""
_SHORTEST = 4
"""Letters of a word of which one can be wrong."""


class ContactNotFound(NotFound):
    """No such contact, or not one the asker may know of."""

    code = "contact_not_found"


def visible_to(actor: Actor) -> QuerySet[Contact]:
    """Return the contacts that the actor may see: staff all, a customer himself."""
    contacts = Contact.objects.select_related("company")
    if actor.may(Permission.CONTACT_VIEW):
        return contacts
    return contacts.filter(pk=actor.contact_id) if actor.contact_id else contacts.none()


def get_visible(actor: Actor, contact_id: uuid.UUID) -> Contact:
    """Return one contact. Raises ``ContactNotFound``."""
    contact = visible_to(actor).filter(pk=contact_id).first()
    if contact is None:
        raise ContactNotFound(_("There is no such contact."))
    return contact


def find_contact(contact_id: uuid.UUID) -> Contact | None:
    """Return a contact for one who proved to act for them, such as by a signed address."""
    return Contact.objects.filter(pk=contact_id).first()


def lock_by_email(email: str) -> Contact | None:
    """Return the contact with an address in its normal form, locked, for what is sent to that address alone."""
    return Contact.objects.select_for_update(of=("self",)).filter(email=email).first()


def get_for_change(actor: Actor, contact_id: uuid.UUID) -> Contact:
    """Return one contact locked for a change. Raises ``ContactNotFound``."""
    contact = visible_to(actor).filter(pk=contact_id).select_for_update(of=("self",)).first()
    if contact is None:
        raise ContactNotFound(_("There is no such contact."))
    return contact


def search(actor: Actor, text: str, *, limit: int = 10) -> list[Contact]:
    """Return contacts whose name, address or phone has all words of the text in it, with or without accents.

    If nobody has, those whose names are like it: a letter is wrong, missing, or has changed places.
    """
    words = _plain_words(text)
    ids = _named(words) if words else None
    found = [] if ids == [] else list(with_words(visible_to(actor), text, ids).order_by("name", "id")[:limit])
    return found or _alike(actor, text, limit)


def _alike(actor: Actor, text: str, limit: int) -> list[Contact]:
    words = sorted(_plain_words(text), key=len, reverse=True)
    if not words or len(words[0]) < _SHORTEST:
        return []
    near = [row[0] for row in alike(0.4, "contacts_like", words, limit * 4)]
    seen = {one.pk: one for one in visible_to(actor).filter(pk__in=near)} if near else {}
    return [seen[one] for one in near if one in seen][:limit]


def _plain_words(text: str) -> list[str]:
    """Return the words of a text as the index has them. Half characters and NUL, which no name has, go away."""
    clean = "".join(one for one in text[:80] if one != "\0" and not "\ud800" <= one <= "\udfff")
    return clean.lower().translate(_PLAIN).split()


def _named(words: list[str]) -> list[uuid.UUID]:
    """Return the contacts with all words in their name, address or phone, one more than ``MOST`` at most."""
    patterns = [f"%{word.translate(_WILD)}%" for word in sorted(words, key=len, reverse=True)]
    return [row[0] for row in crossing("contacts_named", patterns, MOST + 1)]


def with_words(found: QuerySet[Contact], text: str, known: list[uuid.UUID] | None = None) -> QuerySet[Contact]:
    """Narrow contacts to those whose name, address or phone has all words of the text in it, if these are not known."""
    words = _plain_words(text)
    if not words:
        return found.none() if text.strip() else found
    ids = _named(words) if known is None else known
    if len(ids) <= MOST:
        return found.filter(pk__in=ids) if ids else found.none()
    whole = Concat("name", Value(" "), Coalesce("email", Value("")), Value(" "), "phone", output_field=TextField())
    accents, letters = Value(PEOPLE_ACCENTS), Value(PEOPLE_LETTERS)
    found = found.alias(plain=Func(Lower(whole), accents, letters, function="translate", output_field=TextField()))
    for word in words:
        found = found.filter(plain__contains=word)
    return found


def contacts_of_users(user_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Contact]:
    """Return the contacts as which the users sign in to the portal, by user."""
    found = Contact.objects.filter(user_id__in=user_ids) if user_ids else ()
    return {contact.user_id: contact for contact in found if contact.user_id}


def ids_of_companies(companies: Collection[uuid.UUID]) -> QuerySet[Contact, Any]:
    """Return the ids of the contacts of some companies, for a condition."""
    return Contact.objects.filter(company_id__in=companies).values("pk")


def ids_named(words: str) -> QuerySet[Contact, Any]:
    """Return the ids of contacts with the words in their name, address or phone number, for a condition."""
    return with_words(Contact.objects.all(), words).values("pk")


def ids_of_company(words: str) -> QuerySet[Contact, Any]:
    """Return the ids of contacts of companies with the text in their name, or with that domain, for a condition."""
    companies = Q(company__name__icontains=words) | Q(company__domain__iexact=words)
    return Contact.objects.filter(companies).values("pk")


def ids_of_member(member_id: uuid.UUID) -> QuerySet[Contact, Any]:
    """Return the ids of the contacts as whom a member writes in, for a condition."""
    return ids_of_members(Member.objects.filter(pk=member_id))


def ids_of_members(members: QuerySet[Member]) -> QuerySet[Contact, Any]:
    """Return the ids of the contacts as whom some members write in, for a condition."""
    return Contact.objects.filter(user__isnull=False, user_id__in=members.values("user_id")).values("pk")


def find_companies(words: str, *, most: int) -> list[Company]:
    """Return companies with the text in their name, by name."""
    return list(Company.objects.filter(name__icontains=words)[:most])


def names_of(contacts: Collection[uuid.UUID], companies: Collection[uuid.UUID]) -> dict[str, str]:
    """Return what contacts and companies are called, by their ids."""
    people = Contact.objects.filter(pk__in=contacts).values_list("pk", "name", "email") if contacts else []
    names = {str(key): name or email or "?" for key, name, email in people}
    if companies:
        names |= {str(key): name for key, name in Company.objects.filter(pk__in=companies).values_list("pk", "name")}
    return names
