"""The fields of a search that are about people: who asks, who works on it, and where."""

import uuid

from django.db.models import Q

from moondesk.contacts.queries import ids_named, ids_of_company, ids_of_member
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Department, Member
from moondesk.organizations.queries import with_all_below
from moondesk.tickets.search_language import Term
from moondesk.tickets.search_reading import ME, named, no_operator, or_none


def assignee(actor: Actor, term: Term) -> Q:
    """Return the tickets of members by name or address; ``me``, or nobody's."""
    no_operator(term)
    me = [value for value in term.values if value.text.casefold() in ME]
    rest = tuple(value for value in term.values if value not in me)
    wanted = Q(assignee_id=actor.member_id or uuid.UUID(int=0)) if me else Q(pk__in=[])
    if not rest:
        return wanted

    def read(others: Term) -> Q:
        members = Member.objects.values_list("pk", "name", "user__email") if actor.is_staff else []
        return Q(assignee_id__in=named(others, [(pk, name, email or "") for pk, name, email in members]))

    some = or_none(Term(term.kind, term.start, term.end, term.text, key=term.key, values=rest), "assignee_id", read)
    return wanted | some


def department(actor: Actor, term: Term) -> Q:
    """Return the tickets of departments by name, and of those below them."""

    def read(rest: Term) -> Q:
        known = [(pk, name, "") for pk, name in Department.objects.values_list("pk", "name")]
        return Q(department_id__in=with_all_below(named(rest, known)))

    return or_none(term, "department_id", read)


def requester(actor: Actor, term: Term) -> Q:
    """Return the tickets of people with the text in name or address; ``me``."""
    no_operator(term)
    wanted = Q()
    for value in term.values:
        if _is_id(value.text):
            wanted |= Q(requester_id=value.text)
        elif value.text.casefold() in ME:
            nobody = uuid.UUID(int=0)
            mine = ids_of_member(actor.member_id or nobody)
            wanted |= Q(requester_id=actor.contact_id) if actor.contact_id else Q(requester_id__in=mine)
        else:
            wanted |= Q(requester_id__in=ids_named(value.text))
    return wanted


def _is_id(text: str) -> bool:
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False


def company(actor: Actor, term: Term) -> Q:
    """Return the tickets of people of companies with the text in the name."""

    def read(rest: Term) -> Q:
        wanted = Q()
        for value in rest.values:
            wanted |= Q(requester_id__in=ids_of_company(value.text))
        return wanted

    return or_none(term, "requester__company", read)
