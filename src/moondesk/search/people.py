"""People as hits of a search: contacts, and the organization's own members."""

from collections.abc import Iterable

from moondesk.contacts.models import Contact
from moondesk.contacts.queries import search
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Member
from moondesk.organizations.people import all_members
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
    found = [one for one in all_members() if one.is_active and _is_named(one, words)]
    return found[:limit]


def _is_named(member: Member, words: list[str]) -> bool:
    email = member.user.email if member.user else ""
    names = fold(f"{member.name} {email}").split()
    return all(any(name.startswith(word) for name in names) for word in words)
