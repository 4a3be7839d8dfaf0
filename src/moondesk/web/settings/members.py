"""Who works here: inviting, roles, departments, coming and going."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.accounts.addresses import address_problem
from moondesk.channels.actions import send_invitation
from moondesk.channels.queries import is_inbox
from moondesk.kit.errors import InvalidInput
from moondesk.organizations import actions, people
from moondesk.organizations.models import Department, Member
from moondesk.organizations.permissions import MEMBER_ROLES, ROLE_LABELS, Permission, Role
from moondesk.organizations.queries import department_tree
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.settings.page import carry_out, show


@require_http_methods(["GET", "HEAD"])
@in_desk(Permission.SETTINGS_OPEN)
def members(request: TenantRequest) -> HttpResponse:
    """List the members and the invitations that wait."""
    return _page(request)


@require_POST
@in_desk(Permission.MEMBER_MANAGE)
def invitations(request: TenantRequest) -> HttpResponse:
    """Invite somebody by mail."""

    def invite() -> None:
        department = _department(request.POST.get("department", ""))
        email, role = request.POST.get("email", ""), request.POST.get("role", "")
        if not address_problem(email) and is_inbox(email):
            text = _("A desk receives mail at this address. Give one that only you read.")
            raise InvalidInput(text, fields={"email": text})
        send_invitation(*actions.invite_member(email, role, by=request.actor, department=department))

    return carry_out(request, "members", invite, _("The invitation is on its way."), _page)


@require_POST
@in_desk(Permission.MEMBER_MANAGE)
def invitation(request: TenantRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """Send an invitation again, or take it back."""
    found = people.get_invitation(invitation_id)
    if request.POST.get("do") == "resend":

        def resend() -> None:
            again = actions.invite_member(found.email, found.role, by=request.actor, department=found.department)
            send_invitation(*again)

        return carry_out(request, "members", resend, _("The invitation is on its way again."), _page)
    revoke = lambda: actions.revoke_invitation(found, by=request.actor)  # noqa: E731
    return carry_out(request, "members", revoke, _("The invitation no longer works."), _page)


@require_POST
@in_desk(Permission.MEMBER_MANAGE)
def role(request: TenantRequest, member_id: uuid.UUID) -> HttpResponse:
    """Give a member another role."""
    member = people.get_member(member_id)
    change = lambda: actions.change_role(member, request.POST.get("role", ""), by=request.actor)  # noqa: E731
    return carry_out(request, "members", change, _("%(name)s has a new role.") % {"name": member.name}, _page)


@require_POST
@in_desk(Permission.MEMBER_MANAGE)
def departments(request: TenantRequest, member_id: uuid.UUID) -> HttpResponse:
    """Put a member into departments."""
    member = people.get_member(member_id)

    def change() -> None:
        chosen = [found.pk for value in request.POST.getlist("departments") if (found := _department(value))]
        actions.change_departments(member, chosen, by=request.actor)

    said = _("%(name)s works in other departments now.") % {"name": member.name}
    return carry_out(request, "members", change, said, _page)


@require_POST
@in_desk(Permission.MEMBER_MANAGE)
def activity(request: TenantRequest, member_id: uuid.UUID) -> HttpResponse:
    """Close or open the door for a member."""
    member, active = people.get_member(member_id), request.POST.get("active") == "1"
    texts = {True: _("%(name)s can sign in here again."), False: _("%(name)s can no longer sign in here.")}
    change = lambda: actions.set_active(member, active, by=request.actor)  # noqa: E731
    return carry_out(request, "members", change, texts[active] % {"name": member.name}, _page)


def _department(value: str) -> Department | None:
    if not value:
        return None
    found = next((one for one, _depth in department_tree() if str(one.pk) == value), None)
    if found is None:
        text = _("This cannot be chosen.")
        raise InvalidInput(text, fields={"department": text})
    return found


def _row(member: Member, places: dict[uuid.UUID, list[Department]]) -> dict[str, Any]:
    return {
        "id": str(member.pk),
        "name": member.name,
        "email": member.user.email,
        "role": member.roles[0] if member.roles else "",
        "role_label": ", ".join(str(ROLE_LABELS[Role(key)]) for key in member.roles),
        "departments": [one.name for one in places.get(member.pk, [])],
        "department_ids": [str(one.pk) for one in places.get(member.pk, [])],
        "is_active": member.is_active,
    }


def _page(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    places = people.departments_by_member()
    tree = department_tree()
    values = {
        "may_manage": request.actor.may(Permission.MEMBER_MANAGE),
        "members": [_row(member, places) for member in people.all_members()],
        "invitations": people.pending_invitations(),
        "roles": [(role.value, str(ROLE_LABELS[role])) for role in MEMBER_ROLES],
        "role_labels": {role.value: str(label) for role, label in ROLE_LABELS.items()},
        "departments": [(str(one.pk), "\u2003" * depth + one.name) for one, depth in tree],
        "own_id": str(request.member.pk),
    }
    return show(request, "members", values | more, status=status)
