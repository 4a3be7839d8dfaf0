"""Reading macros: which somebody may use, and which they may change."""

import uuid

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from moondesk.macros.errors import MacroNotFound
from moondesk.macros.models import Macro
from moondesk.macros.rules import MacroScope, chosen_body, rank
from moondesk.macros.variables import render_text
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import current_organization
from moondesk.tickets.models import Ticket

MOST_FOUND = 12


def usable_by(actor: Actor) -> QuerySet[Macro]:
    """Return the macros that the actor may use: their own, those of their departments and of all."""
    macros = Macro.objects.select_related("department", "owner")
    if not actor.is_staff or actor.member_id is None or not actor.may(Permission.NOTE_CREATE):
        return macros.none()
    own = Q(scope=MacroScope.ORGANIZATION) | Q(scope=MacroScope.PERSONAL, owner_id=actor.member_id)
    if actor.may(Permission.TICKET_VIEW_ALL):
        return macros.filter(own | Q(scope=MacroScope.DEPARTMENT))
    return macros.filter(own | Q(scope=MacroScope.DEPARTMENT, department_id__in=actor.scope.departments))


def get_usable(actor: Actor, macro_id: uuid.UUID) -> Macro:
    """Return one macro. Raises ``MacroNotFound``."""
    found = usable_by(actor).filter(pk=macro_id).first()
    if found is None:
        raise MacroNotFound(_("There is no such macro."))
    return found


def may_change(actor: Actor, macro: Macro) -> bool:
    """Say whether the actor may change a macro that they may use."""
    if macro.scope == MacroScope.PERSONAL:
        return actor.may(Permission.MACRO_OWN) and macro.owner_id == actor.member_id
    return actor.may(Permission.MACRO_MANAGE)


def find(actor: Actor, words: str, *, most: int = MOST_FOUND) -> list[Macro]:
    """Return the macros that answer what was typed, the best first: a shortcut, then the start of a name."""
    found = []
    for pk, name, shortcut, category in usable_by(actor).values_list("pk", "name", "shortcut", "category"):
        order = rank(name, shortcut, category, words)
        if order is not None:
            found.append((order, pk))
    best = [pk for _order, pk in sorted(found, key=lambda one: one[0])][:most]
    macros = usable_by(actor).in_bulk(best)
    return [macros[pk] for pk in best if pk in macros]


def values_for(ticket: Ticket, actor: Actor) -> dict[str, str]:
    """Return what the variables stand for on a ticket that came through ``tickets.queries``, or is just begun."""
    organization, requester = current_organization(), ticket.requester
    language = ticket.language or organization.language
    return {
        "customer.name": requester.name,
        "customer.first_name": requester.name.split()[0] if requester.name.split() else "",
        "customer.email": requester.email or "",
        "customer.phone": requester.phone,
        "customer.company": requester.company.name if requester.company else "",
        "ticket.number": f"{organization.number_prefix}-{ticket.number}",
        "ticket.subject": ticket.subject,
        "ticket.status": ticket.status.customer_label(language),
        "ticket.category": ticket.category.label(language) if ticket.category else "",
        "ticket.department": ticket.department.name if ticket.department else "",
        "agent.name": actor.label,
        "agent.first_name": actor.label.split()[0] if actor.label.split() else "",
        "organization.name": organization.name,
    }


def text_for(macro: Macro, ticket: Ticket, actor: Actor, values: dict[str, str] | None = None) -> str:
    """Return a macro's text for a ticket: in the ticket's language if it has it, with the values in it."""
    body = chosen_body(macro.bodies, ticket.language, current_organization().language)
    return render_text(body, values if values is not None else values_for(ticket, actor)) if body else ""


def own_macros_of(member: Member) -> int:
    """Return how many personal macros a member has."""
    return Macro.objects.filter(owner=member).count()
