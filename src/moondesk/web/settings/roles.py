"""Roles: what each allows, an organization's own ones, who has them, and why somebody may do something."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.kit.errors import Conflict, InvalidInput, NotAllowed
from moondesk.organizations import actions
from moondesk.organizations.actions import RoleDraft
from moondesk.organizations.elements import Element
from moondesk.organizations.permission_texts import NAMES
from moondesk.organizations.permissions import Permission, known_permissions
from moondesk.organizations.roles import all_roles, get_custom, permissions_by_key
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.levels import level
from moondesk.web.settings.page import refused, show
from moondesk.web.settings.roles_shown import asked, matrix_values, role_values


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.SETTINGS_OPEN)
def roles(request: TenantRequest) -> HttpResponse:
    """Show the matrix, or make a role."""
    if request.method != "POST":
        return _matrix(request)
    made = []

    def create() -> None:
        draft = RoleDraft(
            request.POST.get("name", ""),
            request.POST.get("inherits", ""),
            description=request.POST.get("description", ""),
        )
        made.append(actions.create_role(draft, by=request.actor))

    said = _("The role is there. It allows what the role below it allows, until you change that.")
    return _carry_out(request, create, said, _matrix, lambda: made[0].key)


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.SETTINGS_OPEN)
def role(request: TenantRequest, key: str) -> HttpResponse:
    """Show one role with those who have it, or change it."""

    def again(request: TenantRequest, **more: Any) -> HttpResponse:
        return _role(request, key, **more)

    if request.method != "POST":
        return again(request)
    found = get_custom(key)

    def update() -> None:
        actions.update_role(found, _draft(request), by=request.actor)
        lost = known_permissions(request.POST.getlist("permissions")) - permissions_by_key()[key]
        if lost:
            names = ", ".join(sorted(str(NAMES[one]) for one in lost))
            messages.info(
                request, _("Not given, as each needs something that the role lacks: %(names)s.") % {"names": names}
            )

    return _carry_out(request, update, _("Saved. Open pages follow within seconds."), again, lambda: key)


def _draft(request: TenantRequest) -> RoleDraft:
    """Return what the form asks for: what is ticked, as a difference from the role it inherits from."""
    inherits = request.POST.get("inherits", "")
    ticked = known_permissions(request.POST.getlist("permissions"))
    below = permissions_by_key().get(inherits, frozenset())
    return RoleDraft(
        request.POST.get("name", ""),
        inherits,
        sorted(ticked - below),
        sorted(below - ticked),
        request.POST.get("description", ""),
    )


@require_POST
@in_desk(Permission.ROLE_MANAGE)
def remove(request: TenantRequest, key: str) -> HttpResponse:
    """Delete a role of the organization's own; its members get another."""
    found = get_custom(key)

    def again(request: TenantRequest, **more: Any) -> HttpResponse:
        return _role(request, key, **more)

    def delete() -> None:
        actions.delete_role(found, by=request.actor, moves_to=request.POST.get("moves_to", ""))

    return _carry_out(request, delete, _("%(name)s is deleted.") % {"name": found.name}, again, lambda: "")


@require_http_methods(["GET", "HEAD"])
@in_desk(Permission.SETTINGS_OPEN)
def why(request: TenantRequest) -> HttpResponse:
    """Say why a member may do something or see a ticket, or why not."""
    request.actor.require(Permission.MEMBER_VIEW)
    return show(request, "roles", asked(request), template="roles_why")


def _carry_out(
    request: TenantRequest,
    act: Callable[[], None],
    said: str,
    again: Callable[..., HttpResponse],
    goal: Callable[[], str],
) -> HttpResponse:
    try:
        act()
    except (InvalidInput, Conflict, NotAllowed) as error:
        return refused(request, error, again)
    messages.success(request, said)
    slug, key = request.organization.slug, goal()
    named = reverse("settings:role_page", kwargs={"slug": slug, "key": key}) if key else ""
    return redirect(named or reverse("settings:roles", kwargs={"slug": slug}))


def _matrix(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    values = matrix_values(all_roles(), request.GET.get("q", ""))
    may = {"may_manage": level(request, Element.ROLES).usable}
    return show(request, "roles", values | may | more, status=status)


def _role(request: TenantRequest, key: str, *, status: int = 200, **more: Any) -> HttpResponse:
    return show(request, "roles", role_values(request, key) | more, status=status, template="role")
