"""The tree of departments."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.kit.errors import InvalidInput
from moondesk.organizations import actions, people
from moondesk.organizations.elements import Element
from moondesk.organizations.models import Department
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import department_tree
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.levels import level
from moondesk.web.settings.page import carry_out, show


@require_http_methods(["GET", "HEAD"])
@in_desk(Permission.SETTINGS_OPEN)
def departments(request: TenantRequest) -> HttpResponse:
    """Show the tree."""
    return _page(request)


@require_POST
@in_desk(Permission.DEPARTMENT_MANAGE)
def add(request: TenantRequest) -> HttpResponse:
    """Add a department."""

    def create() -> None:
        actions.create_department(request.POST.get("name", ""), parent=_parent(request), by=request.actor)

    return carry_out(request, "departments", create, _("The department is there."), _page)


@require_POST
@in_desk(Permission.DEPARTMENT_MANAGE)
def change(request: TenantRequest, department_id: uuid.UUID) -> HttpResponse:
    """Rename a department or move it."""
    found = people.get_department(department_id)

    def update() -> None:
        actions.update_department(found, name=request.POST.get("name", ""), parent=_parent(request), by=request.actor)

    return carry_out(request, "departments", update, _("Saved."), _page)


@require_POST
@in_desk(Permission.DEPARTMENT_MANAGE)
def remove(request: TenantRequest, department_id: uuid.UUID) -> HttpResponse:
    """Remove an empty department."""
    found = people.get_department(department_id)
    delete = lambda: actions.delete_department(found, by=request.actor)  # noqa: E731
    return carry_out(request, "departments", delete, _("The department is gone."), _page)


def _parent(request: TenantRequest) -> Department | None:
    value = request.POST.get("parent", "")
    if not value:
        return None
    found = next((one for one, _depth in department_tree() if str(one.pk) == value), None)
    if found is None:
        text = _("This cannot be chosen.")
        raise InvalidInput(text, fields={"parent": text})
    return found


def _page(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    tree, crowd = department_tree(), people.members_by_department()
    values = {
        "may_manage": level(request, Element.DEPARTMENTS).usable,
        "departments": [
            {
                "id": str(one.pk),
                "name": one.name,
                "icon": one.icon,
                "depth": depth,
                "parent": str(one.parent_id or ""),
                "members": crowd.get(one.pk, 0),
            }
            for one, depth in tree
        ],
        "parents": [("", _("At the top")), *((str(one.pk), "\u2003" * depth + one.name) for one, depth in tree)],
    }
    return show(request, "departments", values | more, status=status)
