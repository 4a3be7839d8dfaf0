"""What completes a word in the composer: texts after a slash, colleagues after an at sign, tickets after a hash."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from moondesk.macros.queries import find, text_for, values_for
from moondesk.organizations.people import find_departments, find_members
from moondesk.organizations.permissions import Permission
from moondesk.tickets.audience import who_may_follow
from moondesk.tickets.lists import ListQuery, Sort, list_tickets
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_visible
from moondesk.tickets.search_language import as_words
from moondesk.web.edges import TenantRequest, in_desk

FOUND = 8
LOOKED_THROUGH = 40
type Option = dict[str, Any]


@require_safe
@in_desk(Permission.NOTE_CREATE)
def completions(request: TenantRequest, number: str) -> HttpResponse:
    """Give what completes a word: ``/`` texts with this ticket's values, ``@`` people, ``#`` tickets."""
    ticket = get_visible(request.actor, number)
    offer = _OFFERS.get(request.GET.get("sign", "/"))
    asked = request.GET.get("q", "").replace("\0", "")[:80]
    options = offer(request, ticket, asked) if offer else []
    return render(request, "desk/_completions.html", {"options": options})


def _texts(request: TenantRequest, ticket: Ticket, asked: str) -> list[Option]:
    values = values_for(ticket, request.actor)
    return [
        {"label": macro.name, "sub": macro.category, "key": macro.shortcut,
         "insert": text_for(macro, ticket, request.actor, values)}
        for macro in find(request.actor, asked)
        if macro.bodies
    ]  # fmt: skip


def _people(request: TenantRequest, ticket: Ticket, asked: str) -> list[Option]:
    """Return who can be named, then who cannot as they may not see the ticket, or the note."""
    if not request.actor.may(Permission.MEMBER_VIEW):
        return []
    notes = request.GET.get("kind") == "note"
    members, departments = find_members(asked, LOOKED_THROUGH), find_departments(asked, FOUND)
    meant = {one.pk for one in members}.union(*(inside for _one, inside in departments))
    seeing = who_may_follow(ticket, sorted(meant), notes=notes)
    unseen = _("cannot read this note") if notes else _("cannot see this ticket")
    options = [
        _named(member.name, str(member.pk), "" if member.pk in seeing else unseen)
        for member in members
        if member.pk != request.member.pk
    ]
    options += [
        _department(department.name, department.icon, [one for one in inside if one in seeing])
        for department, inside in departments
    ]
    return sorted(options, key=lambda one: one["off"])[:FOUND]


def _named(name: str, who: str, unseen: str) -> Option:
    return {"label": name, "who": who, "sub": unseen, "insert": f"@{name} ", "plain": True, "off": unseen != ""}


def _department(name: str, icon: str, seeing: list[uuid.UUID]) -> Option:
    count = ngettext("%(count)d person", "%(count)d people", len(seeing)) % {"count": len(seeing)}
    sub = count if seeing else _("nobody there sees this ticket")
    return {"label": name, "icon": icon, "sub": sub, "insert": f"@{name} ", "plain": True, "off": not seeing}


def _tickets(request: TenantRequest, ticket: Ticket, asked: str) -> list[Option]:
    prefix = request.organization.number_prefix
    rows = list_tickets(request.actor, ListQuery(q=as_words(asked), sort=Sort.UPDATED, limit=FOUND)).rows
    return [
        {"label": f"{prefix}-{row.number}", "sub": row.subject, "icon": "ticket", "insert": f"{prefix}-{row.number} ",
         "plain": True}
        for row in rows
        if row.id != ticket.pk
    ]  # fmt: skip


_OFFERS: dict[str, Callable[[TenantRequest, Ticket, str], list[Option]]] = {"/": _texts, "@": _people, "#": _tickets}
