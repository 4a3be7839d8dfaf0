"""What the pages of roles show: finished rows and words."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moondesk.organizations import people
from moondesk.organizations.actions.giving import exceeds
from moondesk.organizations.elements import Element, elements_of
from moondesk.organizations.errors import RoleNotFound
from moondesk.organizations.explaining import Cause, Say, why
from moondesk.organizations.models import Member
from moondesk.organizations.permission_texts import AREAS, ELEMENT_NAMES, NAMES, SENTENCES
from moondesk.organizations.permissions import NEEDS, WITHOUT_DESK, Permission
from moondesk.organizations.queries import member_actor
from moondesk.organizations.roles import RoleView, all_roles, holders
from moondesk.tickets.errors import TicketNotFound
from moondesk.tickets.explaining import Reach, Sight, sight_of
from moondesk.tickets.queries import get_visible
from moondesk.web.edges import TenantRequest
from moondesk.web.levels import level
from moondesk.web.opening import opened_by

LEVELS = {1: _("see"), 2: _("use"), 3: _("everything")}
CAUSES: dict[Cause, Promise] = {
    Cause.BUILT_IN: _("%(role)s allows it."),
    Cause.ADDED: _("%(role)s adds it to the role it inherits from."),
    Cause.INHERITED: _("%(role)s inherits it from %(by)s."),
    Cause.NOT_IN_ROLE: _("%(role)s does not allow it."),
    Cause.REMOVED: _("%(by)s takes it away, and so %(role)s does not allow it."),
    Cause.NEEDS_OTHER: _("%(role)s has it, but it is worth nothing without “%(needs)s”."),
    Cause.UNKNOWN_ROLE: _("There is no role %(role)s any more, so it allows nothing."),
}
REACHES: dict[Reach, Promise] = {
    Reach.ALL: _("They see all tickets."),
    Reach.ASSIGNEE: _("It is assigned to them."),
    Reach.NO_DEPARTMENT: _("It has no department, so everybody at the desk sees it."),
    Reach.DEPARTMENT: _("It is in one of their departments or below."),
    Reach.CATEGORY: _("They manage its category."),
    Reach.TYPE: _("They manage tickets of its type."),
}


def _row(permission: Permission, name: Promise, sentence: Promise) -> dict[str, Any]:
    return {"permission": permission, "name": name, "sentence": sentence}


def _fits(words: list[str], permission: Permission, area: Promise) -> bool:
    text = f"{area} {permission} {NAMES[permission]} {SENTENCES[permission]}".casefold()
    return all(word in text for word in words)


def matrix_values(roles: list[RoleView], query: str) -> dict[str, Any]:
    """Return the matrix: permissions by area as rows, roles as columns, cut down to what was searched."""
    words = query.casefold().split()
    areas = [
        {
            "name": area,
            "rows": [
                _row(*one) | {"cells": [_cell(role, one[0]) for role in roles], "opened": _opened(one[0])}
                for one in rows
                if _fits(words, one[0], area)
            ],
        }
        for area, rows in AREAS.items()
    ]
    counts = {key: len(found) for key, found in holders().items()}
    return {
        "roles": [{"view": role, "count": counts.get(role.key, 0)} for role in roles],
        "areas": [area for area in areas if area["rows"]],
        "role_names": {role.key: role.name for role in roles},
        "q": query,
        "inheritable": [(role.key, role.name) for role in roles if role.key != "owner"],
    }


def _cell(role: RoleView, permission: Permission) -> dict[str, Any]:
    change = "added" if permission in role.added else "removed" if permission in role.removed and role.custom else ""
    return {"role": role, "on": permission in role.permissions, "change": change}


def _opened(permission: Permission) -> dict[str, Any]:
    elements = [(ELEMENT_NAMES[one], LEVELS[level]) for one, level in elements_of(permission)]
    return {"elements": elements, "addresses": opened_by(permission)}


def role_values(request: TenantRequest, key: str) -> dict[str, Any]:
    """Return one role: what it allows and how that differs, who has it, and what can be done with it."""
    roles = all_roles()
    shown = next((one for one in roles if one.key == key), None)
    if shown is None:
        raise RoleNotFound("There is no such role.")
    below = next((one for one in roles if one.key == shown.inherits), None)
    manages = level(request, Element.ROLES).usable
    reach = request.actor.permissions | {Permission.PORTAL_OPEN}
    return {
        "role": shown,
        "below": below,
        "may_change": bool(shown.custom) and manages and not exceeds(shown.permissions, request.actor),
        "members": holders().get(key, []),
        "areas": [
            {"name": area, "rows": [_row(*one) | _ticked(shown, one[0], reach) for one in rows]}
            for area, rows in AREAS.items()
        ],
        "more": [NAMES[one] for one in Permission if one in shown.added],
        "less": [NAMES[one] for one in Permission if shown.custom and one in shown.removed],
        "inheritable": [(one.key, one.name) for one in roles if one.key not in ("owner", key)],
        "goals": [("", "—"), *((one.key, one.name) for one in roles if one.key not in ("owner", key))],
    }


def _ticked(role: RoleView, permission: Permission, reach: frozenset[Permission]) -> dict[str, Any]:
    needs = NEEDS.get(permission)
    says = needs is not None and needs is not Permission.DESK_OPEN and permission not in WITHOUT_DESK
    return {
        "on": permission in role.permissions,
        "change": _cell(role, permission)["change"],
        "closed": permission not in reach,
        "needs": NAMES[needs] if says and needs else "",
    }


def asked(request: TenantRequest) -> dict[str, Any]:
    """Return the question of who may do what, and its answer once it is asked whole."""
    members = people.all_members()
    chosen = request.GET.get("member", "")
    member = next((one for one in members if str(one.pk) == chosen), None)
    permission = next(iter(known for known in Permission if known == request.GET.get("permission", "")), None)
    number = request.GET.get("ticket", "").strip()
    values: dict[str, Any] = {
        "members": [("", str(_("Choose a member"))), *((str(one.pk), one.name) for one in members)],
        "permissions": [(str(area), [(one[0].value, str(one[1])) for one in rows]) for area, rows in AREAS.items()],
        "asked_member": chosen,
        "asked_permission": permission.value if permission else "",
        "asked_ticket": number,
        "answer": None,
        "errors": {},
    }
    if member is not None and permission is not None:
        values["answer"] = answer = _answer(request, member, permission, number)
        if answer["wrong"]:
            values["errors"] = {"ticket": [_("There is no ticket %(number)s that you can see.") % {"number": number}]}
    elif "member" in request.GET:
        values["errors"] = {"member": [_("Choose a member.")]} if member is None else {}
    return values


def _answer(request: TenantRequest, member: Member, permission: Permission, number: str) -> dict[str, Any]:
    found = why(member, permission)
    sight, wrong = None, False
    if number:
        try:
            sight = sight_of(member_actor(member), get_visible(request.actor, number))
        except TicketNotFound:
            wrong = True
    return {
        "member": member,
        "permission": NAMES[permission],
        "allowed": found.allowed and (sight is None or sight.sees),
        "is_active": found.is_active,
        "says": [(say.allows, _said(say)) for say in found.says],
        "sight": _sight(sight) if sight else None,
        "ticket": number,
        "wrong": wrong,
    }


def _said(say: Say) -> str:
    needs = NAMES[say.needs] if say.needs else ""
    return str(CAUSES[say.cause]) % {"role": say.name, "by": say.by, "needs": needs}


def _sight(sight: Sight) -> dict[str, Any]:
    return {"sees": sight.sees, "reaches": [REACHES[one] for one in sight.reaches]}
