"""People as hits of a search: contacts, and the organization's own members."""

import uuid
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from moondesk.contacts.models import Contact
from moondesk.contacts.queries import search
from moondesk.kit.written import written
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Permission
from moondesk.tickets.folding import fold
from moondesk.tickets.search_language import Clause, Kind

MOST_PEOPLE = 5


def words_in(clauses: Iterable[Clause]) -> str:
    """Return what of a search can be somebody's name: its words, without fields and what must not be."""
    terms = [clause[0] for clause in clauses if len(clause) == 1]
    return " ".join(term.text for term in terms if term.kind is not Kind.FIELD and not term.negated).strip()


def find_contacts(actor: Actor, clauses: Iterable[Clause], *, limit: int = MOST_PEOPLE) -> list[Contact]:
    """Return the contacts with the words in their name, address or phone number."""
    words = words_in(clauses)
    if not words or not actor.may(Permission.CONTACT_VIEW):
        return []
    return search(actor, words, limit=limit)


def find_members(actor: Actor, clauses: Iterable[Clause], *, limit: int = MOST_PEOPLE) -> list[Member]:
    """Return the active members whose name has words that begin so, or whose address does."""
    words = fold(words_in(clauses)).split()
    if not words or not actor.may(Permission.MEMBER_VIEW):
        return []
    rows = _at_work(actor.organization_id)
    ids = [pk for pk, name, email in rows if _is_named(_names_in(f"{name} {email or ''}"), words)][:limit]
    found = {one.pk: one for one in Member.objects.select_related("user").filter(pk__in=ids)} if ids else {}
    return [found[pk] for pk in ids if pk in found]


@written
def _at_work(_organization: uuid.UUID) -> QuerySet[Any, Any]:
    at_work = Member.objects.filter(is_active=True).order_by("name", "id")
    return at_work.values_list("pk", "name", "user__email")


@lru_cache(maxsize=20_000)
def _names_in(text: str) -> list[str]:
    return fold(text).split()


def _is_named(names: list[str], words: list[str]) -> bool:
    return all(any(name.startswith(word) for name in names) for word in words)
