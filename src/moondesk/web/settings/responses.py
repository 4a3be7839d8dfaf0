"""Canned responses and macros: one's own, and for managers those of a department or of all."""

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from markupsafe import Markup

from moondesk.conversations.rules import MessageKind
from moondesk.kit.errors import DomainError, InvalidInput
from moondesk.kit.markup import render_markdown
from moondesk.macros.actions import MacroEdit, change_macro, create_macro, remove_macro
from moondesk.macros.models import Macro
from moondesk.macros.queries import get_usable, may_change, usable_by, values_for
from moondesk.macros.rules import MacroScope
from moondesk.macros.variables import VARIABLES, render_text
from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import assignable_members, department_tree
from moondesk.tickets.models import Status
from moondesk.tickets.queries import get_visible, visible_to
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.levels import level
from moondesk.web.settings.page import carry_out, show

_TEXTS = ("name", "category", "shortcut", "status", "priority", "assignee", "add_tags", "remove_tags")


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.MACRO_OWN)
def responses(request: TenantRequest) -> HttpResponse:
    """List what the member may use, and write a new one."""
    if request.method != "POST":
        return _page(request)
    save = lambda: create_macro(_edit(request.POST), by=request.actor)  # noqa: E731
    return carry_out(request, "responses", save, _("Saved."), _page)


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.MACRO_OWN)
def response(request: TenantRequest, macro_id: uuid.UUID) -> HttpResponse:
    """Show one to be changed, and change it."""
    macro = get_usable(request.actor, macro_id)

    def again(request: TenantRequest, **more: Any) -> HttpResponse:
        return _page(request, macro=macro, **more)

    if request.method != "POST":
        return again(request, typed=_typed(macro))
    save = lambda: change_macro(macro, _edit(request.POST), by=request.actor)  # noqa: E731
    return carry_out(request, "responses", save, _("Saved."), again)


@require_POST
@in_desk(Permission.MACRO_OWN)
def remove(request: TenantRequest, macro_id: uuid.UUID) -> HttpResponse:
    """Remove one."""
    macro = get_usable(request.actor, macro_id)
    return carry_out(request, "responses", lambda: remove_macro(macro, by=request.actor), _("Removed."), _page)


@require_POST
@in_desk(Permission.MACRO_OWN)
def preview(request: TenantRequest) -> HttpResponse:
    """Draw a text with the values of a real ticket: the one that is named, or the latest that the member sees."""
    number = request.POST.get("number", "").strip()
    values: dict[str, Any] = {"html": "", "problem": "", "number": ""}
    try:
        latest = visible_to(request.actor).order_by("-id").values_list("number", flat=True).first()
        ticket = get_visible(request.actor, number or latest or "")
        text = render_text(request.POST.get("body", ""), values_for(ticket, request.actor))
        html = Markup(render_markdown(text))  # noqa: S704 - sanitised just there
        values |= {"html": html, "number": values_for(ticket, request.actor)["ticket.number"]}
    except DomainError as error:
        values["problem"] = error.message
    return render(request, "settings/_response_preview.html", values)


def _edit(sent: QueryDict) -> MacroEdit:
    """Return what was typed as an edit. Raises ``InvalidInput`` for a choice that is not offered."""
    text = {name: sent.get(name, "").strip() for name in _TEXTS}
    changes: dict[str, Any] = {name: text[name] for name in ("status", "priority", "assignee")}
    changes |= {name: text[name].split(",") for name in ("add_tags", "remove_tags")}
    changes["department"] = sent.get("to_department", "")
    return MacroEdit(
        name=text["name"],
        bodies={code: sent.get(f"body_{code}", "") for code, _name in settings.LANGUAGES},
        changes=changes,
        category=text["category"],
        shortcut=text["shortcut"],
        scope=_read(MacroScope, sent.get("scope", ""), "scope"),
        department=_read(uuid.UUID, sent.get("department", ""), "department") if sent.get("department") else None,
        kind=_read(MessageKind, sent.get("kind", ""), "kind"),
    )


def _read(read: Any, value: str, name: str) -> Any:
    try:
        return read(value)
    except ValueError:
        text = _("This cannot be chosen.")
        raise InvalidInput(text, fields={name: text}) from None


def _typed(macro: Macro) -> dict[str, str]:
    changes = macro.changes
    typed = {name: getattr(macro, name) for name in ("name", "category", "shortcut", "scope", "kind")}
    typed |= {name: changes.get(name, "") for name in ("status", "priority", "assignee")}
    typed |= {name: ", ".join(changes.get(name, [])) for name in ("add_tags", "remove_tags")}
    typed |= {f"body_{code}": macro.bodies.get(code, "") for code, _name in settings.LANGUAGES}
    return typed | {
        "to_department": changes.get("department", ""),
        "department": str(macro.department_id or ""),
    }


def _page(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    actor, manages = request.actor, level(request, Element.MACROS).full
    found = [{"macro": macro, "may_change": may_change(actor, macro)} for macro in usable_by(actor)]
    own = [(MacroScope.PERSONAL.value, _("Only me"))]
    shared = [(MacroScope.DEPARTMENT.value, _("A department")), (MacroScope.ORGANIZATION.value, _("Everybody"))]
    tree = [(str(one.pk), "\u2003" * depth + one.name) for one, depth in department_tree()]
    words = {"low": _("Low"), "medium": _("Medium"), "high": _("High"), "urgent": _("Urgent")}
    unchanged = ("", _("Leave as it is"))
    values = {
        "found": found,
        "macro": None,
        "scopes": own + shared if manages else own,
        "scope_names": dict(own + shared),
        "manages": manages,
        "departments": [("", _("Choose…")), *tree],
        "to_departments": [unchanged, *tree],
        "statuses": [unchanged, *((one.key, one.label()) for one in Status.objects.filter(retired_at=None))],
        "priorities": [unchanged, *words.items()],
        "assignees": [
            unchanged,
            ("me", _("Whoever applies it")),
            ("nobody", _("Nobody")),
            *((str(one.pk), one.name) for one in assignable_members()),
        ],
        "variables": [(name, str(meaning)) for name, meaning in VARIABLES.items()],
        "kinds": [("reply", _("Reply")), ("note", _("Note"))],
    }
    return show(request, "responses", values | more, status=status)
