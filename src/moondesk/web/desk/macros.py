"""Macros at a ticket: their menu, and applying one."""

import datetime
import uuid

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from moondesk.kit import context
from moondesk.kit.errors import Conflict, InvalidInput
from moondesk.macros.actions import apply_macro
from moondesk.macros.models import Macro
from moondesk.macros.queries import get_usable, usable_by
from moondesk.organizations.permissions import Permission
from moondesk.tickets.queries import get_for_change, get_visible
from moondesk.tickets.rules import Priority
from moondesk.web.desk import words
from moondesk.web.desk.changes import done, refuse, unchanged
from moondesk.web.desk.choices import Choices, choices_of
from moondesk.web.desk.page import TicketPage
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.fragments import Toast

MOST_SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.MACRO_OWN)
def macros(request: TenantRequest, number: str) -> HttpResponse:
    """Give the menu of macros, or apply the one that was chosen."""
    if request.method == "POST":
        return _apply(request, number)
    ticket, choices = get_visible(request.actor, number), choices_of(request.organization)
    found = [
        {"id": macro.pk, "name": macro.name, "category": macro.category, "does": ", ".join(does(macro, choices))}
        for macro in usable_by(request.actor)[:MOST_SHOWN]
    ]
    values = {"macros": found, "number": ticket.number, "slug": request.organization.slug}
    return render(request, "desk/_macros.html", values)


def does(macro: Macro, choices: Choices) -> list[str]:
    """Return in words what a macro does, the text first."""
    said = []
    if macro.bodies:
        said.append(_("Adds a note") if macro.kind == "note" else pgettext("macro", "Replies"))
    changes = macro.changes
    if "status" in changes:
        said.append(choices.label(changes["status"]))
    if "priority" in changes:
        said.append(str(words.PRIORITIES[Priority.from_key(changes["priority"])]))
    if "assignee" in changes:
        said.append(_assignee(changes["assignee"], choices))
    if "department" in changes:
        said.append(choices.department_name(uuid.UUID(changes["department"])))
    said += [f"+{tag}" for tag in changes.get("add_tags", [])]
    return said + [f"\u2212{tag}" for tag in changes.get("remove_tags", [])]


def _assignee(wanted: str, choices: Choices) -> str:
    known = {"me": _("Assigned to you"), "nobody": _("Assigned to nobody")}
    return known.get(wanted) or next((one.name for one in choices.members if str(one.pk) == wanted), "")


def _apply(request: TenantRequest, number: str) -> HttpResponse:
    ticket = get_for_change(request.actor, number)
    macro = get_usable(request.actor, _id(request.POST.get("macro", "")))
    hold = datetime.timedelta(seconds=request.organization.undo_seconds)
    try:
        with transaction.atomic():
            apply_macro(macro, ticket, by=request.actor, hold=hold)
    except (InvalidInput, Conflict) as error:
        page = TicketPage(request, get_visible(request.actor, number))
        page.errors = {"": error.message}
        return unchanged(page, error.status)
    return done(request, number, toast=_said(request, number, macro))


def _said(request: TenantRequest, number: str, macro: Macro) -> Toast:
    place = {"slug": request.organization.slug, "number": number, "operation": context.operation.get()}
    seconds = request.organization.undo_seconds or 30
    return Toast(_("Done: %(name)s.") % {"name": macro.name}, reverse("desk:undo", kwargs=place), seconds)


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise refuse("macro") from None
