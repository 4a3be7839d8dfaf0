"""Who works here: roles, departments, coming and going."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.kit.clock import now
from moondesk.kit.errors import InvalidInput
from moondesk.organizations import actions, people
from moondesk.organizations.elements import Element
from moondesk.organizations.models import Department, Invitation, Member
from moondesk.organizations.permissions import Permission, Role, standing_of
from moondesk.organizations.queries import department_tree
from moondesk.organizations.roles import names_of_roles
from moondesk.organizations.rules import MOST_INVITED
from moondesk.tickets.models import Category
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.levels import level
from moondesk.web.settings.fields import TYPES
from moondesk.web.settings.page import carry_out, show
from moondesk.web.settings.proof import prove_for_owners

_MANAGERS = {Role.CATEGORY_MANAGER.value, Role.TYPE_MANAGER.value}


@require_http_methods(["GET", "HEAD"])
@in_desk(Permission.SETTINGS_OPEN)
def members(request: TenantRequest) -> HttpResponse:
    """List the members and the invitations that wait."""
    return show_members(request)


@require_POST
@in_desk(Permission.MEMBER_MANAGE)
def role(request: TenantRequest, member_id: uuid.UUID) -> HttpResponse:
    """Give a member another role."""
    member, new = people.get_member(member_id), request.POST.get("role", "")
    if proof := prove_for_owners(request, *member.roles, new):
        return proof
    change = lambda: actions.change_role(member, new, by=request.actor)  # noqa: E731
    return carry_out(request, "members", change, _("%(name)s has a new role.") % {"name": member.name}, show_members)


@require_POST
@in_desk(Permission.MEMBER_MANAGE)
def departments(request: TenantRequest, member_id: uuid.UUID) -> HttpResponse:
    """Put a member into departments."""
    member = people.get_member(member_id)

    def change() -> None:
        actions.change_departments(member, [one.pk for one in chosen_departments(request)], by=request.actor)

    said = _("%(name)s works in other departments now.") % {"name": member.name}
    return carry_out(request, "members", change, said, show_members)


@require_POST
@in_desk(Permission.MEMBER_MANAGE)
def activity(request: TenantRequest, member_id: uuid.UUID) -> HttpResponse:
    """Close or open the door for a member."""
    member, active = people.get_member(member_id), request.POST.get("active") == "1"
    if proof := prove_for_owners(request, *member.roles):
        return proof
    texts = {True: _("%(name)s can sign in here again."), False: _("%(name)s can no longer sign in here.")}
    change = lambda: actions.set_active(member, active, by=request.actor)  # noqa: E731
    return carry_out(request, "members", change, texts[active] % {"name": member.name}, show_members)


def chosen_departments(request: TenantRequest) -> list[Department]:
    """Return the departments that a form names. Raises ``InvalidInput`` for one that is not here."""
    known = {str(one.pk): one for one, _depth in department_tree()}
    wanted = [value for value in request.POST.getlist("departments") if value]
    if not set(wanted) <= known.keys():
        text = _("This cannot be chosen.")
        raise InvalidInput(text, fields={"departments": text})
    return [known[value] for value in dict.fromkeys(wanted)]


def _row(member: Member, places: dict[uuid.UUID, list[Department]], names: dict[str, str]) -> dict[str, Any]:
    return {
        "id": str(member.pk),
        "name": member.name,
        "email": member.user.email,
        "role": member.roles[0] if member.roles else "",
        "role_label": ", ".join(names.get(key, key) for key in member.roles),
        "departments": [one.name for one in places.get(member.pk, [])],
        "department_ids": [str(one.pk) for one in places.get(member.pk, [])],
        "is_active": member.is_active,
        "manages": manages(member),
        "managed": [*map(str, member.managed_categories), *member.managed_types],
    }


def manages(member: Member) -> bool:
    """Say whether categories and types are chosen for a member: their role is about them, or some are chosen."""
    return bool(member.managed_categories or member.managed_types or _MANAGERS.intersection(standing_of(member)))


def _invitation(invitation: Invitation, places: dict[uuid.UUID, str], roles: dict[str, str]) -> dict[str, Any]:
    return {
        "id": invitation.pk,
        "email": invitation.email,
        "name": invitation.name,
        "role": roles.get(invitation.role, invitation.role),
        "departments": [places[pk] for pk in invitation.places if pk in places],
        "expires_at": invitation.expires_at,
        "is_over": invitation.expires_at <= now(),
    }


def show_members(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    """Draw the page."""
    places = people.departments_by_member()
    tree, names = department_tree(), names_of_roles()
    rows = [_row(member, places, names) for member in people.all_members()]
    categories = Category.objects.all() if any(row["manages"] for row in rows) else ()
    values = {
        "may_manage": level(request, Element.MEMBERS).usable,
        "members": rows,
        "categories": [(str(one.pk), one.label()) for one in categories],
        "types": [(one.value, label) for one, label in TYPES.items()],
        "invitations": [
            _invitation(one, {department.pk: department.name for department, _depth in tree}, names)
            for one in people.pending_invitations()
        ],
        "most_invited": MOST_INVITED,
        "chosen": request.POST.getlist("departments"),
        "roles": list(names.items()),
        "departments": [(str(one.pk), "\u2003" * depth + one.name) for one, depth in tree],
        "own_id": str(request.member.pk),
    }
    return show(request, "members", values | more, status=status)
